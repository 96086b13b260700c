"""Ages and losses of telemetry from a real Prometheus, compared with when things were really sent."""

from __future__ import annotations

import pytest
from exposition import END, MINUTES, START, Exposition, era, per_second
from live_prometheus import LivePrometheus, Serve

from generator.config import Config, parse
from generator.signals import arrival
from generator.signals.profile import PROFILES
from generator.signals.signal import Signal, View
from signals.answers import Asker

CONFIG = """
[project]
name = "Shop"
uid = "shop"
[tenants.east]
backend = ["live", "stopped", "long-gone", "a.b"]
frontend = ["web"]
[tenants.west]
namespaces = ["west-1", "west-2"]
backend = ["moving", "quiet", "plain"]
"""
EXPECTED = {
    **dict.fromkeys(("live", "stopped", "long-gone", "a.b", "web"), "east"),
    **dict.fromkeys(("moving", "quiet", "plain"), "west"),
}

LEGACY = "http_server_duration_milliseconds_count"
STABLE = "http_server_request_duration_seconds_count"
STATUS = {LEGACY: "http_status_code", STABLE: "http_response_status_code"}
#: Names as Mimir's own OTLP endpoint stores them.
BARE = {LEGACY: "http_server_duration_count", STABLE: "http_server_request_duration_count"}

#: (metric, job, last minute in which it was sent).
SENT = (
    (LEGACY, "live", MINUTES),
    (STABLE, "shop/stopped", MINUTES - 10),
    (STABLE, "long-gone", 3),
    # Old pods went ten minutes before the new ones sent their latest.
    (LEGACY, "shop/moving", MINUTES - 10),
    (STABLE, "shop/moving", MINUTES - 1),
    (LEGACY, "quiet", MINUTES),
    (LEGACY, "stranger", MINUTES),
    (LEGACY, "axb", MINUTES),
)
#: Collector's own counters: (noun, verb) -> a minute, on each of two collectors.
COLLECTED = {
    ("spans", "receiver_refused"): 6,
    ("metric_points", "receiver_refused"): 12,
    ("log_records", "receiver_refused"): 18,
    ("spans", "exporter_send_failed"): 24,
    ("metric_points", "exporter_send_failed"): 30,
    ("log_records", "exporter_send_failed"): 36,
}


def spans(series: Exposition, service: str, *, grows_until: int, sent_until: int) -> None:
    """Counters of spans that stop growing at one moment and stop being sent at another."""
    values = {minute: 10.0 * min(minute, grows_until) for minute in range(sent_until + 1)}
    kind = {"span_name": "GET /", "span_kind": "SPAN_KIND_SERVER", "status_code": "STATUS_CODE_UNSET"}
    series.samples("traces_spanmetrics_calls_total", {"service": service, **kind}, values)
    series.samples("traces_span_metrics_calls_total", {"service_name": service, **kind}, values)


@pytest.fixture(scope="module")
def prometheus(serve: Serve) -> LivePrometheus:
    series, bare = era(0), era(1)
    for metric, job, last in SENT:
        labels, per_minute = {"job": job, STATUS[metric]: "200"}, 0 if job == "quiet" else 60
        series.counter(metric, labels, per_minute, last=last)
        bare.counter(BARE[metric], labels, per_minute, last=last)
    # Somebody dropped all attributes: but for their names, the series of both generations are the same.
    for metric in (LEGACY, STABLE):
        series.counter(metric, {"job": "plain"}, 60, last=MINUTES - 2)
        bare.counter(BARE[metric], {"job": "plain"}, 60, last=MINUTES - 2)
    for each in (series, bare):
        spans(each, "live", grows_until=MINUTES, sent_until=MINUTES)
        spans(each, "web", grows_until=MINUTES, sent_until=MINUTES)
        spans(each, "stopped", grows_until=MINUTES - 10, sent_until=MINUTES - 10)
        # Tempo sends a counter on for minutes after the last span.
        spans(each, "moving", grows_until=MINUTES - 10, sent_until=MINUTES)
        spans(each, "quiet", grows_until=0, sent_until=MINUTES)
        spans(each, "stranger", grows_until=MINUTES, sent_until=MINUTES)
    for (noun, verb), count in COLLECTED.items():
        for collector in ("0", "1"):
            # Not every collector writes the suffix.
            suffix = "" if noun == "spans" else "_total"
            series.counter(f"otelcol_{verb}_{noun}{suffix}", {"instance": collector}, count)
            bare.counter(f"otelcol_{verb}_{noun}", {"instance": collector}, count)
    for name, state in (("Down", "firing"), ("Slow", "firing"), ("Full", "pending")):
        series.gauge("ALERTS", {"alertname": name, "alertstate": state, "severity": "page"}, 1)
    # Of a namespace that is a tenant's, and of one that is nobody's; and the one that always fires.
    for name, namespace in (("PodDown", "east"), ("Elsewhere", "eastern")):
        series.gauge("ALERTS", {"alertname": name, "alertstate": "firing", "namespace": namespace}, 1)
    series.gauge("ALERTS", {"alertname": "Watchdog", "alertstate": "firing", "severity": "none"}, 1)
    # A roll-out two minutes before the end; the old version is still visible for a while.
    series.gauge("target_info", {"job": "shop/live", "service_version": "1.4.0"}, 1, last=MINUTES - 3)
    series.gauge("target_info", {"job": "shop/live", "service_version": "1.5.0"}, 1, first=MINUTES - 2)
    series.gauge("target_info", {"job": "moving", "service_version": "2.0.0"}, 1)
    series.gauge("target_info", {"job": "quiet", "telemetry_sdk_language": "python"}, 1, first=MINUTES - 2)
    series.gauge("target_info", {"job": "stranger", "service_version": "9"}, 1, first=MINUTES - 2)
    return serve(series.text, bare.text)


@pytest.fixture(scope="module")
def config() -> Config:
    return parse(CONFIG, None)


def ages(ask: Asker, signal: Signal) -> dict[str, float]:
    """Age by service. These signals look at every configured service, whatever is picked."""
    (text,) = ask.texts(signal, "nobody", "service")
    points = ask.prometheus.query(text, ask.at)
    found = {point.labels["service"]: point.value for point in points}
    assert len(found) == len(points)
    return found


@pytest.mark.parametrize("profile", PROFILES)
class TestProfile:
    """What arrives is seen in every profile, in its own dialect."""

    @pytest.fixture
    def ask(self, prometheus: LivePrometheus, config: Config, profile: str) -> Asker:
        # Names with and without suffixes arrive in different eras.
        return Asker(prometheus, config, profile, at=era(0 if PROFILES[profile].suffixes else 1).end)

    def test_every_configured_service_has_a_row(self, ask: Asker) -> None:
        rows = ask.table(arrival.EXPECTED, "nobody", "service", "tenant")
        assert rows == dict.fromkeys(EXPECTED.items(), 1)

    def test_picked_services_have_a_row_whether_they_send_or_not(self, ask: Asker) -> None:
        # The dot as Grafana writes it: it stands for nothing but a dot.
        rows = ask.table(arrival.PICKED, r"(live|a\\.b|moving)", "service", "tenant")
        assert rows == {("live", "east"): 1, ("a.b", "east"): 1, ("moving", "west"): 1}
        assert ask.table(arrival.PICKED, "nobody", "service", "tenant") == {}

    def test_age_of_metrics(self, ask: Asker, profile: str) -> None:
        old = {"live": 0, "quiet": 0, "moving": 600, "plain": 120}
        new = {"stopped": 600, "moving": 60, "plain": 120}
        seen = {"legacy": old, "stable": new}.get(profile, old | new)
        # "long-gone" sent its last before anything that is looked at, "a.b" and "web" never sent: no row.
        assert ages(ask, arrival.METRICS_AGE) == seen

    def test_age_of_spans(self, ask: Asker) -> None:
        found = ages(ask, arrival.SPANS_AGE)
        # A frontend has spans, too. A counter that never grew is no span.
        assert found.keys() == {"live", "web", "stopped", "moving"}
        assert found["live"] == found["web"] == 0
        # The last span came 600 s ago. Growth is looked for in windows of two minutes, of which one export
        # interval is the least that shows any: an age is up to one interval too young, and never too old.
        assert 600 - 60 <= found["stopped"] <= 600
        assert 600 - 60 <= found["moving"] <= 600

    def test_what_the_collector_loses(self, ask: Asker, config: Config, profile: str) -> None:
        def by_legend(signal: Signal) -> dict[str, float]:
            queries = signal.queries(View(config, PROFILES[profile], window="5m"))
            return {query.legend: ask.prometheus.query(query.text, ask.at)[0].value for query in queries}

        assert by_legend(arrival.COLLECTOR_LOSS) == pytest.approx(
            {
                "spans refused": per_second(2 * 6),
                "metrics refused": per_second(2 * 12),
                "logs refused": per_second(2 * 18),
                "spans failed": per_second(2 * 24),
                "metrics failed": per_second(2 * 30),
                "logs failed": per_second(2 * 36),
            }
        )


@pytest.fixture
def ask(prometheus: LivePrometheus, config: Config) -> Asker:
    return Asker(prometheus, config)


def test_alerts_that_fire_are_counted(ask: Asker, prometheus: LivePrometheus, config: Config) -> None:
    assert ask.table(arrival.FIRING, "nobody", namespace="east|west-1|west-2") == {(): 3}
    assert ask.table(arrival.FIRING, "nobody", namespace="west-1|west-2") == {(): 2}
    # Before there was any alert: zero, and not nothing.
    assert Asker(prometheus, config, at=START - 3600).table(arrival.FIRING, "nobody") == {(): 0}


def test_deployments_are_versions_that_have_just_appeared(prometheus: LivePrometheus, config: Config) -> None:
    view = View(config, PROFILES["portable"], service="(live|moving|quiet)")
    (new,) = prometheus.query(arrival.deployments(view), END)
    assert (new.labels["service"], new.labels["service_version"]) == ("live", "1.5.0")


def test_alert_marks_are_alerts_that_fire(prometheus: LivePrometheus, config: Config) -> None:
    marks = prometheus.query(arrival.firing(View(config, PROFILES["portable"], namespace="east")), END)
    assert {mark.labels["alertname"] for mark in marks} == {"Down", "Slow", "PodDown"}
