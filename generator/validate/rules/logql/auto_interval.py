"""A range aggregation over time looks back over `$__auto`, not over a window of its own.

A window that is shorter than a step leaves lines out between two points, a longer one counts them twice. `$__auto` is
the step of a graph, and the whole range of what is asked once. Alert rules and comparisons with the past want a fixed
window, and so does `rate` that is to be smooth: accept it there.

Passes:

    logql: 'sum(count_over_time({service_name="shop"}[$__auto]))'
    ---
    logql: 'sum(count_over_time({service_name="shop"}[$__range]))'
    query: {queryType: instant}

Fails:

    logql: 'sum(count_over_time({service_name="shop"}[5m]))'
    ---
    logql: 'sum(rate({service_name="shop"} |= "error" [1m]))'
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.logql import walk
from generator.languages.logql.tree import RangeAggregation
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView


def _check(query: QueryView) -> Iterator[Found]:
    if query.tree is None or query.panel is None or (query.query.instant and not query.query.range):
        return
    for node in walk(query.tree):
        if isinstance(node, RangeAggregation):
            written = query.written(node.range)
            if "$" not in written and "[[" not in written.removeprefix("["):
                yield query.found(node.range, f"{node.function}() looks back over a fixed {written}", "[$__auto]")


rule = Rule(QueryView, "warning", _check, kind="loki", others="info")
