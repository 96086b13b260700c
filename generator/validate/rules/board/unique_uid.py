"""Each dashboard has a uid of its own.

Of two boards with one uid the later upload replaces the earlier one, and file providers that share a uid lose the
right to write both.

Passes:

    boards: [{board: {uid: a}}, {board: {uid: b}}]
    ---
    board: {uid: a}

Fails:

    boards: [{board: {uid: a}}, {board: {uid: a}}]
    ---
    boards: [{board: {uid: a}}, {board: {uid: b}}, {board: {uid: b}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView


def _check(view: BoardView) -> Iterator[Found]:
    cards = view.known.uids.get(view.board.uid or "", ())
    others = [card.where for card in cards if card.where != view.where]
    if others:
        yield Found(
            view.uid_pointer,
            f'the uid "{view.board.uid}" is also that of {others[0]}',
            "give one of the two another uid",
        )


rule = Rule(BoardView, "error", _check, others="warning")
