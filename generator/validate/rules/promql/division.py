"""A ratio is guarded against division by nothing.

Where nothing happens the lower number is 0 and the ratio NaN, which Grafana draws as a gap, calls "NaN" in a table, and
which makes every sum and average over it NaN as well. `> 0` below the line leaves such series out.

Passes:

    promql: sum(rate(errors_total[$__rate_interval])) / (sum(rate(requests_total[$__rate_interval])) > 0)
    ---
    promql: rate(x_seconds_sum[$__rate_interval]) / 1000
    ---
    promql: sum(a) / clamp_min(sum(b), 1)

Fails:

    promql: sum(rate(errors_total[$__rate_interval])) / sum(rate(requests_total[$__rate_interval]))
    ---
    promql: avg(rate(a_total[$__rate_interval]) / rate(b_total[$__rate_interval]))
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.promql.analysis import types
from generator.languages.promql.tree import Aggregate, Binary, Call, Node, Paren, Selector, walk
from generator.languages.promql.words import COMPARISONS
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView

#: Functions over which a guard still holds.
_THROUGH = frozenset({"label_replace", "label_join", "sort", "abs"})
_NEVER_NONE = frozenset({"clamp_min", "vector", "exp"})
#: What the name of a metric says is a limit: it is set by somebody, and to something.
_LIMITS = (
    "_max_connections",
    "_limit",
    "_limit_bytes",
    "_total_bytes",
    "_size_bytes",
    "_capacity_bytes",
    "_buffer_pool_size",
)


def _check(query: QueryView) -> Iterator[Found]:
    if query.tree is None:
        return
    kinds = types(query.tree)
    for node in walk(query.tree):
        if not isinstance(node, Binary) or node.operator.text not in ("/", "%"):
            continue
        if kinds.get(node.right) == "vector" and not _guarded(node.right):
            yield query.found(
                node.operator, "the ratio is NaN where the lower number is 0", "( ... > 0) below the line"
            )


def _guarded(node: Node) -> bool:
    if isinstance(node, Paren):
        return _guarded(node.expression)
    if isinstance(node, Binary):
        if node.operator.text in COMPARISONS:
            return not node.returns_bool
        if node.operator.text in ("and", "unless", "*"):
            return _guarded(node.left)
        return node.operator.text == "or" and _guarded(node.left) and _guarded(node.right)
    if isinstance(node, Call):
        if node.function.text in _NEVER_NONE:
            return True
        return node.function.text in _THROUGH and bool(node.arguments) and _guarded(node.arguments[0])
    if isinstance(node, Aggregate):
        # A sum of series that are each more than none is more than none.
        return node.operator.text in ("count", "group") or _guarded(node.expression)
    return isinstance(node, Selector) and node.name is not None and node.name.text.endswith(_LIMITS)


rule = Rule(QueryView, "warning", _check, kind="prometheus", others="info")
