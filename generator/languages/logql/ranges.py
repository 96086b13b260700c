"""Reads a function over a range: `quantile_over_time(0.95, {...} | unwrap x [5m] offset 1h) by (a)`."""

from __future__ import annotations

from generator.languages.logql.cursor import Cursor
from generator.languages.logql.quantities import read_decimal
from generator.languages.logql.selector import read_labels, read_selector
from generator.languages.logql.stages import read_stages
from generator.languages.logql.tokens import Token
from generator.languages.logql.tree import Duration, Grouping, LogQuery, Number, RangeAggregation
from generator.languages.logql.words import METRIC_FUNCTIONS
from generator.languages.nesting import too_deep
from generator.languages.refused import RefusedError


def read_range_aggregation(cursor: Cursor) -> RangeAggregation:
    """From the function's name to its `by (...)`."""
    function = cursor.take()
    if cursor.at("by", "without"):
        fix = f"write it behind the parentheses: {function.text}(...) {cursor.token.text} (...)"
        raise RefusedError(f"{function.text} has its labels at the end", cursor.token.start, cursor.token.end, fix)
    opening = cursor.expect("(")
    parameter = _parameter(cursor, function)
    query, range_, offset = _ranged(cursor, function)
    if not cursor.at(")"):
        raise _not_closed(cursor, function, opening)
    end = cursor.take().end
    grouping = read_grouping(cursor)
    return RangeAggregation(
        function.start, grouping.end if grouping else end, function.text, parameter, query, range_, offset, grouping
    )


def read_grouping(cursor: Cursor) -> Grouping | None:
    """`by (...)` or `without (...)`, if it stands here."""
    word = cursor.accept("by", "without")
    if word is None:
        return None
    labels = read_labels(cursor)
    return Grouping(word.start, cursor.last.end, "by" if word.text == "by" else "without", labels)


def _parameter(cursor: Cursor, function: Token) -> Number | None:
    number = read_decimal(cursor)
    if number is None:
        return None
    if cursor.text[number.start] in "+-":
        raise RefusedError(f"{function.text} takes no number with a sign", number.start, number.end)
    if not cursor.accept(","):
        raise cursor.unexpected('","', f"write {function.text}({cursor.text[number.start : number.end]}, {{...}}[5m])")
    return number


def _ranged(cursor: Cursor, function: Token) -> tuple[LogQuery, Duration, Duration | None]:
    """The log query with its range, which stands at its end or directly behind the selector."""
    openings: list[Token] = []
    while opening := cursor.accept("("):
        openings.append(opening)
        too_deep(len(openings), opening)
    if not cursor.at("{"):
        raise _no_lines(cursor, function)
    selector = read_selector(cursor)
    stages = read_stages(cursor)
    closed = None
    if openings and cursor.at(")") and cursor.following.kind == "range":
        openings.pop()
        closed = cursor.take()
    end = closed.end if closed else (stages[-1].end if stages else selector.end)
    range_ = _range(cursor, function)
    offset = _offset(cursor)
    # Behind a range may stand what could have stood before it; behind "({...})[5m]" an unwrap only.
    if not stages and (closed is None or (cursor.at("|") and cursor.following.text == "unwrap")):
        stages = read_stages(cursor)
        end = stages[-1].end if stages else end
    for opening in reversed(openings):
        if not cursor.at(")"):
            raise RefusedError('"(" is never closed', opening.start, opening.end, 'add ")"')
        cursor.take()
    return LogQuery(selector.start, end, selector, stages), range_, offset


def _no_lines(cursor: Cursor, function: Token) -> RefusedError:
    token = cursor.token
    if token.kind == "function" and token.text in METRIC_FUNCTIONS:
        message = f"{function.text} works on log lines, but {token.text}(...) returns numbers"
        fix = f"write {function.text}({{...}}[5m]), or use an aggregation such as sum"
        return RefusedError(message, token.start, token.end, fix)
    return cursor.unexpected("a log query", f'write {function.text}({{app="..."}}[5m])')


def _range(cursor: Cursor, function: Token) -> Duration:
    token = cursor.token
    if token.kind == "range":
        cursor.take()
        return Duration(token.start, token.end, token.value)
    fix = f"write {function.text}({{...}}[5m])"
    if token.text in (")", ",") or token.kind == "end":
        raise RefusedError(f"{function.text} needs a range behind its log query", token.start, token.end, fix)
    if cursor.at("offset"):
        raise RefusedError("offset must follow a range", token.start, token.end, "write [5m] offset 1h")
    raise cursor.unexpected("a range such as [5m]", fix if token.kind in ("duration", "text") else "")


def _offset(cursor: Cursor) -> Duration | None:
    if not cursor.accept("offset"):
        return None
    token = cursor.token
    if token.kind != "duration":
        fix = f"add a unit: offset {token.text}m" if token.kind == "number" else "write offset 5m"
        raise cursor.unexpected("a duration", fix)
    cursor.take()
    return Duration(token.start, token.end, token.value)


def _not_closed(cursor: Cursor, function: Token, opening: Token) -> RefusedError:
    token = cursor.token
    if token.kind == "end":
        return RefusedError(f'"(" of {function.text} is never closed', opening.start, opening.end, 'add ")"')
    if cursor.at("offset"):
        return RefusedError("offset must follow the range directly", token.start, token.end, "write [5m] offset 1h")
    if cursor.at("|"):
        message = "stages stand before the range, or all of them behind it"
        return RefusedError(message, token.start, token.end, "move the range to the end")
    return cursor.unexpected('")"')
