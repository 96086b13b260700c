"""What to say of a word that stands where no query can go on."""

from __future__ import annotations

from generator.config.nearest import did_you_mean
from generator.languages.logql.cursor import Cursor
from generator.languages.logql.parts import kind_of
from generator.languages.logql.tokens import Token
from generator.languages.logql.tree import Expression
from generator.languages.logql.words import AGGREGATIONS, FOREIGN, LINE_FILTERS, METRIC_FUNCTIONS, STAGES
from generator.languages.refused import RefusedError


def no_operand(cursor: Cursor) -> RefusedError:
    """Where a query or a number should begin."""
    token = cursor.token
    if token.kind == "name":
        return _unknown_name(cursor)
    if token.kind == "range":
        return _stray_range(token)
    if token.kind == "text" and cursor.index and cursor.last.text == "and":
        message = '"and" cannot stand between texts'
        return RefusedError(message, cursor.last.start, token.end, 'write two filters: |= "a" |= "b"')
    if cursor.at("by", "without"):
        message = f'"{token.text}" needs an aggregation before it'
        return RefusedError(message, token.start, token.end, f"write sum {token.text} (...) (...)")
    if token.kind == "text":
        fix = f'write {{app="..."}} |= {token.text}' if len(token.text) < 40 else ""
        return cursor.unexpected("a query or a number", fix)
    if token.text == ")" and cursor.index and cursor.last.text == "(":
        return RefusedError("there is nothing between the parentheses", cursor.last.start, token.end)
    if token.kind == "function":
        message = f"{token.text}(...) is no metric"
        return RefusedError(message, token.start, token.end)
    if token.kind == "keyword" and token.text in STAGES:
        fix = f'write {{app="..."}} | {token.text}'
        return RefusedError("a query begins with a selector", token.start, token.end, fix)
    return cursor.unexpected("a query or a number")


def _unknown_name(cursor: Cursor) -> RefusedError:
    token, following = cursor.token, cursor.following
    if token.text.lower() in AGGREGATIONS and following.text in ("by", "without"):
        fix = f"write {token.text} {following.text} (label) (...)"
        return RefusedError(f"the labels of {following.text} stand in parentheses", following.start, following.end, fix)
    if token.text.lower() in METRIC_FUNCTIONS:
        return RefusedError(
            f'"(" should follow {token.text}',
            token.start,
            token.end,
            f"write {token.text}(...), without a comment between",
        )
    if following.text == "(":
        known = FOREIGN.get(token.text.lower())
        hint = "" if known else did_you_mean(token.text, METRIC_FUNCTIONS)
        fix = f"use {known}" if known else ""
        return RefusedError(f'LogQL has no function "{token.text}"{hint}', token.start, token.end, fix)
    if following.text in ("{", "[") or following.kind == "range":
        fix = f'Loki has no metric names: write {{app="{token.text}"}}'
        return RefusedError(f'"{token.text}" cannot begin a query', token.start, token.end, fix)
    fix = f'write {{app="..."}} |= "{token.text}" to look for a word' if len(token.text) < 40 else ""
    return cursor.unexpected("a query or a number", fix)


def _stray_range(token: Token) -> RefusedError:
    message = "a range can only stand inside of a function over lines"
    return RefusedError(message, token.start, token.end, f"write count_over_time({{...}}{token.text})")


def not_closed(cursor: Cursor, opening: Token, inner: Expression, fix: str = "") -> RefusedError:
    """Where a level should end and does not."""
    token = cursor.token
    if token.kind == "end":
        name = f" of {opening.text}" if opening.kind == "function" else ""
        return RefusedError(f'"("{name} is never closed', opening.start, opening.end, 'add ")"')
    if token.text == "," and opening.kind == "function" and opening.text in AGGREGATIONS:
        if AGGREGATIONS[opening.text].parameter:
            message = f"{opening.text} takes a whole number and one query"
            return RefusedError(message, token.start, token.end, f"write {opening.text}(5, ...)")
        return RefusedError(f"{opening.text} takes one query", token.start, token.end)
    if opening.text == "label_replace":
        return RefusedError("label_replace needs a query and four texts", token.start, token.end, fix)
    return after_query(cursor, inner)


def after_query(cursor: Cursor, query: Expression) -> RefusedError:
    """Where nothing, or an operator, can follow a query that is complete."""
    token = cursor.token
    if token.kind == "range":
        return _stray_range(token)
    if cursor.at("offset"):
        fix = "write it directly behind the range: [5m] offset 1h"
        return RefusedError("offset belongs to a range", token.start, token.end, fix)
    if cursor.at(")"):
        return RefusedError('a ")" that closes nothing', token.start, token.end, "remove it")
    if cursor.at("by", "without"):
        return RefusedError(f'"{token.text}" must directly follow an aggregation', token.start, token.end)
    if cursor.at("|", *LINE_FILTERS):
        if kind_of(query) == "log":
            message = "nothing can follow a log query in parentheses"
            return RefusedError(message, token.start, token.end, "remove the parentheses")
        message = "a metric has no lines, so no stage can follow it"
        return RefusedError(message, token.start, token.end, "move it inside, before the range")
    if cursor.at("="):
        return cursor.unexpected("an operator", 'numbers are compared with "=="')
    if cursor.at("{"):
        fix = "write all matchers into one selector" if kind_of(query) == "log" else ""
        return cursor.unexpected("an operator or the end of the query", fix)
    if token.kind == "keyword" and token.text in STAGES:
        return cursor.unexpected("an operator or the end of the query", f'write "| {token.text}"')
    return cursor.unexpected("an operator or the end of the query")
