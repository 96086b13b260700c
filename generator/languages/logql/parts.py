"""Goes through the parts of a query, however deep or long it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Literal

from generator.languages.logql.tree import Expression, LogQuery, Node, Paren


def walk(node: Node) -> Iterator[Node]:
    """The node and everything in it, in the order of the text; what contains comes before what it contains.

    It does not recurse: a sum of a million parts is walked as well.
    """
    found = [node]
    for current in found:
        found += _children(current)
    found.sort(key=_place)
    return iter(found)


def _place(node: Node) -> tuple[int, int]:
    return node.start, -node.end


def without_parens(node: Expression) -> Expression:
    """The expression inside of any parentheses around it."""
    while isinstance(node, Paren):
        node = node.inner
    return node


def kind_of(tree: Expression) -> Literal["log", "metric"]:
    """Whether the query returns lines or numbers."""
    return "log" if isinstance(without_parens(tree), LogQuery) else "metric"


_PARTS: dict[type, tuple[str, ...]] = {}


def _children(node: Node) -> list[Node]:
    children: list[Node] = []
    kind = type(node)
    if kind not in _PARTS:
        _PARTS[kind] = tuple(field.name for field in fields(kind) if field.name not in ("start", "end"))
    for name in _PARTS[kind]:
        value = getattr(node, name)
        if isinstance(value, Node):
            children.append(value)
        elif isinstance(value, tuple):
            children += [item for item in value if isinstance(item, Node)]
    return children
