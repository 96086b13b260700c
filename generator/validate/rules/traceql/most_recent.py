"""A search that is to show the latest traces says so.

Tempo answers with the first matching traces that it finds, not with the newest: on a board, a window of 15 minutes
showed traces of ten minutes ago. `with (most_recent=true)` asks for the newest ones.

Passes:

    traceql: '{ status = error } with (most_recent=true)'
    panel: {type: table}
    ---
    traceql: '{ status = error } | rate()'

Fails:

    traceql: '{ status = error }'
    panel: {type: table}
    ---
    traceql: '{ resource.service.name = "shop" } | select(span.http.route)'
    panel: {type: table}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.traceql import kind_of
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView


def _check(query: QueryView) -> Iterator[Found]:
    if query.tree is None or query.judged.problems or query.panel is None or query.panel.panel.type != "table":
        return
    if kind_of(query.tree) == "search" and "most_recent" not in (query.query.text or ""):
        yield query.found(
            query.tree, "the search shows some matching traces, not the latest", "with (most_recent=true)"
        )


rule = Rule(QueryView, "info", _check, kind="tempo")
