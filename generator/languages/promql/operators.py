"""Whether operators stand between values that they can join."""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.problem import Problem
from generator.languages.promql.functions import TYPE_NAMES
from generator.languages.promql.tree import Binary, Matching, Subquery, Unary
from generator.languages.promql.types import Types
from generator.languages.promql.words import COMPARISONS, SET_OPERATORS

_JOINABLE = ("scalar", "vector", None)


def binary(node: Binary, types: Types) -> Iterator[Problem]:
    """What is wrong with a binary operator, its sides' insides aside."""
    operator = node.operator
    name = operator.text
    left, right = types[node.left], types[node.right]
    if node.returns_bool and name not in COMPARISONS:
        message = f'"bool" belongs to comparisons, and not to "{name}"'
        yield Problem(message, operator.start, operator.end, "remove bool")
    if name in COMPARISONS and not node.returns_bool and left == right == "scalar":
        message = 'a comparison of two numbers needs "bool"'
        yield Problem(message, operator.start, operator.end, f"write {name} bool")
    for side, found, where in ((node.left, left, "left"), (node.right, right, "right")):
        if found not in _JOINABLE:
            message = (
                f'"{name}" joins numbers and instant vectors, and on its {where} is {TYPE_NAMES[found or "matrix"]}'
            )
            yield Problem(message, side.start, side.end, _remedy(found))
        elif name in SET_OPERATORS and found == "scalar":
            message = f'"{name}" joins instant vectors, and on its {where} is a number'
            yield Problem(message, side.start, side.end, "write vector(...) around it")
    if node.matching:
        yield from _matching(node, node.matching, left == right == "vector")


def _remedy(found: str | None) -> str:
    return "put a function such as rate() around it" if found == "matrix" else ""


def _matching(node: Binary, matching: Matching, vectors: bool) -> Iterator[Problem]:
    name = node.operator.text
    word = "on" if matching.on else "ignoring"
    if not vectors and matching.labels:
        message = f'"{word}" matches the series of two instant vectors, and one side is none'
        yield Problem(message, matching.start, matching.end, "remove it")
    if vectors and matching.many and name in SET_OPERATORS:
        message = f'"group_{matching.many}" cannot go with "{name}", which matches many with many'
        yield Problem(message, matching.start, matching.end, f"remove group_{matching.many}")
    if not matching.on:
        return
    labels = {label.text for label in matching.labels}
    for label in matching.include:
        if label.text in labels:
            message = f'the label "{label.text}" stands both in "on" and in "group_{matching.many}"'
            yield Problem(message, label.start, label.end, "remove one")


def unary(node: Unary, types: Types) -> Iterator[Problem]:
    """What is wrong with a sign."""
    found = types[node.expression]
    if found not in _JOINABLE:
        message = (
            f'"{node.operator.text}" takes a number or an instant vector, and this is {TYPE_NAMES[found or "matrix"]}'
        )
        yield Problem(message, node.expression.start, node.expression.end, _remedy(found))


def subquery(node: Subquery, types: Types) -> Iterator[Problem]:
    """What is wrong with the expression of a subquery."""
    found = types[node.expression]
    if found is not None and found != "vector":
        message = f"a subquery takes an instant vector, and this is {TYPE_NAMES[found]}"
        fix = "write vector(...) around it" if found == "scalar" else _remedy(found)
        yield Problem(message, node.expression.start, node.expression.end, fix)
