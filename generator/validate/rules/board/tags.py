"""A dashboard has a tag, so that it can be found and so that menus of boards by tag list it.

Passes:

    board: {tags: [shop]}
    ---
    board: {tags: [shop, team-a]}

Fails:

    board: {tags: []}
    ---
    board: {tags: null}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView


def _check(view: BoardView) -> Iterator[Found]:
    if not view.board.tags:
        yield Found(view.at("tags"), "the dashboard has no tag", "give it the tag of its application")


rule = Rule(BoardView, "warning", _check, others="info")
