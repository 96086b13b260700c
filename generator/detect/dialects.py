"""Names by which a dialect of telemetry is recognised: one thing measured, and what each dialect calls it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.signals import http, spans
from generator.signals.instrument import Instrument


@dataclass(frozen=True)
class Spelling:
    """What one dialect calls a thing: `metric` proves it, `service` is the label that names the service.

    `suffixes` is false for the names that Mimir's OTLP endpoint writes by default.
    """

    dialect: str
    metric: str
    service: str
    suffixes: bool = True


def _http() -> tuple[Spelling, ...]:
    return tuple(
        Spelling(name if suffixes else f"{name} without suffixes", metric, "job", suffixes)
        for name, dialect in http.DIALECTS.items()
        for suffixes in (True, False)
        if (metric := dialect.duration.count(suffixes=suffixes))
    )


def _metric(what: Instrument | str, tail: str) -> str:
    return f"{what}{tail}" if isinstance(what, str) else what.metric(suffixes=True) + tail


def _spans() -> tuple[Spelling, ...]:
    # The counters of both connectors are called alike: only the duration tells its unit.
    found = [Spelling(name, _metric(one.latency, "_count"), one.service) for name, one in spans.DIALECTS.items()]
    found.append(Spelling("connector before 0.109", "duration_milliseconds_count", "service_name"))
    return tuple(found)


HTTP = _http()
SPANS = _spans()

#: Servers and infrastructure: what is measured -> who measures it -> the metric that proves it.
SERVERS: Mapping[str, tuple[Spelling, ...]] = {
    "mariadb": (
        Spelling("mysqld_exporter", "mysql_up", "instance"),
        Spelling("mysql receiver", "mysql_uptime_seconds_total", "instance"),
    ),
    "redis": (
        Spelling("redis_exporter", "redis_up", "instance"),
        Spelling("redis receiver", "redis_uptime_seconds_total", "instance"),
    ),
    "kafka": (
        Spelling("kafka_exporter", "kafka_brokers", "instance"),
        Spelling("kafkametrics receiver", "kafka_consumer_group_lag_ratio", "instance"),
    ),
    "pods": (Spelling("kube-state-metrics", "kube_pod_status_phase", "namespace"),),
    "containers": (Spelling("cAdvisor", "container_cpu_usage_seconds_total", "namespace"),),
    "service graph": (Spelling("tempo", "traces_service_graph_request_total", "server"),),
    "collector": (
        Spelling("own metrics", "otelcol_receiver_accepted_spans_total", "job"),
        Spelling("own metrics, old names", "otelcol_receiver_accepted_spans", "job"),
    ),
}

#: Metrics of which a dialect has one and another dialect another: who asks for one may find the other.
EQUIVALENTS: tuple[frozenset[str], ...] = (
    frozenset(spelling.metric.removesuffix("_count") for spelling in HTTP),
    frozenset(
        (
            "traces_spanmetrics_latency",
            "traces_span_metrics_duration_milliseconds",
            "traces_span_metrics_duration_seconds",
            "duration_milliseconds",
            "duration_seconds",
        )
    ),
    frozenset(("traces_spanmetrics_calls_total", "traces_span_metrics_calls_total", "calls_total")),
    frozenset(("http_client_duration_milliseconds", "http_client_request_duration_seconds")),
    *(frozenset(one.metric for one in spellings) for spellings in SERVERS.values() if len(spellings) > 1),
    frozenset(("kafka_consumergroup_lag", "kafka_consumer_group_lag_ratio")),
    frozenset(("mysql_global_status_threads_connected", "mysql_threads")),
    frozenset(("redis_connected_clients", "redis_clients_connected")),
)

_TAILS = ("_bucket", "_count", "_sum")


def siblings(metric: str) -> tuple[str, ...]:
    """What other dialects call the same metric."""
    tail = next((one for one in _TAILS if metric.endswith(one)), "")
    stem = metric.removesuffix(tail)
    return tuple(sorted(f"{other}{tail}" for group in EQUIVALENTS if stem in group for other in group if other != stem))
