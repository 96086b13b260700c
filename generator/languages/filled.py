"""A query with something in the place of each reference, and the way back to what its author wrote."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Literal

from generator.interpolate import Reference

#: What stands in a hole: the variable's known value; a stand-in for one of Grafana's own names; a guess for a
#: variable whose value nobody knows; a guess for a name that nobody declared.
Source = Literal["value", "grafana", "guess", "unknown"]


@dataclass(frozen=True, slots=True)
class Hole:
    """One reference and the region `start` to `end` of the filled text that stands for it; it may be empty."""

    reference: Reference
    start: int
    end: int
    source: Source

    @property
    def guessed(self) -> bool:
        return self.source in ("guess", "unknown")


@dataclass(frozen=True, slots=True)
class Filled:
    """`text` is `author` with every reference replaced; `holes` are in order and never overlap.

    Regions given to the methods are offsets into `text`, those they return are offsets into `author`. An offset
    outside the text is taken for the nearest inside.
    """

    text: str
    author: str
    holes: tuple[Hole, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The region of the author's text behind a region: one that ends inside a hole takes in the whole reference."""
        first = self._before(start, inside_is_before=False)
        last = self._before(end, inside_is_before=True)
        return min(first, last), max(first, last)

    def written(self, start: int, end: int) -> str:
        """What the author wrote for a region: `$__rate_interval` for `7919s`."""
        first, last = self.origin(start, end)
        return self.author[first:last]

    def holes_in(self, start: int, end: int) -> tuple[Hole, ...]:
        """The holes that share a character with a region, and the empty ones within or at its ends."""
        first = bisect_left(self.holes, start, key=lambda hole: hole.end)
        last = bisect_right(self.holes, end, key=lambda hole: hole.start)
        return tuple(
            hole for hole in self.holes[first:last] if hole.start == hole.end or (hole.start < end and hole.end > start)
        )

    def is_guess(self, start: int, end: int) -> bool:
        """Whether any part of a region is a guess, so that no rule may take it at its word."""
        return any(hole.guessed for hole in self.holes_in(start, end))

    def _before(self, offset: int, *, inside_is_before: bool) -> int:
        """The author's offset for one in `text`; inside a hole its reference's end, or its start."""
        offset = max(0, min(offset, len(self.text)))
        if inside_is_before:
            index = bisect_left(self.holes, offset, key=lambda hole: hole.start) - 1
        else:
            index = bisect_right(self.holes, offset, key=lambda hole: hole.start) - 1
        if index < 0:
            return offset
        hole = self.holes[index]
        if offset < hole.end:
            return hole.reference.end if inside_is_before else hole.reference.start
        return hole.reference.end + offset - hole.end
