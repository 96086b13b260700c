"""No panel lies on another, on the board or inside a closed row.

Grafana pushes the lower one down when it loads the board, so that nobody sees the layout that the file describes; a
panel that is wholly covered looks lost.

Passes:

    panels: [{gridPos: {x: 0, y: 0, w: 12, h: 8}}, {gridPos: {x: 12, y: 0, w: 12, h: 8}}]
    ---
    panels: [{gridPos: {x: 0, y: 0, w: 24, h: 8}}, {gridPos: {x: 0, y: 8, w: 24, h: 8}}]

Fails:

    panels: [{gridPos: {x: 0, y: 0, w: 12, h: 8}}, {gridPos: {x: 8, y: 4, w: 12, h: 8}}]
    ---
    panels: [{gridPos: {x: 0, y: 0, w: 24, h: 8}}, {gridPos: {x: 0, y: 0, w: 24, h: 8}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.places import overlaps, place, surfaces
from generator.validate.rule import Rule
from generator.validate.view import BoardView


def _check(view: BoardView) -> Iterator[Found]:
    for tiles in surfaces(view.board):
        for tile, on in overlaps(tiles):
            yield Found(place(view.board, tile), f'"{tile.name}" lies on "{on.name}"', "move one of the two")


rule = Rule(BoardView, "warning", _check)
