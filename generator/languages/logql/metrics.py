"""What each function and operator of a metric query takes, and whether it gets that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.languages.logql.parts import without_parens
from generator.languages.logql.tree import (
    Binary,
    Expression,
    LabelReplace,
    LogQuery,
    Node,
    Number,
    Paren,
    RangeAggregation,
    Unwrap,
    VectorAggregation,
)
from generator.languages.logql.words import AGGREGATIONS, RANGE_FUNCTIONS, SET_OPERATORS
from generator.languages.problem import Problem

_COUNT_FIRST = "count them first: count_over_time({...}[5m])"
_MOST_SERIES = 2**63 - 1


def metric_problems(query: str, nodes: Sequence[Node]) -> list[Problem]:
    """Wrong parameters, groupings and operands among the nodes of a query, outer ones first."""
    constants = _constants(nodes)
    ranged = {id(node.query) for node in nodes if isinstance(node, RangeAggregation)}
    found: list[Problem] = []
    for node in nodes:
        if isinstance(node, RangeAggregation):
            found += _range_aggregation(node)
        elif isinstance(node, VectorAggregation):
            found += _vector_aggregation(query, node, constants)
        elif isinstance(node, LabelReplace):
            found += _series("label_replace", node.expression, constants)
        elif isinstance(node, Binary):
            found += _binary(node, constants)
        elif isinstance(node, LogQuery) and id(node) not in ranged:
            found += _lines(node)
    return found


def _constants(nodes: Sequence[Node]) -> set[int]:
    """The ids of the expressions that are numbers: Loki computes those before it looks at the query."""
    constants: set[int] = set()
    for node in reversed(nodes):
        if (
            isinstance(node, Number)
            or (isinstance(node, Paren) and id(node.inner) in constants)
            or (isinstance(node, Binary) and id(node.left) in constants and id(node.right) in constants)
        ):
            constants.add(id(node))
    return constants


def _range_aggregation(node: RangeAggregation) -> Iterator[Problem]:
    name, takes, unwrap = node.function, RANGE_FUNCTIONS[node.function], node.unwrap
    end = node.start + len(name)
    if takes.parameter and node.parameter is None:
        yield Problem(f"{name} needs a quantile first", node.start, end, f"write {name}(0.95, ...)")
    if node.parameter and not takes.parameter:
        yield Problem(f"{name} takes no number before its query", node.parameter.start, node.parameter.end, "remove it")
    if unwrap is None and takes.unwrap == "needed":
        fix = 'add "| unwrap label" before the range; count_over_time counts the lines themselves'
        yield Problem(f"{name} needs an unwrap that says which label holds its numbers", node.start, end, fix)
    if unwrap and takes.unwrap == "forbidden":
        yield Problem(f"{name} counts lines and takes no unwrap", unwrap.start, unwrap.end, f"use {_number_form(name)}")
    if node.grouping and not takes.groups:
        labels = ", ".join(label.name for label in node.grouping.labels[:5])
        fix = f"write sum {node.grouping.kind} ({labels}) ({name}(...))"
        yield Problem(f"{name} cannot group by labels", node.grouping.start, node.grouping.end, fix)


def _number_form(name: str) -> str:
    return "rate" if name == "bytes_rate" else "sum_over_time"


def _vector_aggregation(query: str, node: VectorAggregation, constants: set[int]) -> Iterator[Problem]:
    name, takes, number = node.operation, AGGREGATIONS[node.operation], node.parameter
    end = node.start + len(name)
    if takes.parameter and number is None:
        yield Problem(f"{name} needs how many series first", node.start, end, f"write {name}(10, ...)")
    if number and not takes.parameter:
        yield Problem(f"{name} takes no number before its query", number.start, number.end, "remove it")
    if number and takes.parameter and not _is_count(query[number.start : number.end]):
        written = query[number.start : number.end]
        shown = written if len(written) < 30 else written[:27] + "..."
        yield Problem(f"{name} needs a whole number above 0, not {shown}", number.start, number.end)
    if node.grouping and not takes.groups:
        fix = "group inside of it" if name == "approx_topk" else f"write {name}(sum {node.grouping.kind} (...) (...))"
        yield Problem(f"{name} cannot group by labels", node.grouping.start, node.grouping.end, fix)
    yield from _series(name, node.expression, constants)


def _is_count(written: str) -> bool:
    return written.isascii() and written.isdecimal() and len(written) < 400 and 0 < int(written) <= _MOST_SERIES


def _series(name: str, expression: Expression, constants: set[int]) -> Iterator[Problem]:
    """What is wrong with an operand that must be a set of series."""
    inner = without_parens(expression)
    if isinstance(inner, LogQuery):
        yield Problem(f"{name} works on series, not on log lines", inner.start, inner.end, _COUNT_FIRST)
    elif id(inner) in constants:
        yield Problem(f"{name} works on series, not on a number", inner.start, inner.end, "write vector(...)")


def _binary(node: Binary, constants: set[int]) -> Iterator[Problem]:
    for side in (node.left, node.right):
        inner = without_parens(side)
        if isinstance(inner, LogQuery):
            message = f'"{node.operator}" cannot be applied to log lines'
            yield Problem(message, inner.start, inner.end, _COUNT_FIRST)
        elif node.operator in SET_OPERATORS and id(inner) in constants:
            message = f'"{node.operator}" works between series, not with a number'
            yield Problem(message, inner.start, inner.end, "write vector(...)")


def _lines(node: LogQuery) -> Iterator[Problem]:
    unwrap = next((stage for stage in node.stages if isinstance(stage, Unwrap)), None)
    if unwrap:
        fix = "write sum_over_time({...} | unwrap label [5m])"
        yield Problem("unwrap needs a function over a range around it", unwrap.start, unwrap.end, fix)
