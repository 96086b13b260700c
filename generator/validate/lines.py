"""A file's text by lines and columns, as an editor counts them."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

BOM = "\ufeff"

#: What editors and JSON take for the end of a line. YAML has more, but nobody's editor counts those.
_BREAK = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file: lines and columns count from 1, in characters; `end_column` is the one after the last."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, eq=False)
class Text:
    """What a file says, without its byte order mark; `file` is the name that findings give it."""

    file: str
    content: str
    #: Whether the file begins with a byte order mark.
    bom: bool = False

    @cached_property
    def _starts(self) -> array[int]:
        starts = array("I", (0,))
        starts.extend(match.end() for match in _BREAK.finditer(self.content))
        return starts

    def at(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset; those of the end for an offset behind it."""
        offset = min(max(offset, 0), len(self.content))
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def place(self, start: int, end: int) -> Place:
        """The place of `content[start:end]`."""
        return Place(*self.at(start), *self.at(max(start, end)))

    def line(self, number: int) -> str:
        """A line without its end; empty when the file has no such line."""
        if not 1 <= number <= len(self._starts):
            return ""
        end = self._starts[number] if number < len(self._starts) else len(self.content)
        return self.content[self._starts[number - 1] : end].rstrip("\r\n")

    def to_bytes(self) -> bytes:
        """The bytes of the file."""
        return ((BOM if self.bom else "") + self.content).encode("utf-8", "surrogatepass")
