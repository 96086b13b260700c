"""A query asks for what its panel draws: a graph for a range, a table or single number for now, a heatmap for buckets.

A table of a range query shows every step of every series; a graph of an instant query shows one dot; a heatmap of
buckets that come as plain series adds them up again.

Passes:

    query: {instant: false, range: true}
    ---
    panel: {type: table}
    query: {instant: true, range: false, format: table}
    ---
    panel: {type: heatmap}
    query: {format: heatmap}
    ---
    panel: {type: heatmap, options: {calculate: true}}
    promql: sum by (le) (rate(x_bucket[$__rate_interval]))
    ---
    ours: true
    panel: {type: table, transform: timeseries_aggregations}
    query: {instant: false, range: true}

Fails:

    query: {instant: true, range: false}
    ---
    panel: {type: table}
    query: {instant: false, range: true, format: table}
    ---
    panel: {type: heatmap, options: {calculate: false}}
    promql: sum by (le) (rate(x_bucket[$__rate_interval]))
    query: {format: time_series}
    ---
    panel: {type: heatmap}
    promql: sum by (le) (rate(x_bucket[$__rate_interval]))
    query: {format: time_series}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import PanelView, QueryView

_GRAPHS = frozenset({"timeseries", "state-timeline", "status-history", "heatmap"})


def _check(view: QueryView) -> Iterator[Found]:
    if view.panel is None or view.kind != "prometheus":
        return
    panel, query = view.panel.panel, view.query
    if panel.type in _GRAPHS and query.instant and not query.range:
        yield Found(view.at("instant"), f"a {panel.type} panel of an instant query shows one dot", "ask for a range")
    elif panel.type == "table" and query.range and not query.instant and not _reshaped(view):
        yield Found(
            view.at("range"),
            "the table shows every step of the range",
            "ask for an instant",
            unsure=not view.board.ours,
        )
    elif panel.type == "heatmap" and _plain_buckets(view) and not _calculates(view.panel):
        yield Found(
            view.at("format"), "the buckets are cumulative unless the format is heatmap", 'write format: "heatmap"'
        )


def _plain_buckets(view: QueryView) -> bool:
    return view.query.format != "heatmap" and "_bucket" in (view.query.text or "")


def _calculates(panel: PanelView) -> bool:
    """Whether the panel makes the buckets itself. The heatmap of Angular's time did unless it said otherwise."""
    said = panel.option("calculate")
    return bool(said) or (said is None and (panel.option() is None or "dataFormat" in panel.panel.raw))


def _reshaped(view: QueryView) -> bool:
    """Whether transformations make something else of the steps. The table of Angular's time had its own `transform`."""
    return view.panel is not None and (
        bool(view.panel.panel.transformations) or isinstance(view.panel.panel.raw.get("transform"), str)
    )


rule = Rule(QueryView, "warning", _check, others="info")
