"""Every panel has an id of its own.

Links to a single panel, repeats, alerts and annotations name panels by id. Grafana gives new ids to panels without one
and to the later of two that share one, at each load.

Passes:

    panels: [{id: 1}, {id: 2}]
    ---
    panel: {id: 7}

Fails:

    panels: [{id: 1}, {id: 1}]
    ---
    panel: {id: null}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.board_json import Panel, Row
from generator.validate.found import Found, Mend
from generator.validate.rule import Rule
from generator.validate.view import BoardView


def _check(view: BoardView) -> Iterator[Found]:
    if view.board.form in ("v2", "kubernetes-v2"):
        return
    unsorted: tuple[Panel | Row, ...] = (*view.board.panels, *view.board.rows)
    parts = sorted(unsorted, key=lambda one: _order(one.pointer))
    taken = {one.id for one in parts if one.id is not None}
    free = max(taken, default=0)
    seen: dict[int, str] = {}
    for one in parts:
        name = one.title or "without a title"
        if one.id is None:
            free += 1
            absent = "id" not in one.raw
            mend = Mend("add", one.pointer, free, "id") if absent else Mend("set", f"{one.pointer}/id", free)
            yield Found(
                view.at("id", pointer=one.pointer), f'panel "{name}" has no id', f'add "id": {free}', mend=(mend,)
            )
        elif one.id in seen:
            free += 1
            at = view.at("id", pointer=one.pointer)
            yield Found(
                at,
                f'panel "{name}" has the id {one.id} of "{seen[one.id]}"',
                f"make it {free}",
                mend=(Mend("set", at, free),),
            )
        else:
            seen[one.id] = name


def _order(pointer: str) -> tuple[int, ...]:
    return tuple(int(part) for part in pointer.split("/") if part.isdecimal())


rule = Rule(BoardView, "error", _check, others="warning")
