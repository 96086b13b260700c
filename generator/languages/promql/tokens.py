"""Cuts a query into tokens. What may stand where depends on the brackets around it, as it does in Prometheus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.languages.problem import Problem
from generator.languages.promql import broken
from generator.languages.promql.words import KEYWORDS

#: Kinds of tokens, in the words of a message. All other tokens are of the kind that they look like: "(", "sum".
NAME = "a name"
METRIC = "a name with a colon"
NUMBER = "a number"
DURATION = "a duration"
STRING = "a string"
BROKEN = "what cannot be read"
END = "the end of the query"


class Token(NamedTuple):
    """One token; `problem` says why a `BROKEN` one is."""

    kind: str
    start: int
    end: int
    problem: Problem | None = None


_SPACE = r"[ \t\r\n]"
_SKIPPED = rf"(?P<skipped>(?:{_SPACE}+|\#[^\r\n]*)+)"
_STRING = r"""(?P<string>"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'|`[^`]*`)"""
_DIGITS = "[0-9]+(?:_[0-9]+)*"
#: An `e` in second place is an exponent to Prometheus, and then `0x1e` has nothing behind it.
_HEX = r"0[xX]_?[0-9a-fA-F](?![eE](?:[-+._eE]|\Z))[0-9a-fA-F]*(?:_(?![eE])[0-9a-fA-F]+)*"
_DECIMAL = rf"(?:{_DIGITS}(?:\.(?:{_DIGITS})?)?|\.{_DIGITS})(?:[eE][-+]?{_DIGITS})?"
_NUMBER = (
    rf"(?P<number>(?:{_HEX}|{_DECIMAL})(?![0-9A-Za-z_.]))"
    r"|(?P<duration>(?=[0-9])(?:[0-9]+y)?(?:[0-9]+w)?(?:[0-9]+d)?(?:[0-9]+h)?(?:[0-9]+m(?!s))?(?:[0-9]+s)?"
    r"(?:[0-9]+ms)?(?<![0-9])(?![0-9A-Za-z_]))"
)
_WORD = "(?P<word>[A-Za-z_:][A-Za-z0-9_:]*)"
_PLAIN_WORD = "(?P<word>[A-Za-z_][A-Za-z0-9_]*)"

_EVERYWHERE = re.compile(
    rf"{_SKIPPED}|{_WORD}|(?P<mark>==|!=|[<>][=/]|=(?!~)|[-+*/%^(){{}}\[\],@<>])|{_NUMBER}|{_STRING}"
)
_IN_BRACES = re.compile(rf"{_SKIPPED}|{_PLAIN_WORD}|{_STRING}|(?P<mark>=~|!~|!=|[=,}}])")
_IN_RANGE = re.compile(rf"{_SKIPPED}|{_NUMBER}|(?P<mark>[-+*/%^():,\]])|{_PLAIN_WORD}")
#: Before the first number of a range Prometheus takes no comment.
_RANGE_BEGINS = re.compile(rf"(?P<skipped>{_SPACE}+)|{_NUMBER}|(?P<mark>[-+*/%^():,\]])|{_PLAIN_WORD}")

#: Halves of characters, which no request can carry, and the sign for an unreadable one, which Prometheus refuses in a
#: string.
_UNSENDABLE = re.compile("[\ud800-\udfff\ufffd]")

_LITERALS = {"number": NUMBER, "duration": DURATION, "string": STRING}
#: Where other tokens may stand than before, in braces and ranges: there no word is a keyword.
_PATTERNS = {"{": _IN_BRACES, "}": _EVERYWHERE, "[": _RANGE_BEGINS, "]": _EVERYWHERE}
_PAST_BEGINNING = frozenset({NUMBER, DURATION, ":"})
_WORD_KINDS = {**{word: word for word in KEYWORDS}, "inf": NUMBER, "nan": NUMBER}


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query; the last is an `END` or a `BROKEN` one. Linear in the text's length."""
    unsendable = _UNSENDABLE.search(text) is not None
    pattern = _EVERYWHERE
    position = 0
    while match := pattern.match(text, position):
        start, position = position, match.end()
        group = match.lastgroup
        if group == "skipped":
            continue
        if unsendable and group == "string" and (bad := _UNSENDABLE.search(text, start, position)):
            yield Token(BROKEN, start, position, broken.character(text, bad.start()))
            return
        kind = _kind(match, pattern is _EVERYWHERE)
        yield Token(kind, start, position)
        pattern = _PATTERNS.get(kind, pattern)
        if pattern is _RANGE_BEGINS and kind in _PAST_BEGINNING:
            pattern = _IN_RANGE
    if position < len(text):
        explain = {_EVERYWHERE: broken.in_expression, _IN_BRACES: broken.in_braces}.get(pattern, broken.in_range)
        yield Token(BROKEN, position, len(text), explain(text, position))
    yield Token(END, len(text), len(text))


def _kind(match: re.Match[str], keywords: bool) -> str:
    group = match.lastgroup
    if group == "mark":
        return match[0]
    if group == "word":
        word = match[0]
        return (keywords and _WORD_KINDS.get(word.lower())) or (METRIC if ":" in word else NAME)
    return _LITERALS[group or ""]
