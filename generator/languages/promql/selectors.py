"""Reads a metric selector and what may follow an expression: a range, a subquery, `offset` and `@`."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal, cast

from generator.languages.promql import literals
from generator.languages.promql.cursor import Cursor, UnreadableError
from generator.languages.promql.labels import matchers
from generator.languages.promql.tokens import DURATION, END, NAME, NUMBER, Token
from generator.languages.promql.tree import (
    Aggregate,
    Binary,
    Call,
    Duration,
    Moment,
    Node,
    Number,
    Paren,
    Selector,
    Subquery,
    Unary,
    Word,
)
from generator.languages.promql.words import ARITHMETIC, SIGNS

_FOLLOWING = frozenset({"[", "offset", "@"})
#: Prometheus keeps a moment as 64 bits of milliseconds, and compares the seconds with that.
_LATEST = 2.0**63


def selector(cursor: Cursor) -> Selector:
    """`name{...}`, `name` or `{...}`, which begins at the present token."""
    name = None
    start = cursor.token.start
    if cursor.kind != "{":
        token = cursor.take()
        name = Word(cursor.written(token), token.start, token.end)
    found = matchers(cursor) if cursor.kind == "{" else ()
    return Selector(name, found, None, None, None, start, cursor.end)


def number(cursor: Cursor) -> float:
    """The number or duration that is the present token."""
    token = cursor.take()
    written = cursor.written(token)
    value = literals.number(written) if token.kind == NUMBER else literals.duration(written)
    if value is None:
        kind = "number" if token.kind == NUMBER else "duration"
        cursor.report(f"the {kind} is too large for Prometheus", token.start, token.end)
    return 1.0 if value is None else value


def modified(cursor: Cursor, node: Node) -> Node:
    """The expression with everything that follows it and belongs to it."""
    while cursor.kind in _FOLLOWING:
        if cursor.kind == "[":
            node = _range(cursor, node)
        elif cursor.kind == "offset":
            node = _offset(cursor, node)
        else:
            node = _at(cursor, node)
    return node


def _range(cursor: Cursor, node: Node) -> Node:
    opening = cursor.take()
    span = _positive(cursor, opening, "range")
    if cursor.kind == ":":
        cursor.take()
        step = None if cursor.kind == "]" else _positive(cursor, opening, "step")
        _close(cursor, opening, "a subquery")
        return Subquery(node, span, step, None, None, node.start, cursor.end)
    _close(cursor, opening, "a range")
    if isinstance(node, Selector) and node.range is None:
        _report_order(cursor, node, opening)
        return replace(node, range=span, end=cursor.end)
    if isinstance(node, Selector):
        cursor.report("a second range behind the first", opening.start, cursor.end, "remove it")
        return node
    written = cursor.text[span.start : span.end]
    cursor.report(
        f"a range follows a metric, and not {described(node)}",
        opening.start,
        cursor.end,
        f"write [{written}:] for a subquery",
    )
    # Reported once: as a subquery it has the type that a range has.
    return Subquery(node, span, None, None, None, node.start, cursor.end)


def _report_order(cursor: Cursor, node: Selector, opening: Token) -> None:
    """A range comes before `offset` and `@`, except where these say nothing."""
    if (node.offset and _shifts(node.offset)) or (node.at and node.at.seconds is not None):
        word = "offset" if node.offset and _shifts(node.offset) else "@"
        cursor.report(f'the range stands behind "{word}"', opening.start, cursor.end, f"write x[5m] {word} ...")


def _close(cursor: Cursor, opening: Token, what: str) -> None:
    if cursor.kind == "]":
        cursor.take()
    elif cursor.kind == END:
        raise cursor.unreadable('"[" is never closed', opening.start, opening.end, 'add "]"')
    elif cursor.kind in ARITHMETIC:
        raise _arithmetic(cursor)
    else:
        shown = cursor.shown(cursor.token)
        fix = "write the unit right behind the number" if cursor.kind == NAME else 'write "]"'
        raise cursor.unreadable(f"{shown} stands where {what} ends", cursor.token.start, cursor.token.end, fix)


def _positive(cursor: Cursor, opening: Token, what: str) -> Duration:
    found = _signed(cursor, opening, what)
    if found.seconds <= 0:
        cursor.report(f"a {what} is longer than nothing", found.start, found.end, "write a duration such as 5m")
    return found


def _signed(cursor: Cursor, before: Token, what: str) -> Duration:
    start, factor = cursor.token.start, 1
    signs = 0
    while cursor.kind in SIGNS:
        factor = -factor if cursor.take().kind == "-" else factor
        signs += 1
    if cursor.kind not in (NUMBER, DURATION):
        raise _no_duration(cursor, before, what)
    value = number(cursor)
    if abs(value) > literals.LONGEST_SECONDS:
        cursor.report("the duration is longer than 292 years", start, cursor.end)
    # To Prometheus more than one sign is an expression, which goes on with what follows.
    if signs > 1 and what == "offset" and cursor.kind in ARITHMETIC - {"atan2"}:
        raise _arithmetic(cursor)
    return Duration(factor * value, start, cursor.end)


def _no_duration(cursor: Cursor, before: Token, what: str) -> UnreadableError:
    if cursor.kind == "(":
        return _arithmetic(cursor)
    if cursor.kind == END and what != "offset":
        return cursor.unreadable('"[" is never closed', before.start, before.end, 'add "]"')
    end = before.end if cursor.kind == END else cursor.token.end
    return cursor.unreadable(f"the {what} has no duration", before.start, end, "write a duration such as 5m")


def _arithmetic(cursor: Cursor) -> UnreadableError:
    token = cursor.token
    message = "arithmetic with durations needs --enable-feature=promql-duration-expr"
    return cursor.unreadable(message, token.start, token.end, "write the result")


def _offset(cursor: Cursor, node: Node) -> Node:
    word = cursor.take()
    found = _signed(cursor, word, "offset")
    if not isinstance(node, Selector | Subquery):
        _report_place(cursor, node, word, "offset 5m")
        return node
    if node.offset and _shifts(node.offset):
        cursor.report("a second offset behind the first", word.start, cursor.end, "remove one")
    return replace(node, offset=found, end=cursor.end)


def _at(cursor: Cursor, node: Node) -> Node:
    word = cursor.take()
    found = _moment(cursor, word)
    if not isinstance(node, Selector | Subquery):
        _report_place(cursor, node, word, "@ start()")
        return node
    if node.at:
        cursor.report('a second "@" behind the first', word.start, cursor.end, "remove one")
    return replace(node, at=found, end=cursor.end)


def _moment(cursor: Cursor, word: Token) -> Moment:
    start = cursor.token.start
    if cursor.kind in ("start", "end") and cursor.ahead.kind == "(":
        edge = cast('Literal["start", "end"]', cursor.take().kind)
        opening = cursor.take()
        if cursor.kind != ")":
            raise cursor.unreadable(f'"@ {edge}()" takes nothing', opening.start, cursor.token.end, "write ()")
        cursor.take()
        return Moment(None, edge, start, cursor.end)
    sign = cursor.take().kind if cursor.kind in SIGNS else "+"
    if cursor.kind not in (NUMBER, DURATION):
        end = word.end if cursor.kind == END else cursor.token.end
        fix = "write seconds since 1970, start() or end()"
        raise cursor.unreadable('"@" has no time', word.start, end, fix)
    value = number(cursor)
    if math.isnan(value) or value >= _LATEST:
        cursor.report('the time behind "@" is out of bounds', start, cursor.end, "write seconds since 1970")
    return Moment(-value if sign == "-" else value, None, start, cursor.end)


def _shifts(offset: Duration) -> bool:
    """An offset that rounds to no nanosecond is none: Prometheus takes another one behind it. `nan` is one."""
    return not abs(offset.seconds) < 0.5e-9


def _report_place(cursor: Cursor, node: Node, word: Token, example: str) -> None:
    cursor.report(
        f'"{word.kind}" follows a metric, a range or a subquery, and not {described(node)}',
        word.start,
        cursor.end,
        f"write it right behind the metric: x[5m] {example}",
    )


def described(node: Node) -> str:
    """What the expression is, in a few words."""
    if isinstance(node, Call):
        return f"{node.function.text}()"
    if isinstance(node, Aggregate):
        return f"{node.operator.text}()"
    if isinstance(node, Selector | Subquery):
        return "a range" if isinstance(node, Subquery) or node.range else "a metric"
    if isinstance(node, Binary | Unary):
        return f'"{node.operator.text}"'
    if isinstance(node, Paren):
        return "a parenthesis"
    return "a number" if isinstance(node, Number) else "a string"
