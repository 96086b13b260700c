"""A rate looks back over `$__rate_interval`, not over a window of its own.

A window that is shorter than two exports of the metric finds fewer than two samples and shows nothing; one that is
shorter than the step between two points of the graph leaves out what happens between them. Grafana computes
`$__rate_interval` from both. What is asked once, for the whole range, takes `$__range`.

Passes:

    promql: rate(http_requests_total[$__rate_interval])
    ---
    promql: sum(increase(http_requests_total[$__range]))
    query: {instant: true, range: false}
    ---
    promql: max_over_time(queue_length[1h])

Fails:

    promql: rate(http_requests_total[5m])
    ---
    promql: sum(irate(http_requests_total[$__interval]))
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.promql.analysis import calls
from generator.languages.promql.tree import Selector
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView

_STEPS = ("$__interval", "${__interval}", "[[__interval]]")


def _check(query: QueryView) -> Iterator[Found]:
    if query.tree is None:
        return
    for call in calls(query.tree, "rate", "irate", "increase"):
        of = call.arguments[0] if call.arguments else None
        if not isinstance(of, Selector) or of.range is None:
            continue
        written, name = query.written(of.range), call.function.text
        if written in _STEPS:
            yield query.found(
                of.range, f"{name}() looks back over {written}, which can hold a single sample", "[$__rate_interval]"
            )
        elif "$" not in written and "[[" not in written and not _asked_once(query):
            yield query.found(of.range, f"{name}() looks back over a fixed {written}", "[$__rate_interval]")


def _asked_once(query: QueryView) -> bool:
    return query.query.instant and not query.query.range


rule = Rule(QueryView, "warning", _check, kind="prometheus", others="info")
