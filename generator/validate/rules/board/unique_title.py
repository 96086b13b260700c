"""Two dashboards of one folder have different titles.

People cannot tell them apart, Grafana 10 refuses the second one, and file providers that make two boards of one title
in one folder lose the right to write them.

Passes:

    boards: [{board: {title: Shop}}, {board: {title: Stock}}]
    ---
    board: {title: Shop}

Fails:

    boards: [{board: {title: Shop}}, {board: {title: Shop}}]
    ---
    boards: [{board: {title: Shop}}, {board: {title: Stock}}, {board: {title: "Stock "}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView


def _check(view: BoardView) -> Iterator[Found]:
    title = (view.board.title or "").strip()
    if not title:
        return
    for card in view.known.titled(view.folder, title):
        if card.where != view.where:
            yield Found(
                view.at("title"), f'the title "{title}" is also that of {card.where}', "give one of them another"
            )
            return


rule = Rule(BoardView, "warning", _check)
