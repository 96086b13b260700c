"""A macro is used where Grafana replaces it.

`$__rate_interval` is Prometheus' only: Loki gets it as it stands and refuses the query; `$__auto` is Loki's. The Tempo
data source replaces none of the intervals.

Passes:

    promql: rate(x_total[$__rate_interval])
    ---
    logql: 'sum(count_over_time({app="a"}[$__auto]))'

Fails:

    logql: 'sum(rate({app="a"}[$__rate_interval]))'
    ---
    promql: rate(x_total[$__auto])
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView

_INSTEAD = {"loki": "$__auto", "prometheus": "$__rate_interval"}


def _check(query: QueryView) -> Iterator[Found]:
    for reference in query.judged.unreplaced:
        yield Found(
            query.text_pointer,
            f"{reference.written} reaches {query.kind} as it stands: Grafana does not replace it there",
            _INSTEAD.get(query.kind or "", ""),
            (reference.start, reference.end),
        )


rule = Rule(QueryView, "error", _check)
