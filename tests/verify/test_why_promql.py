"""Reasons of empty PromQL answers, on a real Prometheus whose series are known."""

from __future__ import annotations

import pytest
from exposition import END, LEGACY_BOUNDS, Exposition
from live_prometheus import Serve

from generator.live.desk import Desk
from generator.live.prometheus import Prometheus
from generator.live.way import direct
from generator.verify.why.promql import PromqlReasons

START = END - 1800.0


@pytest.fixture(scope="module")
def reasons(serve: Serve) -> PromqlReasons:
    series = Exposition()
    for status, count in (("200", 60), ("404", 3)):
        labels = {"job": "shop/api", "http_status_code": status}
        series.histogram("http_server_duration_milliseconds", labels, LEGACY_BOUNDS, {100: count})
    series.counter("traces_spanmetrics_calls_total", {"service": "api", "status_code": "STATUS_CODE_UNSET"}, 60)
    series.counter("traces_service_graph_request_total", {"client": "web", "server": "api"}, 60)
    series.gauge("redis_memory_used_bytes", {"instance": "redis"}, 5e6)
    series.gauge("redis_memory_max_bytes", {"instance": "redis"}, 0)
    series.gauge("kafka_consumergroup_lag", {"instance": "a"}, 1)
    series.gauge("kafka_consumer_group_lag_ratio", {"instance": "b"}, 1)
    series.counter("old_total", {"job": "shop/api"}, 60, last=20)
    live = serve(series.text)
    prometheus = Prometheus(direct(f"http://{live.connection.host}:{live.connection.port}", "", 30.0), Desk())
    return PromqlReasons(prometheus, "portable")


#: query, verdict, sort of reason, words
CASES = (
    (
        "sum(rate(http_server_duration_milliseconds_cont[5m]))",
        "empty",
        "metric-unknown",
        "http_server_duration_milliseconds_count",
    ),
    ("sum(rate(nothing_like_it_total[5m]))", "empty", "metric-unknown", "nothing_like_it_total"),
    (
        "sum(rate(http_server_request_duration_seconds_count[5m]))",
        "empty",
        "wrong-dialect",
        "http_server_duration_milliseconds_count",
    ),
    ("sum(rate(traces_span_metrics_calls_total[5m]))", "empty", "wrong-dialect", "traces_spanmetrics_calls_total"),
    ('kafka_consumergroup_lag{instance="b"}', "empty", "wrong-dialect", "kafka_consumer_group_lag_ratio"),
    ('kafka_consumergroup_lag{instance="c"}', "empty", "value-unknown", "there is a"),
    ('rate(traces_spanmetrics_calls_total{svc="api"}[5m])', "empty", "label-unknown", "svc"),
    ('rate(traces_spanmetrics_calls_total{service="apo"}[5m])', "empty", "value-unknown", "there is api"),
    (
        'rate(traces_spanmetrics_calls_total{service="api", status_code="STATUS_CODE_ERROR"}[5m])',
        "zero",
        "nothing-failed",
        "STATUS_CODE_ERROR",
    ),
    (
        'sum(rate(http_server_duration_milliseconds_count{job="shop/api", http_status_code=~"5.."}[5m]))',
        "zero",
        "nothing-failed",
        "5..",
    ),
    (
        'sum(rate(http_server_duration_milliseconds_count{job="shop/apo", http_status_code=~"5.."}[5m]))',
        "empty",
        "value-unknown",
        "shop/api",
    ),
    ("rate(traces_service_graph_request_failed_total[5m])", "zero", "nothing-failed", "failed"),
    ("time() - max(max_over_time(timestamp(gone_total)[30m:15s]))", "empty", "metric-unknown", "gone_total"),
    ("max_over_time(rate(redis_memory_used_bytes[5m])[10m:1m]) > 1e9", "zero", "filtered", "1e9"),
    ("ALERTS", "zero", "nothing-failed", "ALERTS"),
    ("errors_total", "empty", "metric-unknown", "errors_total"),
    ("redis_mem_used_bytes", "empty", "metric-unknown", "there is redis_memory_used_bytes"),
    ("redis_commands_total", "empty", "metric-unknown", "though 2 others begin with redis_"),
    ("histogram_count(rate(http_server_duration_milliseconds[5m]))", "empty", "wrong-dialect", "classic buckets"),
    ('{__name__=~"nothing_a|nothing_b"}', "empty", "metric-unknown", "no metric nothing_a, nothing_b"),
    (
        'rate({__name__=~"(http_server_request_duration_seconds_count|http_server_request_duration_count)"}[5m])',
        "empty",
        "wrong-dialect",
        "but http_server_duration_milliseconds_count",
    ),
    ('{__name__=~"nothing.+"}', "empty", "metric-unknown", "no metric fits"),
    ("redis_memory_used_bytes > 1e9", "zero", "filtered", "> 1e9"),
    ("redis_memory_used_bytes / (redis_memory_max_bytes > 0)", "zero", "filtered", "> 0"),
    ("redis_memory_used_bytes unless redis_memory_max_bytes", "zero", "filtered", "unless"),
    ("absent(redis_memory_used_bytes)", "zero", "nothing-failed", "absent"),
    ("redis_memory_used_bytes * on (instance) traces_spanmetrics_calls_total", "empty", "no-match", "same labels"),
    ("rate(traces_spanmetrics_calls_total[30s])", "empty", "too-few-samples", "two points"),
    ("old_total", "empty", "stopped", "20 min"),
    (
        "histogram_quantile(0.9, sum by (job) (rate(http_server_duration_milliseconds_bucket[5m])))",
        "empty",
        "label-unknown",
        "le",
    ),
    (
        'sum(rate(gone_total[5m])) or sum(rate(traces_spanmetrics_calls_total{service="apo"}[5m]))',
        "empty",
        "value-unknown",
        "apo",
    ),
    ("sum(rate(a_total[5m])) or sum(rate(b_total[5m]))", "empty", "metric-unknown", "b_total"),
    ('{__name__=~"http_server_.+", job="shop/apo"}', "empty", "value-unknown", "shop/apo"),
)


@pytest.mark.parametrize(("query", "verdict", "kind", "words"), CASES)
def test_the_reason_is_found(reasons: PromqlReasons, query: str, verdict: str, kind: str, words: str) -> None:
    assert not reasons.prometheus.query(query, END), "the case is none: there is data"
    reason = reasons.why(query, START, END, instant=True, hollow=False)
    assert (reason.verdict, reason.kind) == (verdict, kind), reason
    assert words in reason.words
    assert reason.fix or verdict == "zero"


def test_what_is_no_number_is_no_traffic(reasons: PromqlReasons) -> None:
    reason = reasons.why("0 * redis_memory_max_bytes / redis_memory_max_bytes", START, END, instant=True, hollow=True)
    assert (reason.verdict, reason.kind) == ("empty", "no-traffic")


@pytest.mark.parametrize("query", ["(" * 5000, "", "sum(", "\x00", "a" * 100_000])
def test_what_cannot_be_read_has_no_reason_and_raises_nothing(reasons: PromqlReasons, query: str) -> None:
    assert reasons.why(query, START, END, instant=True, hollow=False).verdict == "empty"


def test_somebody_elses_board_is_not_told_of_our_configuration(reasons: PromqlReasons) -> None:
    theirs = PromqlReasons(reasons.prometheus, "")
    found = theirs.why("traces_span_metrics_calls_total", START, END, instant=True, hollow=False)
    assert "generator.toml" not in found.fix
    assert "traces_spanmetrics_calls_total" in found.fix
