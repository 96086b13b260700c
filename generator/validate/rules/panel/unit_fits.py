"""The unit of a panel is that of what its query computes.

A metric in seconds under the unit `ms` is wrong by a thousand, and a ratio from 0 to 1 under `percent` looks like next
to nothing. The unit of a query is told from the endings of its metrics' names (`_seconds`, `_bytes`, `_ratio`) through
rates, sums, quantiles and divisions, and a part of a metric by the whole of it is a ratio; where it cannot be told,
nothing is said.

Passes:

    promql: histogram_quantile(0.95, sum by (le) (rate(http_seconds_bucket[$__rate_interval])))
    panel: {fieldConfig: {defaults: {unit: s}}}
    ---
    promql: sum(rate(received_bytes_total[$__rate_interval]))
    panel: {fieldConfig: {defaults: {unit: Bps}}}
    ---
    promql: 1000 * avg(latency_seconds)
    panel: {fieldConfig: {defaults: {unit: ms}}}
    ---
    promql: sum(rate(x_seconds_sum[$__rate_interval])) / (sum(rate(x_seconds_count[$__rate_interval])) > 0)
    panel: {fieldConfig: {defaults: {unit: s}}}
    ---
    promql: 100 * sum(rate(x_total{code="500"}[$__rate_interval])) / (sum(rate(x_total[$__rate_interval])) > 0)
    panel: {fieldConfig: {defaults: {unit: percent}}}

Fails:

    promql: histogram_quantile(0.95, sum by (le) (rate(http_seconds_bucket[$__rate_interval])))
    panel: {fieldConfig: {defaults: {unit: ms}}}
    ---
    promql: avg(disk_used_ratio)
    panel: {fieldConfig: {defaults: {unit: percent}}}
    ---
    promql: sum(process_memory_bytes)
    panel: {fieldConfig: {defaults: {unit: bits}}}
    ---
    promql: sum(rate(x_seconds_sum[$__rate_interval])) / (sum(rate(x_seconds_count[$__rate_interval])) > 0)
    panel: {fieldConfig: {defaults: {unit: ms}}}
    ---
    promql: sum(rate(x_total{code="500"}[$__rate_interval])) / (sum(rate(x_total[$__rate_interval])) > 0)
    panel: {fieldConfig: {defaults: {unit: percent}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.fields import override_values
from generator.validate.found import Found
from generator.validate.quantity import SECONDS, SHARE, agrees, of_query, of_unit
from generator.validate.rule import Rule
from generator.validate.view import PanelView


def _check(view: PanelView) -> Iterator[Found]:
    unit = view.default("unit")
    shown = of_unit(unit) if isinstance(unit, str) else None
    if shown is None or view.panel.transformations or any(True for _ in override_values(view.panel, "unit")):
        return
    for query in view.queries:
        if query.kind != "prometheus" or query.tree is None or query.query.hidden or query.judged.guessed:
            continue
        computed = of_query(query.tree)
        if computed is not None and not agrees(computed, shown):
            yield Found(
                view.at("fieldConfig", "defaults", "unit"),
                f'query {query.query.ref_id} computes {computed.words}, and the unit "{unit}" is for {shown.words}',
                f'use "{computed.unit}"',
                # Seconds spent in each second are often shown as seconds.
                unsure=not view.board.ours and (computed, shown) == (SHARE, SECONDS),
            )
            return


rule = Rule(PanelView, "warning", _check)
