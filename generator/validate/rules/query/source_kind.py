"""Logs, traces and node graphs are asked of what has them.

A logs panel of a metric query and a graph of a log query are empty; a traces panel shows one trace, a node graph a map.

Passes:

    panel: {type: logs}
    logql: '{service_name="shop"} |= "error"'
    ---
    panel: {type: traces}
    traceql: "0123456789abcdef0123456789abcdef"
    ---
    panel: {type: nodeGraph}
    traceql: ""
    query: {queryType: serviceMap}
    ---
    panel: {type: traces}
    traceql: "$job"

Fails:

    panel: {type: logs}
    promql: up
    ---
    panel: {type: traces}
    logql: '{service_name="shop"}'
    ---
    panel: {type: timeseries}
    logql: '{service_name="shop"} |= "error"'
    ---
    panel: {type: nodeGraph}
    traceql: "{ span:status = error }"
    ---
    panel: {type: traces}
    traceql: "{ } | rate()"
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView

#: Panels that need the answer of one kind of store; of unknown plugins nobody can tell.
_NOT_FOR = {
    "logs": frozenset({"prometheus"}),
    "traces": frozenset({"prometheus", "loki"}),
    "nodeGraph": frozenset({"loki"}),
}
_OF_ONE_TRACE = ("traces", "nodeGraph")
_GRAPHS = frozenset({"timeseries", "stat", "gauge", "bargauge", "heatmap", "state-timeline"})


def _check(view: QueryView) -> Iterator[Found]:
    if view.panel is None or view.query.hidden:
        return
    kind = view.panel.panel.type or ""
    if view.kind in _NOT_FOR.get(kind, ()):
        yield Found(view.at(), f"a {kind} panel cannot show what {view.kind} answers", "use the store that has it")
    elif kind in _OF_ONE_TRACE and view.kind == "tempo" and view.tree is not None and not view.judged.guessed:
        yield Found(
            view.at("query"),
            f"a {kind} panel cannot show what a search finds",
            "ask for one trace by its id" + (", or for the service map" if kind == "nodeGraph" else ""),
            # Some versions draw the first trace of a search.
            unsure=kind == "traces" and not view.board.ours,
        )
    elif kind in _GRAPHS and view.kind == "loki" and _lines(view) and not view.panel.panel.transformations:
        yield Found(
            view.at("expr"), f"a {kind} panel cannot draw log lines", "count them: sum(count_over_time(... [$__auto]))"
        )


def _lines(view: QueryView) -> bool:
    from generator.languages.logql import kind_of

    return view.tree is not None and not view.judged.problems and kind_of(view.tree) == "log"


rule = Rule(QueryView, "warning", _check)
