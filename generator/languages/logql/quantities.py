"""Reads numbers, durations, sizes and addresses."""

from __future__ import annotations

from generator.languages.logql.cursor import Cursor
from generator.languages.logql.tree import Duration, Ip, Number, Size
from generator.languages.refused import RefusedError


def read_quantity(cursor: Cursor) -> Number | Duration | Size | None:
    """A number (with its sign), a duration or a size; None when something else stands here."""
    token = cursor.token
    if token.kind == "duration":
        cursor.take()
        return Duration(token.start, token.end, token.value)
    if token.kind == "bytes":
        cursor.take()
        return Size(token.start, token.end, token.value)
    return read_number(cursor)


def read_number(cursor: Cursor) -> Number | None:
    """A number with its sign; None when something else stands here."""
    sign = cursor.accept("+", "-")
    token = cursor.token
    if token.kind != "number":
        if sign:
            raise RefusedError("a sign can only stand before a number", sign.start, sign.end, "write -1 * (...)")
        return None
    cursor.take()
    value = -token.value if sign and sign.text == "-" else token.value
    return Number(sign.start if sign else token.start, token.end, value)


def read_ip(cursor: Cursor) -> Ip:
    """`ip("...")`."""
    word = cursor.take()
    cursor.expect("(")
    pattern = cursor.quoted('write an address in quotes: ip("10.0.0.0/8")')
    return Ip(word.start, cursor.expect(")").end, pattern)


def read_decimal(cursor: Cursor) -> Number | None:
    """A number outside of a label filter: Loki reads no 0x1F there."""
    number = read_number(cursor)
    if number and any(letter in cursor.text[number.start : number.end] for letter in "xXbBoO"):
        written = cursor.text[number.start : number.end]
        message = f"{written} is not a decimal number"
        raise RefusedError(message, number.start, number.end, f"write {number.value:g}")
    return number
