"""Reads constants, and the numbers that are computed from numbers."""

from __future__ import annotations

from generator.languages.traceql.literals import fraction, integer, nanoseconds
from generator.languages.traceql.tokens import Token
from generator.languages.traceql.tree import Static
from generator.languages.traceql.words import CONSTANTS, Type


def constant(token: Token) -> Static | None:
    """The constant that a token is, or None."""
    place = (token.start, token.end)
    if token.kind == "string":
        return Static(*place, Type.STRING, token.value)
    if token.kind == "word" and token.text in CONSTANTS:
        return Static(*place, *CONSTANTS[token.text])
    return number(token)


def number(token: Token) -> Static | None:
    """The number or duration that a token is, or None."""
    place = (token.start, token.end)
    if token.kind == "integer":
        return Static(*place, Type.INTEGER, integer(token.text))
    if token.kind == "float":
        return Static(*place, Type.FLOAT, fraction(token.text))
    if token.kind == "duration":
        return Static(*place, Type.DURATION, nanoseconds(token.text))
    return None
