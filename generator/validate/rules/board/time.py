"""The time range is one that Grafana reads: `now-1h`, `now/d`, a date, or milliseconds since 1970.

An unreadable one makes the board open with "Invalid date" and empty panels.

Passes:

    board: {time: {from: now-6h, to: now}}
    ---
    board: {time: {from: now/d, to: now/d}}
    ---
    board: {time: {from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z"}}

Fails:

    board: {time: {from: 1 hour ago, to: now}}
    ---
    board: {time: {from: now-1h, to: now+soon}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView

_RELATIVE = re.compile(r"now(?:\s*(?:[+-]\s*\d*\s*[smhdwMyQ]|/f?[smhdwMyQ]+))*", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)


def _check(view: BoardView) -> Iterator[Found]:
    for key, said in (("from", view.board.time_from), ("to", view.board.time_to)):
        if said and not (_RELATIVE.fullmatch(said) or _DATE.fullmatch(said) or said.isdecimal()):
            at = view.at("timeSettings", key) if view.new_model else view.at("time", key)
            yield Found(at, f'time {key} "{said}" is nothing that Grafana reads', 'write "now-1h" or a date')


rule = Rule(BoardView, "warning", _check)
