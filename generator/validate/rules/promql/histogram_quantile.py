"""A quantile is taken of buckets that still say which they are, and lies between 0 and 1.

Without `le` in `by (...)` the buckets are summed into one and the result is NaN. Buckets in seconds and in
milliseconds must not meet: the quantile comes out a thousand times too high. `_sum` and `_count` have no buckets.

Passes:

    promql: histogram_quantile(0.95, sum by (le) (rate(http_seconds_bucket[$__rate_interval])))
    ---
    promql: histogram_quantile(0.95, sum(rate(http_seconds[$__rate_interval])))
    ---
    promql: histogram_quantile(0.5, rate(http_seconds_bucket[$__rate_interval]))

Fails:

    promql: histogram_quantile(95, sum by (le) (rate(http_seconds_bucket[$__rate_interval])))
    ---
    promql: histogram_quantile(0.95, sum by (job) (rate(http_seconds_bucket[$__rate_interval])))
    ---
    promql: histogram_quantile(0.95, sum by (le) (rate(http_seconds_count[$__rate_interval])))
    ---
    promql: histogram_quantile(0.95, sum by (le) (rate({__name__=~"http_seconds_bucket|http_milliseconds_bucket"}[5m])))
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.promql.analysis import calls, label_sets, metric_names, selectors
from generator.languages.promql.tree import Call, Node, Number
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView

#: The label that says which bucket it is; VictoriaMetrics has one of its own.
_BUCKETS = ("le", "vmrange")
_UNITS = ("milliseconds", "seconds", "microseconds", "nanoseconds")


def _check(query: QueryView) -> Iterator[Found]:
    if query.tree is None:
        return
    kept = label_sets(query.tree)
    for call in calls(query.tree, "histogram_quantile"):
        if len(call.arguments) != 2:
            continue
        yield from _quantile(query, call)
        buckets = call.arguments[1]
        names = [name.text for name in metric_names(buckets)]
        if any(name.endswith("_bucket") for name in names) and not any(map(kept[buckets].may_have, _BUCKETS)):
            yield query.found(
                buckets, "the buckets lose their label le before the quantile is taken", "sum by (le, ...)"
            )
        flat = [name for name in names if name.endswith(("_sum", "_count", "_total"))]
        if flat and len(flat) == len(names):
            yield query.found(buckets, f"{flat[0]} has no buckets", f"{flat[0].rpartition('_')[0]}_bucket")
        yield from _units(query, buckets)


def _quantile(query: QueryView, call: Call) -> Iterator[Found]:
    wanted = call.arguments[0]
    if isinstance(wanted, Number) and not query.is_guess(wanted) and not 0 <= wanted.value <= 1:
        yield query.found(wanted, f"the quantile {wanted.value:g} is not between 0 and 1", f"{wanted.value / 100:g}")


def _units(query: QueryView, buckets: Node) -> Iterator[Found]:
    """One selector that reaches histograms of different units by a regular expression."""
    for selector in selectors(buckets):
        for matcher in selector.matchers:
            if matcher.label.text == "__name__" and matcher.operator.text == "=~":
                named = matcher.value.text
                found = {unit for unit in _UNITS if f"_{unit}" in named}
                if len(found) > 1:
                    yield query.found(
                        matcher,
                        f"buckets in {' and '.join(sorted(found))} are merged",
                        "one quantile for each",
                        # Names of several versions: perhaps no store ever has two of them.
                        unsure=not query.board.ours,
                    )


rule = Rule(QueryView, "error", _check, kind="prometheus")
