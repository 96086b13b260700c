"""Whether functions and aggregations exist, and get what they take."""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.nearest import did_you_mean
from generator.languages.problem import Problem
from generator.languages.promql.functions import FUNCTIONS, TYPE_NAMES, Function, ValueType
from generator.languages.promql.tree import Aggregate, Call, Node, Selector, Subquery
from generator.languages.promql.types import Types
from generator.languages.promql.words import AGGREGATIONS, EXPERIMENTAL_AGGREGATIONS

#: What other languages and older versions call it.
_OTHER_NAMES = {
    "mean": "avg",
    "average": "avg",
    "median": "quantile(0.5, ...)",
    "percentile": "quantile",
    "stdev": "stddev",
    "log": "ln",
    "now": "time",
    "holt_winters": "double_exponential_smoothing",
    "count_distinct": "count(count by (label) (...))",
}
#: Grafana reads these itself, in the query of a variable.
_GRAFANAS = frozenset({"label_values", "label_names", "metrics", "query_result"})

#: What a misspelt name is most likely to mean.
_EVERYDAY = (*(name for name, one in FUNCTIONS.items() if not one.experimental), *AGGREGATIONS)
#: In messages. A longer one is like none.
_LONGEST_NAME = 60

_POSITIONS = ("first", "second", "third", "fourth", "fifth")
_FLAG = "--enable-feature=promql-experimental-functions"


def call(node: Call, types: Types, *, experimental: bool) -> Iterator[Problem]:
    """What is wrong with a function call, its arguments' insides aside."""
    name = node.function.text
    function = FUNCTIONS.get(name)
    if function is None:
        yield _unknown(node)
        return
    if function.experimental and not experimental:
        yield _experimental(name, node.function.start, node.function.end)
    count = len(node.arguments)
    if count < function.least or (function.most is not None and count > function.most):
        message = f"{name}() takes {_counts(function)}, and has {count or 'none'}"
        yield Problem(message, node.start, node.end, f"write {_example(function)}")
        return
    if name == "info" and count > 1 and not _only_labels(node.arguments[1]):
        labels = node.arguments[1]
        yield Problem('info() takes labels such as {a="b"} as its second argument', labels.start, labels.end)
        return
    wrong = [
        index for index, argument in enumerate(node.arguments) if _differs(types[argument], function.type_of(index))
    ]
    swapped = len(wrong) == count == 2 and not _differs(types[node.arguments[0]], function.type_of(1))
    for index in wrong[:1] if swapped else wrong:
        wanted = function.type_of(index)
        place = "" if function.most == 1 else f" as its {_position(index)} argument"
        fix = "swap the arguments" if swapped else None
        yield _mismatch(name, wanted, place, node.arguments[index], types, fix)


def _only_labels(node: Node) -> bool:
    return isinstance(node, Selector) and node.name is None and node.range is None


def aggregate(node: Aggregate, types: Types, *, experimental: bool) -> Iterator[Problem]:
    """What is wrong with an aggregation, its arguments' insides aside."""
    name = node.operator.text
    if name in EXPERIMENTAL_AGGREGATIONS and not experimental:
        yield _experimental(name, node.operator.start, node.operator.end)
    takes = AGGREGATIONS[name]
    swapped = node.parameter is not None and types[node.parameter] == "vector" and types[node.expression] == takes
    fix = "swap the arguments" if swapped else None
    if node.parameter is not None and takes is not None and _differs(types[node.parameter], takes):
        yield _mismatch(name, takes, " as its first argument", node.parameter, types, fix)
    if _differs(types[node.expression], "vector") and not swapped:
        place = "" if node.parameter is None else " as its second argument"
        yield _mismatch(name, "vector", place, node.expression, types, fix)


def _differs(given: ValueType | None, wanted: ValueType) -> bool:
    return given is not None and given != wanted


def _mismatch(name: str, wanted: ValueType, place: str, argument: Node, types: Types, fix: str | None) -> Problem:
    given = types[argument] or wanted
    example = " such as x[5m]" if wanted == "matrix" else ""
    message = f"{name}() takes {TYPE_NAMES[wanted]}{example}{place}, and this is {TYPE_NAMES[given]}"
    return Problem(message, argument.start, argument.end, fix or _remedy(wanted, given, argument))


def _remedy(wanted: ValueType, given: ValueType, argument: Node) -> str:
    if wanted == "matrix" and given == "vector":
        plain = isinstance(argument, Selector)
        return "add a range such as [5m]" if plain else "make it a subquery, such as (...)[5m:]"
    if wanted == "vector" and given == "matrix":
        subquery = isinstance(argument, Subquery)
        return f"remove the {'subquery' if subquery else 'range'}, or put a function such as rate() around it"
    if wanted == "string" and isinstance(argument, Selector) and argument.name and not argument.matchers:
        return f'write "{argument.name.text}"'
    if (wanted, given) == ("vector", "scalar"):
        return "write vector(...) around it"
    if (wanted, given) == ("scalar", "vector"):
        return "write scalar(...) around it"
    return ""


def _unknown(node: Call) -> Problem:
    name = node.function.text
    start, end = node.function.start, node.function.end
    if name in _GRAFANAS:
        message = f"{name}() is no PromQL: Grafana knows it in the query of a variable, and nowhere else"
        return Problem(message, start, end)
    shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}..."
    if name.lower() in FUNCTIONS:
        return Problem(f'there is no function "{shown}": capitals count', start, end, f"write {name.lower()}")
    meant = _OTHER_NAMES.get(name.lower())
    like = "" if meant else did_you_mean(shown, _EVERYDAY)
    return Problem(f'there is no function "{shown}"{like}', start, end, f"write {meant}" if meant else "")


def _experimental(name: str, start: int, end: int) -> Problem:
    return Problem(f"{name}() is experimental, and refused by a server without {_FLAG}", start, end)


def _counts(function: Function) -> str:
    least, most = function.least, function.most
    if most is None:
        return f"at least {_arguments(least)}"
    if least == most:
        return _arguments(most)
    return (
        f"at most {_arguments(most)}"
        if least == 0
        else f"{least} {'or' if most == least + 1 else 'to'} {most} arguments"
    )


def _arguments(count: int) -> str:
    return {0: "no arguments", 1: "one argument"}.get(count, f"{count} arguments")


_SAMPLES: dict[ValueType, str] = {"scalar": "0.5", "string": '"a"', "vector": "x", "matrix": "x[5m]"}


def _example(function: Function) -> str:
    return f"{function.name}({', '.join(_SAMPLES[one] for one in function.takes[: function.least])})"


def _position(index: int) -> str:
    return _POSITIONS[index] if index < len(_POSITIONS) else f"{index + 1}th"
