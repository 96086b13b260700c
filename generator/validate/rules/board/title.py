"""A dashboard has a title.

Grafana refuses to save a board without one, or with one of more than 5,000 bytes.

Passes:

    board: {title: Shop}
    ---
    board: {title: 가게}

Fails:

    board: {title: null}
    ---
    board: {title: "   "}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView

_LONGEST = 5000


def _check(view: BoardView) -> Iterator[Found]:
    title = view.board.title or ""
    if not title.strip():
        yield Found(view.at("title"), "the dashboard has no title", "give it one: Grafana refuses to save it without")
    elif len(title.encode("utf-8", "replace")) > _LONGEST:
        yield Found(view.at("title"), f"the title has more than the {_LONGEST} bytes that Grafana takes", "shorten it")


rule = Rule(BoardView, "error", _check)
