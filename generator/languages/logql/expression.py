"""Reads a whole query: log queries, functions, and the operators between them. It does not recurse."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from generator.languages.logql import leftovers
from generator.languages.logql.cursor import Cursor
from generator.languages.logql.quantities import read_decimal, read_number
from generator.languages.logql.ranges import read_grouping, read_range_aggregation
from generator.languages.logql.selector import read_labels
from generator.languages.logql.stages import read_log_query
from generator.languages.logql.tokens import Token
from generator.languages.logql.tree import (
    Binary,
    Expression,
    Grouping,
    LabelReplace,
    Matching,
    Number,
    Paren,
    Vector,
    VectorAggregation,
)
from generator.languages.logql.words import AGGREGATIONS, PRECEDENCE, RANGE_FUNCTIONS
from generator.languages.nesting import too_deep
from generator.languages.refused import RefusedError


@dataclass(frozen=True, slots=True)
class _Operator:
    word: str
    returns_bool: bool
    matching: Matching | None


@dataclass(slots=True)
class _Level:
    """What is read between one opening parenthesis and its end; the query itself is the outermost.

    `opening` is None for the query, else the function or the parenthesis that began it.
    """

    opening: Token | None = None
    grouping: Grouping | None = None
    parameter: Number | None = None
    operands: list[Expression] = field(default_factory=list)
    operators: list[_Operator] = field(default_factory=list)

    def push(self, operator: _Operator) -> None:
        """Closes what binds more strongly than this operator, then keeps it. Only `^` groups to the right."""
        strength = PRECEDENCE[operator.word]
        while self.operators and PRECEDENCE[self.operators[-1].word] >= strength + (operator.word == "^"):
            self._reduce()
        self.operators.append(operator)

    def finish(self) -> Expression:
        while self.operators:
            self._reduce()
        return self.operands.pop()

    def _reduce(self) -> None:
        operator = self.operators.pop()
        right, left = self.operands.pop(), self.operands.pop()
        self.operands.append(
            Binary(left.start, right.end, operator.word, left, right, operator.returns_bool, operator.matching)
        )


def read_expression(cursor: Cursor) -> Expression:
    """The whole query; nothing may be left behind it."""
    levels = [_Level()]
    while True:
        if level := _opened(cursor):
            levels.append(level)
            too_deep(len(levels) - 1, cursor.last)
            continue
        operand = _operand(cursor)
        while True:
            level = levels[-1]
            level.operands.append(operand)
            if operator := _operator(cursor):
                level.push(operator)
                break
            operand = level.finish()
            if len(levels) == 1:
                if cursor.token.kind != "end":
                    raise leftovers.after_query(cursor, operand)
                return operand
            levels.pop()
            operand = _closed(cursor, level, operand)


def _opened(cursor: Cursor) -> _Level | None:
    """The level that begins here, if one does."""
    token = cursor.token
    if opening := cursor.accept("("):
        return _Level(opening)
    if token.kind != "function" or not (token.text in AGGREGATIONS or token.text == "label_replace"):
        return None
    cursor.take()
    level = _Level(token)
    if token.text in AGGREGATIONS:
        level.grouping = read_grouping(cursor)
    cursor.expect("(")
    if token.text in AGGREGATIONS and cursor.token.kind == "number" and cursor.following.text == ",":
        level.parameter = read_number(cursor)
        cursor.take()
    return level


def _closed(cursor: Cursor, level: _Level, inner: Expression) -> Expression:
    """What a level is, with its end."""
    opening = level.opening
    if opening is None:
        return inner
    if opening.text == "label_replace":
        return _label_replace(cursor, opening, inner)
    if not cursor.at(")"):
        raise leftovers.not_closed(cursor, opening, inner)
    end = cursor.take().end
    if opening.kind == "symbol":
        return Paren(opening.start, end, inner)
    if level.grouping is None:
        level.grouping = read_grouping(cursor)
        end = cursor.last.end
    return VectorAggregation(opening.start, end, opening.text, level.parameter, inner, level.grouping)


def _label_replace(cursor: Cursor, opening: Token, inner: Expression) -> LabelReplace:
    fix = 'write label_replace(query, "target", "$1", "source", "(.*)")'
    texts = []
    for _ in range(4):
        if not cursor.at(","):
            raise leftovers.not_closed(cursor, opening, inner, fix)
        cursor.take()
        texts.append(cursor.quoted(fix))
    target, replacement, source, pattern = texts
    end = cursor.expect(")", fix).end
    return LabelReplace(opening.start, end, inner, target, replacement, source, pattern)


def _operand(cursor: Cursor) -> Expression:
    token = cursor.token
    if cursor.at("{"):
        return read_log_query(cursor)
    if token.kind == "function" and token.text in RANGE_FUNCTIONS:
        return read_range_aggregation(cursor)
    if token.kind == "function" and token.text == "vector":
        return _vector(cursor)
    number = read_decimal(cursor)
    if number is None:
        raise leftovers.no_operand(cursor)
    return number


def _vector(cursor: Cursor) -> Vector:
    start = cursor.take().start
    cursor.expect("(")
    value = read_decimal(cursor) if cursor.token.kind == "number" else None
    if value is None:
        raise cursor.unexpected("a number without a sign", "write vector(0)")
    return Vector(start, cursor.expect(")").end, value)


def _operator(cursor: Cursor) -> _Operator | None:
    if not cursor.at(*PRECEDENCE):
        return None
    word = cursor.take()
    returns_bool = cursor.accept("bool") is not None
    return _Operator(word.text, returns_bool, _matching(cursor))


def _matching(cursor: Cursor) -> Matching | None:
    word = cursor.accept("on", "ignoring")
    if word is None:
        if cursor.at("group_left", "group_right"):
            message = f"{cursor.token.text} needs on (...) or ignoring (...) before it"
            raise RefusedError(message, cursor.token.start, cursor.token.end)
        if cursor.at("by", "without"):
            fix = "write on (...) or ignoring (...)"
            raise RefusedError(
                f'"{cursor.token.text}" belongs to an aggregation', cursor.token.start, cursor.token.end, fix
            )
        return None
    labels = read_labels(cursor)
    side = cursor.accept("group_left", "group_right")
    include = read_labels(cursor) if side and cursor.at("(") else ()
    if cursor.at("on", "ignoring", "bool"):
        message = f'"{cursor.token.text}" cannot stand behind {word.text} (...)'
        fix = "write bool directly behind the operator" if cursor.at("bool") else ""
        raise RefusedError(message, cursor.token.start, cursor.token.end, fix)
    group: Literal["left", "right"] | None = None
    if side:
        group = "left" if side.text == "group_left" else "right"
    return Matching(word.start, cursor.last.end, "on" if word.text == "on" else "ignoring", labels, group, include)
