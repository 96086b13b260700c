"""What Tempo refuses in a query that it can read: types, fields, numbers out of their range."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.languages.problem import Problem
from generator.languages.traceql.tree import (
    Aggregate,
    Attribute,
    By,
    Field,
    Intrinsic,
    Metrics,
    MetricsBinary,
    MetricsQuery,
    Query,
    SecondStage,
    Select,
    SpansetFilter,
    Static,
    walk,
)
from generator.languages.traceql.types import comparison, excerpt, judged, parent_problem
from generator.languages.traceql.words import NUMERIC, Type

#: A text of a stranger may have any number of problems; nobody reads more than these.
_MOST = 20
#: By how many fields Tempo groups series; functions that need a label of their own leave one less.
_MOST_GROUPS = 5
_OWN_LABEL = ("avg_over_time", "histogram_over_time", "quantile_over_time")
_MOST_VALUES = 1000
#: The field that a constant of a type most often belongs to.
_FIELDS = {Type.STRING: "name", Type.STATUS: "status", Type.KIND: "kind"}


def problems(tree: Query, text: str) -> tuple[Problem, ...]:
    """What is wrong, in the order of the text."""
    return tuple(sorted(islice(_problems(tree, text), _MOST), key=lambda problem: problem.start))


def _problems(tree: Query, text: str) -> Iterator[Problem]:
    for node in walk(tree):
        if isinstance(node, SpansetFilter):
            yield from _filter(node, text)
        elif isinstance(node, Aggregate):
            yield from _aggregate(node, text)
        elif isinstance(node, By):
            yield from judged(node.field, text).problems
            yield from _without_fields(node.field, "by()", text)
        elif isinstance(node, Select):
            yield from (problem for field in node.fields if (problem := parent_problem(field)))
        elif isinstance(node, Metrics):
            yield from _metrics(node)
        elif isinstance(node, SecondStage):
            yield from _second_stage(node)
        elif isinstance(node, (MetricsQuery, MetricsBinary)):
            yield from _compare_alone(node)


def _filter(node: SpansetFilter, text: str) -> Iterator[Problem]:
    if node.condition is None:
        return
    type_, found = judged(node.condition, text)
    yield from found
    if not found and type_ not in (Type.BOOLEAN, Type.ANY):
        written = excerpt(node.condition, text)
        message = f"a filter needs a condition; {written} is {type_.called}"
        fix = f"write {written} {comparison(type_)}"
        if isinstance(node.condition, Static):
            fix = f"write {_FIELDS[type_]} = {written}" if type_ in _FIELDS else "compare a field with it"
        yield Problem(message, node.condition.start, node.condition.end, fix)


def _aggregate(node: Aggregate, text: str) -> Iterator[Problem]:
    if node.field is None:
        return
    type_, found = judged(node.field, text)
    yield from found
    if found:
        return
    if type_ is not Type.ANY and type_ not in NUMERIC:
        message = f"{node.function}() needs a number or a duration; {excerpt(node.field, text)} is {type_.called}"
        yield Problem(message, node.field.start, node.field.end, f"write {node.function}(duration)")
    else:
        yield from _without_fields(node.field, f"{node.function}()", text)


def _without_fields(field: Field, function: str, text: str) -> Iterator[Problem]:
    if not any(isinstance(node, (Attribute, Intrinsic)) for node in walk(field)):
        message = f"{function} needs a field of the span; {excerpt(field, text)} is the same for all"
        yield Problem(message, field.start, field.end, "write an attribute or an intrinsic")


def _metrics(node: Metrics) -> Iterator[Problem]:
    if node.function == "quantile_over_time":
        yield from _quantiles(node.parameters)
    elif node.function == "compare":
        yield from _compare(node.parameters)
    most = _MOST_GROUPS - (node.function in _OWN_LABEL)
    if len(node.by) > most:
        message = f"Tempo groups {node.function}() by {most} fields at most"
        yield Problem(message, node.by[most].start, node.by[-1].end, "leave out the fields that matter least")


def _quantiles(parameters: tuple[Static, ...]) -> Iterator[Problem]:
    for quantile in parameters:
        value = quantile.number
        if not 0 <= value <= 1:
            fix = f"write {value / 100:g}" if 1 < value <= 100 else "write .95"
            yield Problem("a quantile is a number from 0 to 1", quantile.start, quantile.end, fix)


def _compare(parameters: tuple[Static, ...]) -> Iterator[Problem]:
    if parameters and not 1 <= parameters[0].number <= _MOST_VALUES:
        message = f"compare() shows from 1 to {_MOST_VALUES} values of an attribute"
        yield Problem(message, parameters[0].start, parameters[0].end, "write 10")
    if len(parameters) < 3:
        return
    start, end = parameters[1:]
    times = start.number, end.number
    # 0, 0 is how the whole range is said.
    if times != (0, 0) and not 0 < times[0] < times[1]:
        message = "the end of compare() comes after its start, both in nanoseconds since 1970"
        yield Problem(message, start.start, end.end, "leave both out, or write the earlier one first")


def _second_stage(node: SecondStage) -> Iterator[Problem]:
    if node.limit.number < 1:
        message = f"{node.function}() keeps at least 1 series"
        yield Problem(message, node.limit.start, node.limit.end, f"write {node.function}(10)")


def _compare_alone(node: MetricsQuery | MetricsBinary) -> Iterator[Problem]:
    sides = (node,) if isinstance(node, MetricsQuery) else (node.left, node.right)
    for side in sides:
        if not isinstance(side, MetricsQuery) or side.metrics.function != "compare":
            continue
        # A query with stages is told by itself, whatever it is part of.
        if bool(side.stages) is (side is node):
            message = "compare() goes with nothing else: no arithmetic, no topk, no threshold"
            yield Problem(message, side.metrics.start, side.metrics.end, "leave the rest out")
