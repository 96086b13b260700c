"""A PromQL query is one that Prometheus accepts.

Grafana saves any text. A query that Prometheus refuses shows as a red corner on an empty panel, and an annotation or
a variable with one is simply silent. Variables are filled in as Grafana would, and the message points into the text
as it was written. Somebody else's board that has queries in MetricsQL is one for VictoriaMetrics, which reads more than
Prometheus does: there it is a doubt.

Passes:

    promql: sum by (job) (rate(http_requests_total{job=~"$job"}[$__rate_interval]))
    ---
    promql: histogram_quantile(0.95, sum by (le) (rate(http_seconds_bucket[5m])))

Fails:

    promql: sum by (job) (rate(http_requests_total))
    ---
    promql: sum(rate(http_requests_total[5m])
    ---
    annotation: {expr: "chnges(up[5m])"}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView
from generator.validate.words import problems


def _check(query: QueryView) -> Iterator[Found]:
    foreign = not query.board.ours and query.board.speaks_metricsql
    for found in problems(query):
        if foreign:
            message = f"Prometheus refuses it, VictoriaMetrics may not: {found.message}"
            yield replace(found, message=message, unsure=True)
        else:
            yield found


rule = Rule(QueryView, "error", _check, kind="prometheus")
