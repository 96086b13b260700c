"""Where the keys of a TOML text stand.

tomlkit keeps comments but forgets positions, so this reads the text once more. It takes for granted that the
syntax has been checked: what it promises holds for texts that tomlkit accepts, and for those it rejects only
because a key comes twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

#: The parts of a key; an integer is the place in an array.
KeyPath = tuple[str | int, ...]

Kind = Literal["value", "inline", "header", "array", "dotted", "implied"]

#: What a key may be named as once more, after it was named as the first: everything else sets it twice.
AGAIN: frozenset[tuple[Kind, Kind]] = frozenset(
    {
        ("implied", "implied"),
        ("implied", "header"),
        ("implied", "dotted"),
        ("header", "implied"),
        ("dotted", "implied"),
        ("dotted", "dotted"),
        ("array", "array"),
        ("array", "implied"),
    }
)

TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r]+)
    | (?P<comment>\#[^\n]*)
    | (?P<newline>\n)
    | (?P<text>\"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
    | (?P<mark>[][{}=,.])
    | (?P<word>[^][{}=,.\s"'\#]+)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Place:
    """Where one key stands.

    `kind` says how it came to be: `value` and `inline` have their value at `start:end`; of a `header` (and of the
    top level) `end` is the offset of the line after its last own key; an `array` of tables has its elements under it;
    a `dotted` or `implied` table is only named on the way to another key.
    """

    line: int
    kind: Kind
    start: int
    end: int


class Places(dict[KeyPath, Place]):
    """Every key of a text by its path; `twice` is the first that is set a second time, with that line."""

    twice: tuple[KeyPath, int] | None = None

    def line(self, path: KeyPath) -> int:
        """The line of the key, or of the nearest table around it that is in the text; 1 for the top level."""
        while path and path not in self:
            path = path[:-1]
        return self[path].line


def scan(text: str) -> Places:
    """All keys of `text`, tables and array elements included; lines count from 1, offsets from 0."""
    return _Scan(text).document()


def comments(text: str) -> list[str]:
    """The comments in a piece of TOML, in their order, each with its `#`."""
    return [match[0].rstrip() for match in TOKEN.finditer(text) if match.lastgroup == "comment"]


class _Token(NamedTuple):
    kind: str
    text: str
    line: int
    start: int
    end: int


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind not in ("space", "comment"):
            yield _Token(kind, match[0], line, match.start(), match.end())
        line += match[0].count("\n")
    yield _Token("end", "", line, len(text), len(text))


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.at = 0
        self.places = Places({(): Place(1, "header", 0, 0)})
        self.elements: dict[KeyPath, int] = {}

    def document(self) -> Places:
        table: KeyPath = ()
        while self.peek().kind != "end":
            if self.peek().kind == "newline":
                self.take()
            elif self.peek().text == "[":
                table = self.header()
            else:
                self.pair(table)
                self.places[table] = replace(self.places[table], end=self.next_line())
        return self.places

    def peek(self) -> _Token:
        return self.tokens[self.at]

    def take(self) -> _Token:
        token = self.peek()
        self.at += token.kind != "end"
        return token

    def next_line(self) -> int:
        """The offset at which the line after the last token begins."""
        newline = self.text.find("\n", self.tokens[self.at - 1].end)
        return len(self.text) if newline < 0 else newline + 1

    def header(self) -> KeyPath:
        line = self.take().line
        of_array = self.peek().text == "["
        if of_array:
            self.take()
        path = self.within_arrays(self.key("]"))
        if of_array:
            self.take()
            self.note(path, Place(line, "array", 0, 0))
            index = self.elements[path] = self.elements.get(path, -1) + 1
            path = (*path, index)
        for length in range(1, len(path)):
            self.note(path[:length], Place(line, "implied", 0, 0))
        end = self.next_line()
        self.note(path, Place(line, "header", end, end))
        return path

    def within_arrays(self, key: KeyPath) -> KeyPath:
        """The path of a header, which speaks of the last element of every array of tables it goes through."""
        path: KeyPath = ()
        for part in key[:-1]:
            path = (*path, part)
            if path in self.elements:
                path = (*path, self.elements[path])
        return (*path, key[-1])

    def key(self, closing: str) -> KeyPath:
        parts: list[str] = []
        while (token := self.take()).text != closing and token.kind != "end":
            if token.kind == "word":
                parts.append(token.text)
            elif token.kind == "text":
                parts.append(_unquoted(token.text))
        return tuple(parts)

    def pair(self, table: KeyPath) -> None:
        line = self.peek().line
        path = table + self.key("=")
        for length in range(len(table) + 1, len(path)):
            self.note(path[:length], Place(line, "dotted", 0, 0))
        self.value(path, line)

    def value(self, path: KeyPath, line: int) -> None:
        first = self.peek()
        kind: Kind = "inline" if first.text == "{" else "value"
        self.note(path, Place(line, kind, first.start, first.end))
        if first.text == "{":
            self.items("}", lambda _: self.pair(path))
        elif first.text == "[":
            self.items("]", lambda index: self.value((*path, index), self.peek().line))
        else:
            while self.peek().kind not in ("newline", "end") and self.peek().text not in (",", "]", "}"):
                self.take()
        self.places[path] = replace(self.places[path], end=self.tokens[self.at - 1].end)

    def items(self, closing: str, each: Callable[[int], None]) -> None:
        self.take()
        index = 0
        while self.peek().text != closing and self.peek().kind != "end":
            if self.peek().kind == "newline" or self.peek().text == ",":
                self.take()
            else:
                each(index)
                index += 1
        self.take()

    def note(self, path: KeyPath, place: Place) -> None:
        known = self.places.get(path)
        if known is None or (known.kind, place.kind) == ("implied", "header"):
            self.places[path] = place
        elif (known.kind, place.kind) not in AGAIN and self.places.twice is None:
            self.places.twice = (path, place.line)


def _unquoted(key: str) -> str:
    from tomlkit import value

    return str(value(key))
