"""The grid has no holes: each line of panels fills the 24 columns, and no empty lines stand between them.

Passes:

    panels: [{gridPos: {x: 0, y: 0, w: 12, h: 8}}, {gridPos: {x: 12, y: 0, w: 12, h: 8}}]
    ---
    panel: {gridPos: {x: 0, y: 0, w: 24, h: 8}}

Fails:

    panels: [{gridPos: {x: 0, y: 0, w: 12, h: 8}}, {gridPos: {x: 0, y: 8, w: 24, h: 8}}]
    ---
    panels: [{gridPos: {x: 0, y: 0, w: 24, h: 8}}, {gridPos: {x: 0, y: 12, w: 24, h: 8}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.places import holes, overlaps, place, surfaces
from generator.validate.rule import Rule
from generator.validate.view import BoardView


def _check(view: BoardView) -> Iterator[Found]:
    for tiles in surfaces(view.board):
        if any(overlaps(tiles)):
            # Where the layout falls apart nobody can tell what is a hole.
            continue
        for tile, why in holes(tiles):
            yield Found(place(view.board, tile), f'"{tile.name}": {why}', "make its neighbours fit")


rule = Rule(BoardView, "warning", _check, others="info")
