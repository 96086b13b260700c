"""A dashboard has a uid that Grafana takes and that says which board it is.

Without one Grafana makes up a new uid at each import, and every link to the board breaks. It may have 40 characters:
letters, digits, `-` and `_`; anything else is refused when the board is saved.

Passes:

    board: {uid: shop-overview}
    ---
    board: {uid: A_1}

Fails:

    board: {uid: null}
    ---
    board: {uid: "shop overview"}
    ---
    board: {uid: this-uid-is-longer-than-the-forty-that-fit}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView

_LEGAL = re.compile(r"[A-Za-z0-9_-]*")
_LONGEST = 40


def _check(view: BoardView) -> Iterator[Found]:
    uid = view.board.uid
    if not uid:
        # A file of somebody else's may be meant for an import, which asks for a uid.
        yield Found(view.at(), "the dashboard has no uid", 'add "uid", such as "shop-overview"', unsure=not view.ours)
    elif not _LEGAL.fullmatch(uid):
        yield Found(
            view.uid_pointer, f'the uid "{uid}" has characters that Grafana refuses', "use letters, digits, - and _"
        )
    elif len(uid) > _LONGEST:
        yield Found(view.uid_pointer, f"the uid has {len(uid)} characters of at most {_LONGEST}", "shorten it")


rule = Rule(BoardView, "error", _check)
