"""The largest few are picked once for the range, not anew at each step.

topk() on a graph picks other series at each point: many more lines than asked for, each with holes. In a table or bar
gauge of an instant query it is what one wants.

Passes:

    promql: topk(5, sum by (job) (rate(x_total[$__range])))
    panel: {type: bargauge}
    query: {instant: true, range: false}
    ---
    promql: sum by (job) (rate(x_total[$__rate_interval]))

Fails:

    promql: topk(5, sum by (job) (rate(x_total[$__rate_interval])))
    ---
    promql: bottomk(3, up)
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.promql.tree import Aggregate, walk
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView


def _check(query: QueryView) -> Iterator[Found]:
    if query.tree is None or query.panel is None or query.panel.panel.type != "timeseries" or not query.query.range:
        return
    for node in walk(query.tree):
        if isinstance(node, Aggregate) and node.operator.text in ("topk", "bottomk"):
            yield query.found(
                node.operator,
                f"{node.operator.text}() picks other series at each step",
                "a table sorted by the legend, or an instant query",
            )


rule = Rule(QueryView, "info", _check, kind="prometheus")
