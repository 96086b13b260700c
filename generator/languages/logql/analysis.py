"""Answers questions about a query that was read: which labels its series carry, and what it is made of."""

from __future__ import annotations

from generator.languages.logql.labels import Labels
from generator.languages.logql.parts import walk
from generator.languages.logql.stage_labels import after_stages
from generator.languages.logql.tree import (
    Binary,
    Duration,
    Expression,
    LabelReplace,
    LogQuery,
    Matcher,
    Node,
    Number,
    Paren,
    Parser,
    RangeAggregation,
    Vector,
    VectorAggregation,
)
from generator.languages.logql.words import SET_OPERATORS

#: Of a number, or of a sum of numbers: it has no labels, and none of its own to give to a series.
_NUMBER = Labels(frozenset())

#: Aggregations that pick series and leave them as they are.
_PICKING = frozenset(("topk", "bottomk", "approx_topk", "sort", "sort_desc"))


def matchers(node: Node) -> tuple[Matcher, ...]:
    """All matchers of the selectors, in order; not those of `drop` and `keep`."""
    selectors = (found for found in walk(node) if isinstance(found, LogQuery))
    return tuple(matcher for query in selectors for matcher in query.selector.matchers)


def ranges(node: Node) -> tuple[Duration, ...]:
    """All ranges, in order."""
    return tuple(found.range for found in walk(node) if isinstance(found, RangeAggregation))


def parsers(node: Node) -> tuple[Parser, ...]:
    """All `json`, `logfmt`, `regexp`, `pattern` and `unpack` stages, in order."""
    return tuple(found for found in walk(node) if isinstance(found, Parser))


def labels_after(node: Expression) -> Labels:
    """Which labels the lines or series of a query can carry."""
    known: dict[int, Labels] = {}
    # Parts come before what they are parts of, so a long chain of operators needs no recursion.
    for part in reversed(list(walk(node))):
        labels = _labels(part, known)
        if labels is not None:
            known[id(part)] = labels
    return known[id(node)]


def _labels(node: Node, known: dict[int, Labels]) -> Labels | None:
    if isinstance(node, LogQuery):
        return after_stages(node.stages)
    if isinstance(node, RangeAggregation):
        return _range_aggregation(node, known[id(node.query)])
    if isinstance(node, VectorAggregation):
        return _vector_aggregation(node, known[id(node.expression)])
    if isinstance(node, LabelReplace):
        return known[id(node.expression)].adding({node.target.value})
    if isinstance(node, Paren):
        return known[id(node.inner)]
    if isinstance(node, Binary):
        return _binary(node, known[id(node.left)], known[id(node.right)])
    if isinstance(node, Number):
        return _NUMBER
    return Labels(frozenset()) if isinstance(node, Vector) else None


def _range_aggregation(node: RangeAggregation, lines: Labels) -> Labels:
    if node.function == "absent_over_time":
        wanted = (matcher for matcher in node.query.selector.matchers if matcher.operator == "=")
        return Labels(frozenset(matcher.label.name for matcher in wanted))
    if node.grouping:
        names = {label.name for label in node.grouping.labels}
        if node.grouping.kind == "by":
            return lines.keeping(names)
        lines = lines.removing(names)
    # The label that gives the numbers is not left on the series.
    return lines.removing({node.unwrap.label.name}) if node.unwrap else lines


def _vector_aggregation(node: VectorAggregation, series: Labels) -> Labels:
    if node.operation in _PICKING:
        return series
    names = {label.name for label in node.grouping.labels} if node.grouping else set[str]()
    return series.removing(names) if node.grouping and node.grouping.kind == "without" else series.keeping(names)


def _binary(node: Binary, left: Labels, right: Labels) -> Labels:
    if node.operator in SET_OPERATORS:
        return left.or_those_of(right) if node.operator == "or" else left
    if left is _NUMBER or right is _NUMBER:
        return right if left is _NUMBER else left
    matching = node.matching
    if matching is None:
        return left
    if matching.group:
        many = left if matching.group == "left" else right
        return many.adding({label.name for label in matching.include})
    names = {label.name for label in matching.labels}
    return left.keeping(names) if matching.kind == "on" else left.removing(names)
