"""A legend names labels that the series have.

Of a label that was summed away Grafana writes nothing: a graph of unnamed lines.

Passes:

    promql: sum by (job) (rate(x_total[$__rate_interval]))
    query: {legendFormat: "{{job}}"}
    ---
    promql: up
    query: {legendFormat: "{{instance}} is up"}

Fails:

    promql: sum by (job) (rate(x_total[$__rate_interval]))
    query: {legendFormat: "{{route}}"}
    ---
    promql: sum(rate(x_total[$__rate_interval]))
    query: {legendFormat: "{{job}} {{instance}}"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.labels import label_kept
from generator.validate.rule import Rule
from generator.validate.view import QueryView

_LABEL = re.compile(r"\{\{\s*([\w.:]+)\s*\}\}")


def _check(query: QueryView) -> Iterator[Found]:
    if not query.query.legend or query.panel is None or query.query.hidden:
        return
    for match in _LABEL.finditer(query.query.legend):
        if label_kept(query, match[1]) is False:
            yield Found(
                query.at("legendFormat"),
                f'the series have no label "{match[1]}"',
                "group by it, or leave it out",
                match.span(),
            )


rule = Rule(QueryView, "warning", _check)
