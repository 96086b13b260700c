"""A query has a text.

An empty one that is not hidden makes Grafana skip it without a word.

Passes:

    promql: up
    ---
    query: {expr: "", hide: true}
    ---
    panel: {type: alertlist}
    promql: ""

Fails:

    promql: ""
    ---
    promql: "   "
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.shows import shows_data
from generator.validate.view import QueryView


def _check(view: QueryView) -> Iterator[Found]:
    query = view.query
    if view.panel is not None and not shows_data(view.panel.panel):
        return
    if query.text is not None and not query.text.strip() and not query.hidden and query.kind in ("prometheus", "loki"):
        yield Found(query.text_pointer, "the query is empty", "write one, or remove it")


rule = Rule(QueryView, "warning", _check)
