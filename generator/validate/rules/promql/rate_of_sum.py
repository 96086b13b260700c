"""The rate of each series is taken before they are summed.

rate() corrects the restarts of a counter. In a sum of counters one restart looks like a fall of the whole, and comes
out as a spike as high as everything counted so far.

Passes:

    promql: sum(rate(http_requests_total[$__rate_interval]))
    ---
    promql: max_over_time(sum(rate(http_requests_total[5m]))[1h:5m])

Fails:

    promql: rate(sum(http_requests_total)[5m:1m])
    ---
    promql: increase((sum by (job) (http_requests_total))[$__range:])
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.promql.analysis import calls
from generator.languages.promql.tree import Aggregate, Node, Paren, Subquery
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView

_SUMMING = frozenset({"sum", "avg", "max", "min", "count"})


def _check(query: QueryView) -> Iterator[Found]:
    if query.tree is None:
        return
    for call in calls(query.tree, "rate", "irate", "increase"):
        of = call.arguments[0] if call.arguments else None
        inside = _bare(of.expression) if isinstance(of, Subquery) else None
        if isinstance(inside, Aggregate) and inside.operator.text in _SUMMING:
            name, operator = call.function.text, inside.operator.text
            yield query.found(
                call,
                f"{name}() of {operator}(): a restart of one series looks like a spike",
                f"{operator}({name}(...))",
            )


def _bare(node: Node) -> Node:
    while isinstance(node, Paren):
        node = node.expression
    return node


rule = Rule(QueryView, "error", _check, kind="prometheus", others="warning")
