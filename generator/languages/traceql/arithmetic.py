"""Computes numbers outside filters as Tempo does while it reads a query."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.languages.traceql.cursor import Cursor
from generator.languages.traceql.tokens import Token
from generator.languages.traceql.tree import Static
from generator.languages.traceql.words import Type

_COMPUTED: Mapping[str, Callable[[float, float], float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
}


def computed(cursor: Cursor, left: Static, operator: Token, right: Static, start: int, end: int) -> Static:
    """One number of two. Whole numbers stay whole: 1 / 2 is 0."""
    one, other = left.number, right.number
    if Type.DURATION in (left.type, right.type):
        cursor.fail("durations cannot be computed with here", "write the number of seconds", operator)
    if operator.text == "/":
        value: float = _quotient(cursor, operator, one, other)
    else:
        value = _COMPUTED[operator.text](one, other)
    if isinstance(value, int):
        # 64 bits: what does not fit goes round.
        return Static(start, end, Type.INTEGER, (value + 2**63) % 2**64 - 2**63)
    return Static(start, end, Type.FLOAT, value)


def negative(number: Static, start: int) -> Static:
    """The number with a minus sign, which stands at `start`."""
    return Static(start, number.end, number.type, -number.number)


def _quotient(cursor: Cursor, operator: Token, one: float, other: float) -> float:
    if isinstance(one, int) and isinstance(other, int):
        if other == 0:
            cursor.fail("a whole number is divided by zero", place=operator)
        quotient = abs(one) // abs(other)
        return quotient if (one < 0) == (other < 0) else -quotient
    if other == 0:
        return float("nan") if one == 0 else float("inf") if one > 0 else float("-inf")
    return one / other
