"""The part of a query that is meant: its lines, each above a line of carets, cut to the width of the screen."""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.finding import Excerpt
from generator.validate.reports.characters import cells, visible

#: Of a longer part, only the first lines are shown.
MOST_LINES = 4
_TAB = 4
_NARROWEST = 20
_CUT = "…"


def shown(excerpt: Excerpt, width: int) -> Iterator[tuple[str, str]]:
    """Pairs of a source line and its line of carets, none longer than `width` cells, or 20 on a narrower screen.

    In a query of several lines each has its number in front. A text of nothing but blanks has nothing to show.
    """
    text = excerpt.text
    start = min(max(excerpt.start, 0), len(text))
    end = min(max(excerpt.end, start), len(text))
    if not text or text.isspace():
        return
    number = text.count("\n", 0, start) + 1
    count = text.count("\n", start, max(end - 1, start)) + 1
    digits = len(str(number + min(count, MOST_LINES) - 1)) if "\n" in text else 0
    below = f"{'':{digits + 1}}| " if digits else "| "
    room = max(width, _NARROWEST) - len(below)
    line = text.rfind("\n", 0, start) + 1
    for nth in range(min(count, MOST_LINES)):
        stop = text.find("\n", line)
        stop = len(text) if stop < 0 else stop
        if nth > 0:
            start = _past_blanks(text, line, min(end, stop))
        if nth == 0 or start < min(end, stop):
            source, carets = _line(text, line, stop, start, min(end, stop), room)
            yield (f"{number + nth:{digits}} | " if digits else below) + source, below + carets
        line = stop + 1
    if count > MOST_LINES:
        rest = count - MOST_LINES
        yield f"{below}{_CUT} and {rest} more {'line' if rest == 1 else 'lines'}", ""


def _past_blanks(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _line(text: str, line: int, stop: int, start: int, end: int, room: int) -> tuple[str, str]:
    """What is shown of `text[line:stop]`, and the carets below `text[start:end]`, at least one."""
    if stop > line and text[stop - 1] == "\r":
        stop -= 1
    start, end = min(start, stop), min(max(start, end), stop)
    # Wide enough for any window; a line may have millions of characters.
    low, high = max(line, start - room), min(stop, start + 2 * room)
    pieces = _pieces(text[low:high])
    widths = [width for _, width in pieces]
    first, last = start - low, min(end, high) - low
    left, right = 0, len(pieces)
    if low > line or high < stop or sum(widths) >= room:
        left, right = _window(widths, first, last, room - 2 * len(_CUT))
    before = _CUT if low + left > line else ""
    after = _CUT if low + right < stop else ""
    indent = len(before) + sum(widths[left:first])
    source = before + "".join(piece for piece, _ in pieces[left:right]) + after
    return source, " " * indent + "^" * max(sum(widths[first : min(last, right)]), 1)


def _pieces(characters: str) -> list[tuple[str, int]]:
    """Each character as it is shown, and its cells."""
    if characters.isascii() and characters.isprintable():
        return [(character, 1) for character in characters]
    pieces: list[tuple[str, int]] = []
    column = 0
    for character in characters:
        if character == "\t":
            piece = " " * (_TAB - column % _TAB)
            width = len(piece)
        else:
            piece = visible(character)
            width = len(piece) if piece != character else cells(character)
        pieces.append((piece, width))
        column += width
    return pieces


def _window(widths: list[int], first: int, last: int, room: int) -> tuple[int, int]:
    """Which pieces to show: the meant ones, as far as they fit, in the middle of what is around them."""
    left, right = first, first
    while right < last and widths[right] <= room:
        room -= widths[right]
        right += 1
    if right < last:
        return left, right
    share = max(room // 2, room - sum(widths[last:]))
    while left > 0 and widths[left - 1] <= share:
        left -= 1
        share -= widths[left]
        room -= widths[left]
    while right < len(widths) and widths[right] <= room:
        room -= widths[right]
        right += 1
    return left, right
