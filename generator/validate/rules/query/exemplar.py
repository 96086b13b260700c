"""Exemplars are asked for where they can be shown: by range queries of Prometheus on graphs and heatmaps.

Elsewhere Grafana drops them, and the store has read them for nothing.

Passes:

    query: {exemplar: true}
    ---
    query: {exemplar: false, instant: true, range: false}

Fails:

    query: {exemplar: true}
    panel: {type: stat}
    ---
    query: {exemplar: true, instant: true, range: false}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found, Mend
from generator.validate.rule import Rule
from generator.validate.view import QueryView

_SHOWING = frozenset({"timeseries", "heatmap", "graph", "histogram"})


def _check(view: QueryView) -> Iterator[Found]:
    if not view.query.exemplar or view.panel is None:
        return
    at = view.at("exemplar")
    mend = (Mend("set", at, False),)
    if view.kind not in (None, "prometheus"):
        yield Found(at, f"exemplars are asked of {view.kind}, which has none", "leave it out", mend=mend)
    elif view.panel.panel.type not in _SHOWING:
        yield Found(at, f"a {view.panel.panel.type} panel shows no exemplars", "leave it out", mend=mend)
    elif not view.query.range:
        yield Found(at, "an instant query has no exemplars", "leave it out", mend=mend)


rule = Rule(QueryView, "warning", _check, others="info")
