"""A counter is looked at through rate() or increase().

Its own value is what has happened since the process started: it grows for ever and falls to nothing at a restart.
Counting series, their age, or whether there are any, is not looking at the value. Exporters of others give the ending
`_total` to gauges as well: there it is no more than a hint.

Passes:

    promql: sum(rate(http_requests_total[$__rate_interval]))
    ---
    promql: count(http_requests_total)
    ---
    promql: http_seconds_sum / http_seconds_count
    ---
    promql: increase(http_requests_total[$__interval:] offset -$__interval)

Fails:

    promql: sum(http_requests_total)
    ---
    promql: histogram_quantile(0.9, sum by (le) (http_seconds_bucket))
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.promql.analysis import parents, selectors
from generator.languages.promql.tree import Aggregate, Binary, Call, Node
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView

_ENDINGS = ("_total", "_bucket")
#: What tells something else than how much was counted.
_CALLS = frozenset(
    {
        "absent",
        "absent_over_time",
        "changes",
        "increase",
        "irate",
        "label_join",
        "label_replace",
        "rate",
        "resets",
        "timestamp",
    }
)
_COUNTS = frozenset({"count", "group", "count_values"})


def _check(query: QueryView) -> Iterator[Found]:
    if query.tree is None or query.query.format == "heatmap":
        return
    above = parents(query.tree)
    for selector in selectors(query.tree):
        name = selector.name
        if name is None or selector.range is not None or not name.text.endswith(_ENDINGS) or query.is_guess(name):
            continue
        if not _is_looked_past(selector, above):
            yield query.found(name, f"{name.text} is a counter: it only grows", f"rate({name.text}[$__rate_interval])")


def _is_looked_past(node: Node, above: dict[Node, Node]) -> bool:
    """Whether something on the way up takes no notice of the value."""
    while node in above:
        inside, node = node, above[node]
        if isinstance(node, Call) and node.function.text in _CALLS:
            return True
        if isinstance(node, Aggregate) and node.operator.text in _COUNTS:
            return True
        if isinstance(node, Binary) and node.operator.text in ("and", "unless") and node.right is inside:
            return True
        # `> bool 0` asks whether there is any.
        if isinstance(node, Binary) and node.returns_bool:
            return True
        # `x * 0`, `x - x offset 1h` and the like: the author computes with it on purpose.
        if isinstance(node, Binary) and node.operator.text in ("-", "*", "/"):
            return True
    return False


rule = Rule(QueryView, "warning", _check, kind="prometheus", others="info")
