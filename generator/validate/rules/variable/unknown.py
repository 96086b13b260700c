"""Every variable that is referred to exists: in queries, titles, links, data sources, intervals.

Grafana leaves an unknown reference as it stands, and the data source takes it literally: the query finds nothing. Names
of Grafana's own (`$__rate_interval`, `${__field.name}`, `$timeFilter`) are known, and so are groups of regular
expressions (`$1`). Data sources other than Prometheus, Loki and Tempo have macros of their own: there it is a doubt. In
boards of others so are titles, links and settings: what is read by people only breaks nothing.

Passes:

    promql: rate(x_total{job=~"$job"}[$__rate_interval])
    ---
    promql: label_replace(up, "a", "$1", "b", "(.*)")
    ---
    panel: {title: "Requests of ${job:csv}"}

Fails:

    promql: rate(x_total{job=~"$jobs"}[$__rate_interval])
    ---
    panel: {title: "Requests of [[cluster]]"}
    ---
    panel: {datasource: {type: prometheus, uid: "${metrics}"}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.nearest import did_you_mean
from generator.interpolate.macros import is_known
from generator.validate.found import Found
from generator.validate.references import Place
from generator.validate.rule import Rule
from generator.validate.view import BoardView

_READ = frozenset({"prometheus", "loki", "tempo"})


def _check(view: BoardView) -> Iterator[Found]:
    names = {one.name for one in view.board.variables if one.name} | {one.name for one in view.board.inputs if one.name}
    for place, reference in view.references:
        if reference.name in names or is_known(reference.name) or reference.name.isdecimal():
            continue
        near = did_you_mean(reference.name, names)
        yield Found(
            place.pointer,
            f'no variable "{reference.name}"{near}',
            f"declare it, or use one of: {', '.join(sorted(names)) or 'none is declared'}",
            (reference.start, reference.end),
            unsure=_unsure(place, ours=view.ours),
        )


def _unsure(place: Place, *, ours: bool) -> bool:
    if place.kind == "query":
        return place.language not in _READ
    return place.kind == "words" or (place.kind != "datasource" and not ours)


rule = Rule(BoardView, "error", _check)
