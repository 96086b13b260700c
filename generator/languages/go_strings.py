"""Reads the quoted texts of Go, which LogQL and Go's templates share: "a\\tb", `raw`, 'x'."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ESCAPE = re.compile(
    r"\\(?:(?P<plain>[abfnrtv\\'\"])|(?P<octal>[0-3][0-7]{2})|x(?P<hex>[0-9A-Fa-f]{2})"
    r"|u(?P<short>[0-9A-Fa-f]{4})|U(?P<long>[0-9A-Fa-f]{8}))"
)
_PLAIN = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"'}
_LONE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Unquoted:
    """What a quoted text means, and where each of its characters stands in the text as it is written.

    A byte that is not UTF-8 is a lone surrogate, as Python's `surrogateescape` has it.
    """

    value: str
    #: Pairs (offset in `value`, offset in the written text): from there on both go in step until the next pair.
    steps: tuple[tuple[int, int], ...]

    def written(self, offset: int) -> int:
        """Where the character at `offset` of the value stands in the written text, quotes counted."""
        low, high = 0, len(self.steps)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.steps[middle][0] <= offset else (low, middle)
        start, place = self.steps[low]
        return place + offset - start


@dataclass(frozen=True, slots=True)
class BadEscape:
    """An escape that Go does not know; `written[start:end]`."""

    start: int
    end: int


def unquote(written: str) -> Unquoted | BadEscape:
    """The meaning of a text with its quotes on. The quotes must be there and must match."""
    quote, inside = written[0], _LONE.sub("\ufffd", written[1:-1])
    if quote == "`":
        return _raw(inside)
    pieces: list[str] = []
    steps = [(0, 1)]
    length = position = 0
    while (slash := inside.find("\\", position)) >= 0:
        match = _ESCAPE.match(inside, slash)
        character, end = _escaped(inside, match) if match else (None, slash)
        if match is None or character is None or (match["plain"] in ("'", '"') and match["plain"] != quote):
            return BadEscape(slash + 1, min(slash + 3, len(written) - 1))
        pieces += (inside[position:slash], character)
        length += slash - position
        # Every character of the escape stands where the escape begins.
        steps.append((length, slash + 1))
        length += len(character)
        steps.append((length, end + 1))
        position = end
    pieces.append(inside[position:])
    return Unquoted("".join(pieces), tuple(steps))


def _escaped(text: str, match: re.Match[str]) -> tuple[str | None, int]:
    """The characters that an escape stands for (a run of bytes is read as UTF-8), and where it ends."""
    if match["plain"]:
        return _PLAIN[match["plain"]], match.end()
    if code := match["short"] or match["long"]:
        number = int(code, 16)
        return (None if number > 0x10FFFF else _LONE.sub("\ufffd", chr(number))), match.end()
    run = bytearray()
    following: re.Match[str] | None = match
    end = match.end()
    while following and (following["hex"] or following["octal"]):
        run.append(int(following["hex"], 16) if following["hex"] else int(following["octal"], 8))
        end = following.end()
        following = _ESCAPE.match(text, end)
    return run.decode("utf-8", "surrogateescape"), end


def _raw(inside: str) -> Unquoted:
    """Between backticks everything is literal, but Go drops carriage returns."""
    steps = [(0, 1)]
    for count, match in enumerate(re.finditer("\r", inside), start=1):
        steps.append((match.end() - count, match.end() + 1))
    return Unquoted(inside.replace("\r", ""), tuple(steps))
