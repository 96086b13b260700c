'''A rate looks back over `$__rate_interval`, not over a window of its own.

A window that is shorter than two exports of the metric finds fewer than two samples and shows nothing; one that is
shorter than the step between two points of the graph leaves out what happens between them. Grafana computes
`$__rate_interval` from both. Instant queries over the whole range take `$__range`.

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
'''

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.promql import Call, Selector, walk
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView

_RATES = frozenset({"rate", "irate", "increase"})


def _check(query: QueryView) -> Iterator[Found]:
    for node in walk(query.tree) if query.tree is not None else ():
        if not isinstance(node, Call) or node.function not in _RATES or not node.args:
            continue
        of = node.args[0]
        if not isinstance(of, Selector) or of.range is None:
            continue
        written = query.written(of.range)
        if "$" not in written and "[[" not in written:
            yield query.found(
                of.range,
                f"{node.function}() looks back over a fixed {written}",
                "write [$__rate_interval]",
            )
        elif "__interval" in written.replace("__rate_interval", ""):
            yield query.found(
                of.range,
                f"{node.function}() looks back over {written}, which can be shorter than two samples",
                "write [$__rate_interval]",
            )


rule = Rule(QueryView, "warning", _check, kind="prometheus")
