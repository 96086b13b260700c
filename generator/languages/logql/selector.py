"""Reads `{...}` and the lists of matchers and labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from generator.languages.logql.cursor import Cursor
from generator.languages.logql.tree import Label, LogSelector, Matcher
from generator.languages.logql.words import MATCHERS
from generator.languages.refused import RefusedError

Item = TypeVar("Item")


def read_selector(cursor: Cursor) -> LogSelector:
    """`{a="b", c=~"d"}`; `{}` can be read too."""
    opening = cursor.expect("{")
    if closing := cursor.accept("}"):
        return LogSelector(opening.start, closing.end, ())
    matchers = listed(cursor, read_matcher)
    if not cursor.at("}"):
        if cursor.token.kind == "end":
            raise RefusedError('"{" is never closed', opening.start, opening.end, 'add "}"')
        if cursor.token.kind == "name":
            raise cursor.unexpected('"," or "}"', "separate matchers with commas")
        raise cursor.unexpected('"," or "}"')
    return LogSelector(opening.start, cursor.take().end, matchers)


def read_matcher(cursor: Cursor) -> Matcher:
    """`label="value"`."""
    label = cursor.label()
    operator = cursor.accept(*MATCHERS)
    if operator is None:
        fix = f"write {label.name}={cursor.following.text}" if cursor.at("==") else ""
        raise cursor.unexpected("=, !=, =~ or !~", fix)
    return matched(cursor, label, operator.text)


def matched(cursor: Cursor, label: Label, operator: str) -> Matcher:
    """The matcher whose label and operator are read: its quoted text."""
    value = cursor.quoted(quoting(cursor, label.name, operator))
    refuse_foreign_letters(label)
    return Matcher(label.start, value.end, label, operator, value)


def quoting(cursor: Cursor, label: str, operator: str) -> str:
    """How to write a bare word behind an operator as a text."""
    token = cursor.token
    return f'write {label}{operator}"{token.text}"' if token.kind in ("name", "number", "duration", "bytes") else ""


def refuse_foreign_letters(label: Label) -> None:
    """Loki takes other letters at first, quotes the name when it hands the query on, and fails to read that."""
    if not label.name.isascii():
        message = f'"{label.name}" has letters that the name of a label cannot have'
        raise RefusedError(message, label.start, label.end, "use a-z, A-Z, 0-9 and _")


def listed(cursor: Cursor, read: Callable[[Cursor], Item]) -> tuple[Item, ...]:
    """One or more items with commas between."""
    items = [read(cursor)]
    while cursor.accept(","):
        items.append(read(cursor))
    return tuple(items)


def read_labels(cursor: Cursor) -> tuple[Label, ...]:
    """`(a, b)` or `()`."""
    cursor.expect("(", "labels stand in parentheses: (a, b)")
    if cursor.accept(")"):
        return ()
    labels = listed(cursor, Cursor.label)
    if not cursor.at(")"):
        raise cursor.unexpected('"," or ")"')
    cursor.take()
    return labels


def read_target(cursor: Cursor) -> Label | Matcher:
    """What `drop` and `keep` list: `label` or `label="value"`."""
    label = cursor.label()
    operator = cursor.accept(*MATCHERS)
    return matched(cursor, label, operator.text) if operator else label
