"""How a decoded text is spelled in its file: escapes, indentation, folded lines."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right

#: One decoded character each; a pair of surrogates is one.
_JSON_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u.{4}|.)", re.DOTALL)

#: What YAML takes for the end of a line. It keeps the last two as they are, the others become \n.
_ENDS = "\n\r\x85\u2028\u2029"
_KEPT = "\u2028\u2029"
_BREAK = re.compile(f"\r\n|[{_ENDS}]")
_NEWLINE = re.compile("[\n\u2028\u2029]")
_BLANKS = f" \t{_ENDS}"

#: What stands in a quoted or plain YAML scalar for something else, by the character that the scalar begins with.
_FOLDED_RUN = rf"(?P<run>[{_BLANKS}]+)"
_IN_DOUBLE = re.compile(
    rf"\\(?P<joined>[{_ENDS}][{_BLANKS}]*)|(?P<escape>\\(?:x.{{2}}|u.{{4}}|U.{{8}}|.))|{_FOLDED_RUN}", re.DOTALL
)
_IN_SINGLE = re.compile(rf"(?P<escape>'')|{_FOLDED_RUN}")
_IN_PLAIN = re.compile(_FOLDED_RUN)


class Spelling:
    """The pieces of a decoded text, each with the stretch of the file that spells it."""

    def __init__(self) -> None:
        self.length = 0
        self._offsets = array("I")
        self._starts = array("I")
        self._ends = array("I")

    def add(self, length: int, start: int, end: int) -> None:
        """The next `length` decoded characters are spelled at `start:end`: as they are, where that is as long."""
        self._offsets.append(self.length)
        self._starts.append(start)
        self._ends.append(end)
        self.length += length

    def extent(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the file for the decoded `start:end`."""
        start = min(max(start, 0), self.length)
        end = min(max(end, start), self.length)
        first = self._begin(start)
        return first, max(first, first if end == start else self._end(end))

    def _begin(self, offset: int) -> int:
        piece = bisect_right(self._offsets, offset) - 1
        within = offset - self._offsets[piece]
        if self._is_verbatim(piece):
            return self._starts[piece] + within
        return self._ends[piece] if within and offset == self.length else self._starts[piece]

    def _end(self, offset: int) -> int:
        piece = bisect_right(self._offsets, offset - 1) - 1
        if self._is_verbatim(piece):
            return self._starts[piece] + offset - self._offsets[piece]
        return self._ends[piece]

    def _is_verbatim(self, piece: int) -> bool:
        next_offset = self._offsets[piece + 1] if piece + 1 < len(self._offsets) else self.length
        return next_offset - self._offsets[piece] == self._ends[piece] - self._starts[piece]


def of_json(text: str, start: int, end: int) -> Spelling:
    """The spelling of the JSON string at `text[start:end]`, quotes included."""
    spelling = Spelling()
    at = start + 1
    for match in _JSON_ESCAPE.finditer(text, at, end - 1):
        if match.start() > at:
            spelling.add(match.start() - at, at, match.start())
        spelling.add(1, *match.span())
        at = match.end()
    spelling.add(end - 1 - at, at, end - 1)
    return spelling


def of_yaml(text: str, start: int, end: int, decoded: str) -> Spelling:
    """The spelling of the YAML scalar at `text[start:end]`.

    Exact for every style; a scalar that turns out otherwise is one piece, so that its own place is still right.
    """
    style = text[start : start + 1]
    if style in ("|", ">"):
        spelling = (_literal if style == "|" else _folded)(text, start, end, decoded)
    else:
        spelling = _flow(text, start, end)
    if spelling is None or spelling.length != len(decoded):
        spelling = Spelling()
        spelling.add(len(decoded), start, end)
    return spelling


def _flow(text: str, start: int, end: int) -> Spelling:
    quote = text[start : start + 1]
    pattern = {'"': _IN_DOUBLE, "'": _IN_SINGLE}.get(quote, _IN_PLAIN)
    at, end = (start, end) if pattern is _IN_PLAIN else (start + 1, end - 1)
    spelling = Spelling()
    for match in pattern.finditer(text, at, end):
        length = 1 if match.lastgroup == "escape" else _folded_length(match[0], match.lastgroup == "joined")
        if length is None:
            continue
        if match.start() > at:
            spelling.add(match.start() - at, at, match.start())
        spelling.add(length, *match.span())
        at = match.end()
    spelling.add(end - at, at, end)
    return spelling


def _folded_length(run: str, joined: bool) -> int | None:
    """How many characters a run of blanks becomes; None when no line ends in it, so that it stays as it is."""
    breaks = _BREAK.findall(run)
    if joined:
        return len(breaks) - 1
    if not breaks:
        return None
    return len(breaks) if breaks[0] in _KEPT else max(len(breaks) - 1, 1)


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The lines below the head of a block scalar, without their ends; the last one whole."""
    last = _BREAK.search(text, end)
    end = last.start() if last else len(text)
    breaks = [match.span() for match in _BREAK.finditer(text, start, end)]
    stops = [*(first for first, _ in breaks[1:]), end]
    return [(after, stop) for (_, after), stop in zip(breaks, stops, strict=True)] if breaks else []


def _literal(text: str, start: int, end: int, decoded: str) -> Spelling | None:
    """Line by line: each stands in the file as it is, behind the indentation."""
    lines = _lines(text, start, end)
    indent = _indent(lines, decoded)
    spelling = Spelling()
    at = 0
    for first, last in lines:
        if at > len(decoded):
            break
        stop = _line_end(decoded, at)
        begin = min(first + indent, last)
        if last - begin != stop - at:
            return None
        spelling.add(stop - at, begin, last)
        if stop < len(decoded):
            spelling.add(1, last, last)
        at = stop + 1
    spelling.add(max(len(decoded) - spelling.length, 0), end, end)
    return spelling


def _indent(lines: list[tuple[int, int]], decoded: str) -> int:
    """What stands before each line: the parser has taken it off the first one that has words."""
    words = len(decoded) - len(decoded.lstrip(f" {_ENDS}"))
    before = [match.end() for match in _NEWLINE.finditer(decoded, 0, words)]
    if len(before) >= len(lines):
        return 0
    first, last = lines[len(before)]
    at = before[-1] if before else 0
    return max(last - first - (_line_end(decoded, at) - at), 0)


def _line_end(decoded: str, at: int) -> int:
    found = _NEWLINE.search(decoded, at)
    return found.start() if found else len(decoded)


def _folded(text: str, start: int, end: int, decoded: str) -> Spelling | None:
    """Word by word would do, but lines are kept whole: only the blanks between them differ."""
    spelling = Spelling()
    at, behind = 0, start
    for first, last in _lines(text, start, end):
        line = text[first:last].strip(" \t")
        if not line:
            continue
        gap = at
        while gap < len(decoded) and decoded[gap] in _BLANKS:
            gap += 1
        if not decoded.startswith(line, gap):
            return None
        begin = text.index(line[0], first)
        if gap > at:
            spelling.add(gap - at, behind, behind)
        spelling.add(len(line), begin, begin + len(line))
        at, behind = gap + len(line), begin + len(line)
    spelling.add(len(decoded) - at, behind, behind)
    return spelling
