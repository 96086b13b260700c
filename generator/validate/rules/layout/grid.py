"""Every panel has a place on the grid of 24 columns: `x + w` is at most 24, width and height are more than none.

Grafana cuts or moves a panel that does not fit, differently on each screen.

Passes:

    panel: {gridPos: {x: 12, y: 0, w: 12, h: 8}}
    ---
    panel: {gridPos: {x: 0, y: 3, w: 24, h: 1}}
    ---
    panel: {gridPos: {x: null, y: 3, w: 24, h: 1}}

Fails:

    panel: {gridPos: {x: 16, y: 0, w: 12, h: 8}}
    ---
    panel: {gridPos: {x: 0, y: 0, w: 12, h: 0}}
    ---
    panels: [{gridPos: {x: 0, y: 0, w: 24, h: 8}}, {gridPos: null}]
    ---
    panel: {gridPos: null}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.board_json import Dashboard
from generator.validate.found import Found
from generator.validate.places import COLUMNS, placed
from generator.validate.rule import Rule
from generator.validate.view import BoardView

#: The first schemaVersion of which panels have places instead of rows.
_GRID = 16


def _check(view: BoardView) -> Iterator[Found]:
    places = {one.element: one.pointer for one in view.board.placements}
    for panel in view.board.panels:
        classic = view.at("gridPos", pointer=panel.pointer)
        at, grid = view.part(places.get(panel.element, panel.pointer)) if view.new_model else classic, panel.grid
        if grid is None:
            if view.new_model or not _on_a_grid(view.board) or "/rows/" in panel.pointer:
                # Boards of before Grafana 5 have rows with spans, those of the new model other layouts.
                continue
            yield Found(at, "the panel has no place on the grid", 'add "gridPos" with x, y, w and h')
        elif grid.w <= 0 or grid.h <= 0:
            yield Found(at, f"the panel is {grid.w:g} wide and {grid.h:g} high", "give it a size")
        elif grid.x < 0 or grid.y < 0:
            yield Found(at, f"the panel stands at x {grid.x:g}, y {grid.y:g}", "begin at 0")
        elif grid.x + grid.w > COLUMNS:
            yield Found(at, f"the panel ends at column {grid.x + grid.w:g} of {COLUMNS}", "let x + w be at most 24")


def _on_a_grid(board: Dashboard) -> bool:
    return placed(board) or (board.schema_version or 0) >= _GRID


rule = Rule(BoardView, "warning", _check)
