"""Where each panel stands on Grafana's grid: computed, with no hole and no overlap."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from generator.board.board import Board, Row
from generator.board.panels import Panel
from generator.board.style import COLUMNS
from generator.errors import GeneratorError

#: As many as fit below 2**31: among thousands of boards two keys of one must not meet.
_IDS = 2**31 - 1


@dataclass(frozen=True)
class Cell:
    """A rectangle of the grid, in grid units: 24 columns wide, 30 pixels a row."""

    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True)
class Placed:
    """A row's header or a panel, with its place and its id."""

    cell: Cell
    id: int
    panel: Panel | None = None
    row: Row | None = None
    #: The panels that a collapsed row holds.
    inside: tuple[Placed, ...] = ()


def panel_id(board: str, key: str) -> int:
    """The id of a panel: made of the keys alone, so neither a new panel nor a new title moves it."""
    digest = hashlib.sha256(f"{board}/{key}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % _IDS + 1


def place(board: Board) -> tuple[Placed, ...]:
    """All rows and panels of a board in their places. GeneratorError where a line has a hole or a key is taken."""
    keys: dict[int, str] = {}

    def identify(key: str) -> int:
        number = panel_id(board.key, key)
        if number in keys:
            said = "is used twice" if keys[number] == key else f'has the same id as "{keys[number]}"'
            raise GeneratorError(f'board "{board.key}" › panel "{key}": the key {said}', "give the panel another key")
        keys[number] = key
        return number

    placed: list[Placed] = []
    y = 0
    for one in board.rows:
        top = y
        if one.title:
            y += 1
        panels = []
        for panel, cell in _lines(board, one, y):
            panels.append(Placed(cell, identify(panel.key), panel))
            y = cell.y + cell.h
        if one.title:
            inside = tuple(panels) if one.collapsed else ()
            placed.append(Placed(Cell(0, top, COLUMNS, 1), identify(f"row:{one.key}"), row=one, inside=inside))
            if one.collapsed:
                # A folded row takes one line; its panels keep the places they unfold to.
                y = top + 1
                continue
        placed.extend(panels)
    return tuple(placed)


def _lines(board: Board, one: Row, y: int) -> Iterator[tuple[Panel, Cell]]:
    """Panels side by side, line by line. Each line is 24 columns wide and of one height."""
    line: list[Panel] = []
    for panel in one.panels:
        line.append(panel)
        width = sum(each.width for each in line)
        if width < COLUMNS:
            continue
        uneven = [each for each in line if each.height != line[0].height]
        if width > COLUMNS or uneven:
            wrong = f"the line is {width} columns wide" if width > COLUMNS else "the heights in its line differ"
            raise _hole(board, uneven[0] if uneven else panel, wrong)
        x = 0
        for each in line:
            yield each, Cell(x, y, each.width, each.height)
            x += each.width
        y += line[0].height
        line = []
    if line:
        raise _hole(board, line[-1], f"its line ends at column {sum(each.width for each in line)}")


def _hole(board: Board, panel: Panel, wrong: str) -> GeneratorError:
    return GeneratorError(
        f'board "{board.key}" › panel "{panel.key}": {wrong}',
        f"make the widths of each line add up to {COLUMNS}, with one height",
    )
