"""A panel or row is repeated by a variable that the board has.

Passes:

    panel: {repeat: job}
    ---
    panel: {repeat: null}

Fails:

    panel: {repeat: jobs}
    ---
    panel: {repeat: "$cluster"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.board_json import Panel, Row
from generator.config.nearest import did_you_mean
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView


def _check(view: BoardView) -> Iterator[Found]:
    names = {one.name for one in view.board.variables if one.name}
    parts: tuple[Panel | Row, ...] = (*view.board.panels, *view.board.rows)
    for part in parts:
        if part.repeat and part.repeat.strip("${}") not in names:
            near = did_you_mean(part.repeat, names)
            yield Found(
                view.at("repeat", pointer=part.pointer),
                f'no variable "{part.repeat}" to repeat by{near}',
                "name a variable",
            )


rule = Rule(BoardView, "error", _check, others="warning")
