"""A closed row holds its panels, and an open one holds none: they follow it.

Grafana throws away what stands inside an open row, and shows nothing when a closed one that holds nothing is opened.

Passes:

    board:
      {panels: [{id: 1, type: row, title: A, collapsed: true, gridPos: {x: 0, y: 0, w: 24, h: 1}, panels: [{id: 2,
                type: text, title: B, gridPos: {x: 0, y: 1, w: 24, h: 4}}]}]}
    ---
    board:
      panels:
        - {id: 1, type: row, title: A, collapsed: false, gridPos: {x: 0, y: 0, w: 24, h: 1}, panels: []}
        - {id: 2, type: text, title: B, gridPos: {x: 0, y: 1, w: 24, h: 4}}

Fails:

    board:
      {panels: [{id: 1, type: row, title: A, collapsed: false, gridPos: {x: 0, y: 0, w: 24, h: 1}, panels: [{id: 2,
                type: text, title: B, gridPos: {x: 0, y: 1, w: 24, h: 4}}]}]}
    ---
    board:
      panels:
        - {id: 1, type: row, title: A, collapsed: true, gridPos: {x: 0, y: 0, w: 24, h: 1}, panels: []}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView


def _check(view: BoardView) -> Iterator[Found]:
    for row in view.board.rows:
        panels = row.raw.get("panels")
        held = panels if isinstance(panels, list) else []
        # The rows of before Grafana 5 hold their panels, open or not.
        if row.raw.get("type") != "row" or "/rows/" in row.pointer:
            continue
        if held and not row.collapsed:
            yield Found(
                view.at("panels", pointer=row.pointer),
                f'the open row "{row.title}" holds {len(held)} panels, which Grafana throws away',
                "put them behind the row, or close it",
                key=True,
            )
        elif row.collapsed and not held:
            yield Found(
                view.at("collapsed", pointer=row.pointer),
                f'the closed row "{row.title}" holds no panel',
                "put its panels into it, or open it",
            )


rule = Rule(BoardView, "error", _check, others="warning")
