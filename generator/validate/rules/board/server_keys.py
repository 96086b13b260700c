"""A dashboard file holds nothing that a server made up: no `id`, no `iteration`.

A numeric `id` belongs to one Grafana: another one answers "Dashboard not found", or changes somebody else's board.
Both make every export differ from the last one.

Passes:

    board: {id: null}
    ---
    board: {id: null, tags: [shop]}

Fails:

    board: {id: 42}
    ---
    board: {iteration: 1650000000000}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found, Mend
from generator.validate.rule import Rule
from generator.validate.view import BoardView

_SERVERS = ("id", "iteration")


def _check(view: BoardView) -> Iterator[Found]:
    for key in _SERVERS:
        if view.board.raw.get(key) is not None:
            at = view.at(key)
            yield Found(at, f'"{key}" comes from a server', "leave it out", key=True, mend=(Mend("remove", at),))


rule = Rule(BoardView, "warning", _check, others="info")
