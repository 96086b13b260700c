"""Finds the values of a JSON text without building them: linear, and never deeper on the stack than one loop."""

from __future__ import annotations

import json
import re

from generator.validate.outline import DEPTH, LIST, OBJECT, SCALAR, Outline

_SPACE = r"[ \t\n\r]*"

#: One string (with the colon that makes it a key), the head of one with escapes, a bracket, or a word.
_TOKEN = re.compile(
    rf'[ \t\n\r,]*(?:("[^"\\]*")(?:{_SPACE}(:))?|("[^"\\]*\\)|([\[{{])|([\]}}])|([^ \t\n\r,:\[\]{{}}"]+))'
)
_SIMPLE, _KEY, _ESCAPED, _OPEN, _CLOSE, _WORD = range(1, 7)
_COLON = re.compile(rf"{_SPACE}:")

#: Escapes by the thousand: one pattern for all of a long string would cost memory for each.
_CHUNK = re.compile(r'(?:[^"\\]+|\\.){1,1000}', re.DOTALL)


class TooDeep(Exception):  # noqa: N818 -- what the text is
    """The text nests more than `DEPTH` levels; `offset` is the bracket that does."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def build(text: str) -> Outline:
    """The outline of a JSON text that a parser has accepted.

    Of any other text it is the outline of something, made in linear time. Raises `TooDeep`, and nothing else.
    """
    outline = Outline(lambda node: string_at(text, outline.keys[node], outline.key_ends[node]))
    around: list[int] = []
    match_token = _TOKEN.match
    at, key = 0, None
    while match := match_token(text, at):
        what, at = match.lastindex or _WORD, match.end()
        start = match.start(_SIMPLE if what == _KEY else what)
        stop = match.end(_SIMPLE)
        if what == _ESCAPED:
            what, stop, at = _escaped(text, start)
        if what == _KEY:
            key = (start, stop)
            continue
        if what == _CLOSE:
            if around:
                outline.close(around.pop(), at)
            continue
        if what != _OPEN:
            outline.add(SCALAR, start, at, key)
        elif len(around) < DEPTH:
            around.append(outline.add(OBJECT if text[start] == "{" else LIST, start, at, key))
        else:
            raise TooDeep(start)
        key = None
    while around:
        outline.close(around.pop(), at)
    if not outline.kinds:
        outline.add(SCALAR, 0, len(text))
    return outline


def _escaped(text: str, start: int) -> tuple[int, int, int]:
    """What the string with escapes at `start` is, where it ends, and where to go on."""
    stop = string_end(text, start)
    colon = _COLON.match(text, stop)
    return (_KEY, stop, colon.end()) if colon else (_SIMPLE, stop, stop)


def string_end(text: str, start: int) -> int:
    """The offset after the string that begins at `start`; the end of the text where the string has none."""
    at = start + 1
    while match := _CHUNK.match(text, at):
        at = match.end()
    return min(at + 1, len(text))


def string_at(text: str, start: int, end: int) -> str:
    """The decoded string at `text[start:end]`."""
    raw = text[start:end]
    return str(json.loads(raw, strict=False)) if "\\" in raw else raw[1:-1]
