"""Reads what makes series of spans, what is done with series, and the hints."""

from __future__ import annotations

from generator.languages.traceql.constants import constant
from generator.languages.traceql.cursor import Cursor
from generator.languages.traceql.fields import plain_field
from generator.languages.traceql.mistakes import closing, opening, shown
from generator.languages.traceql.stages import field_list, spanset_filter
from generator.languages.traceql.tokens import Kind
from generator.languages.traceql.tree import Attribute, Hint, Hints, Intrinsic, Metrics, SecondStage, Static
from generator.languages.traceql.wording import clipped
from generator.languages.traceql.words import COUNTING, RESERVED, SECOND_STAGES

_QUANTILE = {"quantile_over_time": ", .95"}


def metrics_stage(cursor: Cursor) -> Metrics:
    """`rate() by (field, ...)` and its like; the function's name is next."""
    function = cursor.take()
    name = function.text
    opening(cursor, function)
    if name == "compare":
        return _compare(cursor, function.start)
    field = None
    if name in COUNTING:
        if not cursor.at(")"):
            cursor.fail(f"{name}() takes nothing", "the window is the step of the query, which the panel sets")
    elif cursor.at(")"):
        cursor.fail(f"{name}() wants a field", f"write {name}(duration{_QUANTILE.get(name, '')})")
    else:
        field = plain_field(cursor)
    parameters = _quantiles(cursor) if name == "quantile_over_time" else ()
    closing(cursor, ")")
    by = _by(cursor)
    return Metrics(function.start, cursor.end, name, None, field, parameters, by)


def second_stage(cursor: Cursor) -> SecondStage:
    """`topk(5)`, `bottomk(5)`: what may follow a `|` behind a metrics query."""
    if not cursor.at_word(*SECOND_STAGES):
        cursor.fail("only topk and bottomk can follow a metrics function", "write | topk(10)")
    function = cursor.take()
    opening(cursor, function)
    limit = _literal(cursor, ("integer",), f"{function.text}() wants a whole number", f"write {function.text}(10)")
    closing(cursor, ")")
    return SecondStage(function.start, cursor.end, function.text, limit)


def hints(cursor: Cursor) -> tuple[Hints, ...]:
    """`with (name=value, ...)`, as often as it stands there."""
    found: list[Hints] = []
    while cursor.at_word("with"):
        word = cursor.take()
        opening(cursor, word)
        entries = [_hint(cursor)]
        while cursor.accept(","):
            entries.append(_hint(cursor))
        closing(cursor, ")")
        found.append(Hints(word.start, cursor.end, tuple(entries)))
    return tuple(found)


def _hint(cursor: Cursor) -> Hint:
    name = cursor.token
    if name.kind != "word" or name.text in RESERVED:
        cursor.fail(f"{shown(name)} cannot be the name of a hint", "write a hint such as exemplars=true")
    cursor.take()
    if not cursor.accept("="):
        cursor.fail(f"the hint {shown(name)} has no value", f"write {clipped(name.text)}=true", name)
    value = constant(cursor.token)
    if value is None:
        cursor.fail(f"the value of the hint {shown(name)} is a number, true, false, or a text in quotes")
    cursor.take()
    return Hint(name.start, value.end, name.text, value)


def _compare(cursor: Cursor, start: int) -> Metrics:
    if not cursor.at("{"):
        cursor.fail("compare() wants a filter", "write compare({ status = error })")
    selection = spanset_filter(cursor)
    numbers: list[Static] = []
    while cursor.at(",") and len(numbers) < 4:
        cursor.take()
        numbers.append(_literal(cursor, ("integer",), "compare() wants whole numbers behind its filter"))
    if len(numbers) not in (0, 1, 3):
        fix = "write compare({ ... }, 10), or compare({ ... }, 10, start, end)"
        cursor.fail("compare() takes a filter, how many values, and both a start and an end", fix)
    closing(cursor, ")")
    return Metrics(start, cursor.end, "compare", selection, None, tuple(numbers), ())


def _quantiles(cursor: Cursor) -> tuple[Static, ...]:
    if not cursor.at(","):
        cursor.fail("quantile_over_time() wants at least one quantile", "write quantile_over_time(duration, .95)")
    found: list[Static] = []
    while cursor.accept(","):
        found.append(_literal(cursor, ("integer", "float"), "a quantile is a number from 0 to 1", "write .95"))
    return tuple(found)


def _by(cursor: Cursor) -> tuple[Attribute | Intrinsic, ...]:
    if not cursor.at_word("by"):
        return ()
    opening(cursor, cursor.take())
    if cursor.at(")"):
        cursor.fail("by() wants a field", "write by (resource.service.name)")
    return field_list(cursor)


def _literal(cursor: Cursor, kinds: tuple[Kind, ...], message: str, fix: str = "") -> Static:
    token = cursor.token
    value = constant(token) if token.kind in kinds else None
    if value is None:
        cursor.fail(message, fix)
    cursor.take()
    return value
