r"""No invisible characters stand in queries, links and titles.

A zero-width space or a byte order mark that came along with a copy makes a label value match nothing and a link lead
nowhere, and nobody can see why.

Passes:

    promql: up
    ---
    panel: {title: "요청 수"}

Fails:

    promql: "up{job=\"a\u200b\"}"
    ---
    board: {links: [{type: link, title: B, url: "/d/shop?\uFEFF${__url_time_range}"}]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView

#: Zero-width spaces and joiners' kin, direction marks, byte order mark. U+200D joins emoji, and is left alone.
_INVISIBLE = re.compile("[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")


def _check(view: BoardView) -> Iterator[Found]:
    for place in view.places:
        match = _INVISIBLE.search(place.text) if place.kind != "words" else None
        if match is not None:
            yield Found(
                place.pointer,
                f"the text holds the invisible character U+{ord(match[0]):04X}",
                "remove it",
                (match.start(), match.end()),
            )


rule = Rule(BoardView, "warning", _check)
