r"""No invisible characters stand in queries, links and titles.

A zero-width space or a byte order mark that came along with a copy makes a label value match nothing and a link lead
nowhere, and nobody can see why.

Passes:

    promql: up
    ---
    panel: {title: "요청 수"}
    ---
    panel:
      {datasource: {type: grafana-testdata-datasource, uid: t}, targets: [{refId: A, scenarioId: csv_content, datasource: {
              type: grafana-testdata-datasource, uid: t}, csvContent: "a\u00ad,b"}]}

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


_READ = ("prometheus", "loki", "tempo")


def _check(view: BoardView) -> Iterator[Found]:
    for place in view.places:
        # Words may be written as people write them, and other data sources have whole tables in their queries.
        free = place.kind == "words" or (place.kind == "query" and place.language not in _READ)
        match = None if free else _INVISIBLE.search(place.text)
        if match is not None:
            yield Found(
                place.pointer,
                f"the text holds the invisible character U+{ord(match[0]):04X}",
                "remove it",
                (match.start(), match.end()),
            )


rule = Rule(BoardView, "warning", _check)
