"""The refresh interval is one that Grafana keeps: at least 5 s, or nothing, or `auto`.

Grafana quietly rewrites a shorter or unreadable one to its minimum, so that the stored board never equals the file.

Passes:

    board: {refresh: 1m}
    ---
    board: {refresh: ""}
    ---
    board: {refresh: auto}

Fails:

    board: {refresh: 1s}
    ---
    board: {refresh: sometimes}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.interpolate import duration
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView

_SHORTEST = 5.0


def _check(view: BoardView) -> Iterator[Found]:
    refresh = view.board.refresh
    if not refresh or refresh == "auto":
        return
    seconds = duration.parse(refresh)
    if seconds is None:
        yield Found(view.at("refresh"), f'refresh "{refresh}" is no duration', 'write "1m", or "" for none')
    elif seconds < _SHORTEST:
        yield Found(
            view.at("refresh"),
            f'refresh "{refresh}" is below the 5s that Grafana allows by default',
            'write "5s" or more',
        )


rule = Rule(BoardView, "warning", _check)
