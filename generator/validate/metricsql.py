"""Tells MetricsQL, the dialect of VictoriaMetrics, whose data source Grafana calls `prometheus` as well."""

from __future__ import annotations

import re

#: Functions and operators that Prometheus does not have, by the families of their names.
_ONLY_THERE = re.compile(
    r"\b(?:rollup\w*|default_rollup|aggr_over_time|(?:topk|bottomk)_\w+|range_\w+|running_\w+|limit_offset|outliers\w+"
    r"|label_(?:set|del|keep|copy|move|map|match|mismatch|transform|value|graphite_group|uppercase|lowercase)"
    r"|(?:increase|delta)_pure|(?:increase|delta|changes|rate)_prometheus|rate_over_sum|(?:count|share|sum)_\w\w_over_time"
    r"|(?:median|mode|geomean|distinct|hoeffding_bound_upper|hoeffding_bound_lower|first|tfirst|tlast|ascent_over_time)"
    r"_over_time|keep_last_value|keep_next_value|interpolate|remove_resets|sort_by_label_numeric\w*|histogram_share"
    r"|buckets_limit|prometheus_buckets|scrape_interval|drop_common_labels|alias|union)\s*\("
    r"|[)}\]\w]\s+(?:default|ifnot|if)\s+[(\w]|^\s*WITH\s*\(",
)


def is_metricsql(text: str) -> bool:
    """Whether a query uses what only MetricsQL has."""
    return _ONLY_THERE.search(text) is not None
