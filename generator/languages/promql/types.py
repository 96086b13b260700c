"""What kind of value each part of a query is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from generator.languages.promql.functions import FUNCTIONS, ValueType
from generator.languages.promql.tree import (
    Aggregate,
    Binary,
    Call,
    Node,
    Number,
    Paren,
    Selector,
    Subquery,
    Unary,
    walk,
)

#: None is the value of a function that does not exist.
Types: TypeAlias = Mapping[Node, ValueType | None]


@lru_cache(maxsize=512)
def types(tree: Node) -> Types:
    """The type of every part, in one pass."""
    found: dict[Node, ValueType | None] = {}
    # What a part holds comes behind it in a walk, so it is known first from behind.
    for node in reversed(walk(tree)):
        found[node] = _type(node, found)
    return found


def value_type(node: Node) -> ValueType | None:
    """The type of one part; None when it is the value of a function that does not exist."""
    return types(node)[node]


def _type(node: Node, known: Types) -> ValueType | None:
    if isinstance(node, Selector):
        return "vector" if node.range is None else "matrix"
    if isinstance(node, Call):
        function = FUNCTIONS.get(node.function.text)
        return function.gives if function else None
    if isinstance(node, Binary):
        sides = {known[node.left], known[node.right]}
        return "scalar" if sides == {"scalar"} else None if sides <= {"scalar", None} else "vector"
    if isinstance(node, Paren | Unary):
        return known[node.expression]
    if isinstance(node, Aggregate):
        return "vector"
    if isinstance(node, Subquery):
        return "matrix"
    return "scalar" if isinstance(node, Number) else "string"
