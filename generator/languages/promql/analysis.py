"""Questions that rules ask of a query's tree. All of them take linear time, and no depth is too deep."""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.promql.label_sets import Labels, label_sets, labels_after
from generator.languages.promql.tree import Call, Duration, Node, Selector, Subquery, Word, children, walk
from generator.languages.promql.types import types, value_type

__all__ = [
    "Labels",
    "calls",
    "label_sets",
    "labels_after",
    "metric_names",
    "parents",
    "ranges",
    "selectors",
    "types",
    "value_type",
]


def selectors(node: Node) -> Iterator[Selector]:
    """All selectors, in source order."""
    return (one for one in walk(node) if isinstance(one, Selector))


def calls(node: Node, *names: str) -> Iterator[Call]:
    """All calls of the functions named, or of any function, in source order."""
    return (one for one in walk(node) if isinstance(one, Call) and (not names or one.function.text in names))


def metric_names(node: Node) -> tuple[Word, ...]:
    """The metrics that are named in full, in source order, each where it stands: `a`, `{"a"}` or `{__name__="a"}`."""
    found: list[Word] = []
    for selector in selectors(node):
        if selector.name is not None:
            found.append(selector.name)
        found += (
            matcher.value
            for matcher in selector.matchers
            if matcher.label.text == "__name__" and matcher.operator.text == "="
        )
    return tuple(found)


def ranges(node: Node) -> Iterator[tuple[Duration, Selector | Subquery]]:
    """The ranges, in source order, each with what it is the range of."""
    for one in walk(node):
        if isinstance(one, Selector | Subquery) and one.range is not None:
            yield one.range, one


def parents(tree: Node) -> dict[Node, Node]:
    """For every part but the whole, the part that holds it."""
    return {child: node for node in walk(tree) for child in children(node)}
