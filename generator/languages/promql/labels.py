"""Reads what names labels: `{a="b"}`, `by (a)` and `on (a) group_left (b)`."""

from __future__ import annotations

from typing import Literal, cast

from generator.languages.promql.cursor import Cursor, UnreadableError
from generator.languages.promql.literals import unquoted
from generator.languages.promql.tokens import END, METRIC, NAME, STRING, Token
from generator.languages.promql.tree import Grouping, Matcher, Matching, Word
from generator.languages.promql.words import LABEL_WORDS

_OPERATORS = frozenset({"=", "!=", "=~", "!~"})
_LABELS = LABEL_WORDS | {NAME, METRIC}


def string(cursor: Cursor) -> Word:
    """The string that is the present token, and what it means."""
    token = cursor.take()
    written = cursor.written(token)
    meant = unquoted(written)
    if isinstance(meant, str):
        return Word(meant, token.start, token.end)
    start, escape = token.start + meant, written[meant : meant + 2]
    if escape[1] in "xuU01234567":
        fix = r"write \xHH, \uHHHH, \UHHHHHHHH or three octal digits"
        cursor.report(f"the escape {escape} is no character: its digits are too few or wrong", start, start + 2, fix)
    else:
        fix = f"write \\{escape}, or put the string between backticks"
        cursor.report(f"{escape} is no escape that PromQL knows", start, start + 2, fix)
    return Word(written[1:-1], token.start, token.end)


def matchers(cursor: Cursor) -> tuple[Matcher, ...]:
    """`{...}`, whose opening brace is the present token."""
    opening = cursor.take()
    found: list[Matcher] = []
    while cursor.kind != "}":
        found.append(_matcher(cursor, opening))
        if cursor.kind == ",":
            cursor.take()
        elif cursor.kind != "}":
            raise _after_matcher(cursor, opening)
    cursor.take()
    return tuple(found)


def _matcher(cursor: Cursor, opening: Token) -> Matcher:
    token = cursor.token
    if cursor.kind == NAME:
        cursor.take()
        label = Word(cursor.written(token), token.start, token.end)
    elif cursor.kind == STRING:
        label = string(cursor)
        if cursor.kind in (",", "}"):
            start, end = label.start, label.end
            return Matcher(Word("__name__", start, end), Word("=", start, end), label, start, end)
    elif cursor.kind == END:
        raise _unclosed(cursor, opening)
    else:
        raise cursor.unreadable(f"{cursor.shown(token)} stands where a label is expected", token.start, token.end)
    if cursor.kind not in _OPERATORS:
        raise _no_operator(cursor, label, opening)
    operator = cursor.take()
    if cursor.kind != STRING:
        raise _no_value(cursor, label, opening)
    value = string(cursor)
    return Matcher(label, Word(operator.kind, operator.start, operator.end), value, label.start, value.end)


def _unclosed(cursor: Cursor, opening: Token) -> UnreadableError:
    return cursor.unreadable('"{" is never closed', opening.start, opening.end, 'add "}"')


def _no_operator(cursor: Cursor, label: Word, opening: Token) -> UnreadableError:
    if cursor.kind == END:
        return _unclosed(cursor, opening)
    fix = f'write {cursor.text[label.start : label.end]}="...", or remove it'
    return cursor.unreadable(f'the label "{label.text}" has no condition', label.start, label.end, fix)


def _no_value(cursor: Cursor, label: Word, opening: Token) -> UnreadableError:
    token = cursor.token
    if cursor.kind == END:
        return _unclosed(cursor, opening)
    if cursor.kind == NAME:
        fix = f'write "{cursor.written(token)}"'
        return cursor.unreadable(f'the value of "{label.text}" has no quotes', token.start, token.end, fix)
    if cursor.kind in _OPERATORS:
        fix = "the comparisons are =, !=, =~ and !~"
        return cursor.unreadable("two comparisons in a row", token.start, token.end, fix)
    return cursor.unreadable(f'the condition on "{label.text}" has no value', label.start, token.end, 'write "..."')


def _after_matcher(cursor: Cursor, opening: Token) -> UnreadableError:
    token = cursor.token
    if cursor.kind == END:
        return _unclosed(cursor, opening)
    message = f"a comma is missing before {cursor.shown(token)}"
    return cursor.unreadable(message, token.start, token.end, 'write ","')


def grouping(cursor: Cursor) -> Grouping:
    """`by (...)` or `without (...)`, whose first word is the present token."""
    word = cursor.take()
    return Grouping(word.kind == "without", _label_list(cursor, word), word.start, cursor.end)


def returns_bool(cursor: Cursor) -> bool:
    """Whether the word `bool` is the present token; then it is taken."""
    if cursor.kind != "bool":
        return False
    cursor.take()
    return True


def matching(cursor: Cursor) -> Matching | None:
    """`on (...)` or `ignoring (...)`, and `group_left` or `group_right` with or without labels."""
    if cursor.kind not in ("on", "ignoring"):
        return None
    word = cursor.take()
    labels = _label_list(cursor, word)
    many: Literal["left", "right"] | None = None
    include: tuple[Word, ...] = ()
    if cursor.kind in ("group_left", "group_right"):
        group = cursor.take()
        many = cast('Literal["left", "right"]', group.kind.removeprefix("group_"))
        include = _label_list(cursor, group) if cursor.kind == "(" else ()
    return Matching(word.kind == "on", labels, many, include, word.start, cursor.end)


def _label_list(cursor: Cursor, word: Token) -> tuple[Word, ...]:
    if cursor.kind != "(":
        message = f'"{word.kind}" takes labels in parentheses'
        raise cursor.unreadable(message, word.start, word.end, f"write {word.kind} (label, label)")
    opening = cursor.take()
    labels: list[Word] = []
    while cursor.kind != ")":
        labels.append(_label(cursor, word, opening))
        if cursor.kind == ",":
            cursor.take()
        elif cursor.kind != ")":
            raise _no_label(cursor, word, opening, "a comma or")
    cursor.take()
    return tuple(labels)


def _label(cursor: Cursor, word: Token, opening: Token) -> Word:
    if cursor.kind == STRING:
        label = string(cursor)
        if not label.text or "\ufffd" in label.text:
            cursor.report("no label can have this name", label.start, label.end)
        return label
    if cursor.kind in _LABELS:
        token = cursor.take()
        return Word(cursor.written(token), token.start, token.end)
    raise _no_label(cursor, word, opening, "a label or")


def _no_label(cursor: Cursor, word: Token, opening: Token, wanted: str) -> UnreadableError:
    token = cursor.token
    if cursor.kind == END:
        return cursor.unreadable('"(" is never closed', opening.start, opening.end, 'add ")"')
    written = cursor.written(token)
    fix = f'write "{written}" with quotes' if written.isidentifier() and wanted == "a label or" else ""
    message = f'{cursor.shown(token)} stands where {wanted} ")" is expected, in the labels of "{word.kind}"'
    return cursor.unreadable(message, token.start, token.end, fix)
