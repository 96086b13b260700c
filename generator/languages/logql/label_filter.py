"""Reads the conditions of a label filter: `a="b" and (c > 5s or d=ip("..."))`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.languages.logql.cursor import Cursor
from generator.languages.logql.quantities import read_ip, read_quantity
from generator.languages.logql.selector import quoting, refuse_foreign_letters
from generator.languages.logql.tokens import Token, not_a_quantity
from generator.languages.logql.tree import (
    Comparison,
    Condition,
    Duration,
    Grouped,
    Ip,
    Label,
    LabelFilter,
    Logical,
    Number,
    Size,
    Text,
)
from generator.languages.logql.words import COMPARING, COMPARISONS, MATCHERS
from generator.languages.nesting import too_deep
from generator.languages.refused import RefusedError


@dataclass(slots=True)
class _Level:
    """What is read inside of one pair of parentheses; the filter itself is the outermost."""

    opening: Token | None
    condition: Condition | None = None
    operator: Literal["and", "or"] = "and"

    def add(self, condition: Condition) -> None:
        left = self.condition
        if left is None:
            self.condition = condition
        else:
            self.condition = Logical(left.start, condition.end, self.operator, left, condition)
        self.operator = "and"


def read_label_filter(cursor: Cursor) -> LabelFilter:
    """From the first condition to the last. "and" and "or" bind alike, from left to right, as Loki has it."""
    levels = [_Level(None)]
    while True:
        if opening := cursor.accept("("):
            levels.append(_Level(opening))
            too_deep(len(levels), opening)
            continue
        levels[-1].add(_comparison(cursor))
        while len(levels) > 1 and cursor.at(")"):
            _close(levels, cursor.take())
        operator = cursor.accept("and", "or", ",")
        if operator is None:
            if not (cursor.token.kind == "name" or cursor.at("(")):
                break
            _refuse_unit(cursor)
        levels[-1].operator = "or" if operator and operator.text == "or" else "and"
    condition = levels[-1].condition
    if len(levels) > 1 or condition is None:
        opening = levels[-1].opening or cursor.last
        raise RefusedError('"(" is never closed', opening.start, opening.end, 'add ")"')
    return LabelFilter(condition.start, condition.end, condition)


def _refuse_unit(cursor: Cursor) -> None:
    """A name that touches a number is a unit that Loki does not know, unless it begins a comparison."""
    before, compares = cursor.last, cursor.following.kind == "symbol" and cursor.following.text in COMPARING
    if before.kind in ("number", "duration", "bytes") and before.end == cursor.token.start and not compares:
        raise not_a_quantity(cursor.text, before.start)


def _close(levels: list[_Level], closing: Token) -> None:
    level = levels.pop()
    if level.opening and level.condition:
        levels[-1].add(Grouped(level.opening.start, closing.end, level.condition))


def _comparison(cursor: Cursor) -> Comparison:
    label = cursor.label()
    operator = cursor.accept(*COMPARING)
    if operator is None:
        raise cursor.unexpected("a comparison such as = or >")
    value = _value(cursor, label, operator)
    if isinstance(value, Text | Ip):
        refuse_foreign_letters(label)
    return Comparison(label.start, value.end, label, operator.text, value)


def _value(cursor: Cursor, label: Label, operator: Token) -> Text | Ip | Number | Duration | Size:
    token = cursor.token
    if token.kind == "text":
        if operator.text not in MATCHERS:
            fix = f"write {label.name}={token.text}" if operator.text == "==" else "compare with a number, 5s or 10KB"
            raise RefusedError(f'"{operator.text}" compares numbers, not texts', operator.start, token.end, fix)
        return cursor.quoted()
    if token.kind == "function" and token.text == "ip":
        if operator.text not in ("=", "!="):
            raise RefusedError("ip(...) can be compared with = and != only", operator.start, token.end)
        return read_ip(cursor)
    if operator.text not in COMPARISONS:
        raise cursor.unexpected("a quoted text", quoting(cursor, label.name, operator.text))
    number = read_quantity(cursor)
    if number is None:
        raise cursor.unexpected("a text, a number, a duration or a size", quoting(cursor, label.name, operator.text))
    return number
