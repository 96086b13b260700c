"""Finds what is wrong with a query whose shape is right."""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.problem import Problem
from generator.languages.promql import calls, operators
from generator.languages.promql.selection import selector
from generator.languages.promql.tree import Aggregate, Binary, Call, Node, Selector, Subquery, Unary, walk
from generator.languages.promql.types import types


def problems(tree: Node, *, experimental: bool) -> Iterator[Problem]:
    """The problems of a query, those of a part before those of what it holds.

    With `experimental`, what needs `--enable-feature=promql-experimental-functions` is allowed.
    """
    known = types(tree)
    # The second argument of info() is no query: it only says which labels to add.
    labels_only: set[Node] = set()
    for node in walk(tree):
        if isinstance(node, Selector):
            yield from selector(node, may_be_empty=node in labels_only)
        elif isinstance(node, Call):
            if node.function.text == "info":
                labels_only.update(node.arguments[1:])
            yield from calls.call(node, known, experimental=experimental)
        elif isinstance(node, Aggregate):
            yield from calls.aggregate(node, known, experimental=experimental)
        elif isinstance(node, Binary):
            yield from operators.binary(node, known)
        elif isinstance(node, Unary):
            yield from operators.unary(node, known)
        elif isinstance(node, Subquery):
            yield from operators.subquery(node, known)
