"""A panel that shows data asks for some.

Passes:

    promql: up
    ---
    panel: {type: text, targets: null}

Fails:

    panel: {targets: []}
    ---
    panel: {targets: [{refId: A, hide: true, expr: up}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.shows import shows_data
from generator.validate.view import PanelView


def _check(view: PanelView) -> Iterator[Found]:
    if not shows_data(view.panel) or view.panel.type not in _ASKING:
        return
    if not view.queries:
        yield Found(view.at("targets"), "the panel has no query", "give it one, or remove it")
    elif all(query.query.hidden for query in view.queries):
        yield Found(view.at("targets"), "all queries of the panel are hidden", "show one of them")


#: Panels that are empty without a query. Others can live without (canvas, geomap, plugins).
_ASKING = frozenset(
    {
        "timeseries",
        "stat",
        "gauge",
        "bargauge",
        "table",
        "heatmap",
        "logs",
        "traces",
        "nodeGraph",
        "piechart",
        "barchart",
        "state-timeline",
        "status-history",
        "histogram",
    }
)

rule = Rule(PanelView, "warning", _check)
