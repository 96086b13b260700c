"""The tokens of a query that still has holes: enough of each language to tell where a hole stands, in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

#: The languages that can be filled, by the names that a board's queries have.
Kind = Literal["prometheus", "loki", "tempo"]

TokenKind = Literal["word", "text", "mark", "hole"]

_QUOTES: Mapping[Kind, str] = {"prometheus": "\"'`", "loki": '"`', "tempo": '"`'}
#: How a remark starts in each language, and how it ends.
_REMARKS: Mapping[Kind, Mapping[str, str]] = {
    "prometheus": {"#": "\n"},
    "loki": {"#": "\n"},
    "tempo": {"//": "\n", "/*": "*/"},
}
_PAIRS = ("=~", "!=", "!~", "==", ">=", "<=", "|=", "|~", "|>", "!>", "&&", "||", ">>", "<<")


def _any(texts: Iterable[str]) -> str:
    return "|".join(map(re.escape, texts))


#: White space, and what stands behind it.
_NEXT: Mapping[Kind, re.Pattern[str]] = {
    kind: re.compile(
        rf"\s*(?:(?P<word>\w+)|(?P<quote>[{_QUOTES[kind]}])|(?P<remark>{_any(_REMARKS[kind])})"
        rf"|(?P<mark>{_any(_PAIRS)}|\S))?"
    )
    for kind in _QUOTES
}
#: What ends a quoted text or takes the next character's meaning away.
_STOPS = {quote: re.compile(f"[{quote}]" if quote == "`" else rf"[{quote}\\]") for quote in "\"'`"}


@dataclass(frozen=True, slots=True)
class Region:
    start: int
    end: int


class Token(NamedTuple):
    """A word (digits too), a quoted text, an operator or bracket, or a hole of its own.

    `value` is the token as written; of a hole "". `holes` are the indices of the holes in it, `templated` those that
    stand in a Go template (`{{ }}`) inside a quoted text.
    """

    kind: TokenKind
    value: str
    start: int
    end: int
    holes: range = range(0)
    templated: frozenset[int] = frozenset()


def tokens(text: str, holes: Sequence[Region], kind: Kind) -> Iterator[Token]:
    """The tokens in order, without white space and remarks. `holes` are in order, and may be empty."""
    position, index = 0, 0
    following, remarks = _NEXT[kind], _REMARKS[kind]
    while position < len(text) or index < len(holes):
        limit = holes[index].start if index < len(holes) else len(text)
        if position == limit:
            yield Token("hole", "", position, holes[index].end, range(index, index + 1))
            position, index = holes[index].end, index + 1
            continue
        match = following.match(text, position, limit)
        what = match and match.lastgroup
        if not match or not what:
            position = limit  # nothing but white space up to there
        elif what == "quote":
            token = _quoted(text, match.end() - 1, holes, index)
            yield token
            position, index = token.end, token.holes.stop
        elif what == "remark":
            position, index = _after(text, match.start(what), remarks[match[what]], holes, index)
        else:
            position = match.end()
            yield Token("word" if what == "word" else "mark", match[what], match.start(what), position)


def _quoted(text: str, start: int, holes: Sequence[Region], first: int) -> Token:
    """The quoted text at `start`, up to the end of everything when it is never closed."""
    stops = _STOPS[text[start]]
    position, index = start + 1, first
    inside, templated = False, set[int]()
    while position < len(text) or index < len(holes):
        limit = holes[index].start if index < len(holes) else len(text)
        stop = stops.search(text, position, limit)
        inside = _in_template(text, position, stop.start() if stop else limit, inside)
        if stop is None and index < len(holes):
            if inside:
                templated.add(index)
            position, index = holes[index].end, index + 1
        elif stop is None or stop[0] == text[start]:
            position = limit if stop is None else stop.end()
            break
        else:
            position = min(stop.end() + 1, limit)
    return Token("text", text[start:position], start, position, range(first, index), frozenset(templated))


def _in_template(text: str, start: int, end: int, inside: bool) -> bool:
    opened, closed = text.rfind("{{", start, end), text.rfind("}}", start, end)
    return inside if opened == closed else opened > closed


def _after(text: str, position: int, ending: str, holes: Sequence[Region], index: int) -> tuple[int, int]:
    """Where a remark is over, and the first hole behind it. A hole in a remark never ends it."""
    end = _end_of(text, position, ending)
    while index < len(holes) and holes[index].start < end:
        if holes[index].end > end:
            end = _end_of(text, holes[index].end, ending)
        index += 1
    return end, index


def _end_of(text: str, position: int, ending: str) -> int:
    found = text.find(ending, position)
    return len(text) if found < 0 else found + len(ending)
