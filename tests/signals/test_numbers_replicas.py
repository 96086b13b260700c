"""Several replicas of an old SDK write one series, since nothing in it says which replica speaks.

Read as one counter it seems to start anew at every sample. Such a service's numbers come from its span metrics.
"""

from __future__ import annotations

import pytest
from exposition import MINUTES, Exposition, era
from live_prometheus import LivePrometheus, Serve

from generator.project import Project
from generator.signals import http, runtime
from signals.answers import Asker, rates

TWO, ONE, RESTARTED = "hyunjun-backend", "jiwoo-backend", "alone-backend"
OLD = "http_server_duration_milliseconds"
CALLS, LATENCY = "traces_spanmetrics_calls_total", "traces_spanmetrics_latency_bucket"
SERVER = {"span_kind": "SPAN_KIND_SERVER", "span_name": "/api/login"}


def interleaved(series: Exposition, name: str, labels: dict[str, str], per_minute: float) -> None:
    """One series that two replicas write in turn, half a minute apart; one has run for long, one is young."""
    text = ",".join(f'{key}="{value}"' for key, value in labels.items())
    for minute in range(MINUTES + 1):
        old, young = 5000 + per_minute * minute, 100 + per_minute * minute
        series.lines.append(f"{name}{{{text}}} {old} {series.start + minute * 60 - 30}")
        series.lines.append(f"{name}{{{text}}} {young} {series.start + minute * 60}")


def world() -> Exposition:
    series = era(0)
    for status in ("200", "500"):
        interleaved(series, f"{OLD}_count", {"job": TWO, "http_status_code": status}, 60)
        interleaved(series, f"{OLD}_bucket", {"job": TWO, "http_status_code": status, "le": "+Inf"}, 60)
    interleaved(series, "process_runtime_cpython_cpu_time_seconds_total", {"job": TWO, "type": "user"}, 6)
    # What both replicas really answer: 90 good and 30 failed requests a minute, all below 0.256 s, half below 0.128 s.
    series.counter(CALLS, {"service": TWO, **SERVER, "status_code": "STATUS_CODE_UNSET"}, 90)
    series.counter(CALLS, {"service": TWO, **SERVER, "status_code": "STATUS_CODE_ERROR"}, 30)
    for bound, count in (("0.128", 60), ("0.256", 120), ("+Inf", 120)):
        series.counter(LATENCY, {"service": TWO, **SERVER, "status_code": "STATUS_CODE_UNSET", "le": bound}, count)
    # One replica: what it counts itself is believed, and differs from its spans, half of which are sampled away.
    series.counter(f"{OLD}_count", {"job": ONE, "http_status_code": "200"}, 60)
    series.counter(CALLS, {"service": ONE, **SERVER, "status_code": "STATUS_CODE_UNSET"}, 30)
    # One replica that was restarted once, ten minutes before the end.
    labels = {"job": RESTARTED, "http_status_code": "200"}
    before = {minute: 1000.0 + 60 * minute for minute in range(MINUTES - 10)}
    after = {minute: 60.0 * (minute - MINUTES + 10) for minute in range(MINUTES - 10, MINUTES + 1)}
    series.samples(f"{OLD}_count", labels, before | after)
    return series


@pytest.fixture(scope="module")
def prometheus(serve: Serve) -> LivePrometheus:
    return serve(world().text)


@pytest.fixture(params=["portable", "legacy"])
def ask(prometheus: LivePrometheus, project: Project, request: pytest.FixtureRequest) -> Asker:
    return Asker(prometheus, project.config, request.param)


def test_the_rate_of_several_replicas_is_that_of_their_spans(ask: Asker) -> None:
    assert ask.table(http.RATE, TWO, "service") == rates({TWO: 120})


def test_read_as_one_counter_it_would_be_far_off(prometheus: LivePrometheus) -> None:
    (wrong,) = prometheus.query(f'sum(rate({OLD}_count{{job="{TWO}"}}[5m]))', world().end)
    assert wrong.value > 50 * (120 / 60)


def test_one_replica_counts_for_itself_and_a_single_restart_changes_nothing(ask: Asker) -> None:
    assert ask.table(http.RATE, f"{ONE}|{RESTARTED}", "service") == rates({ONE: 60, RESTARTED: 60})


def test_the_total_takes_each_service_from_where_it_is_right(ask: Asker) -> None:
    assert ask.table(http.RATE, f"{TWO}|{ONE}|{RESTARTED}") == rates({(): 120 + 60 + 60})


def test_errors_and_latency_come_from_the_spans_too(ask: Asker) -> None:
    assert ask.table(http.ERROR_RATIO, TWO, "service") == {TWO: pytest.approx(30 / 120)}
    # Rank 114 of 120 lies in (0.128, 0.256] s, which holds requests 61 to 120.
    expected = 0.128 + 0.128 * (114 - 60) / 60
    assert ask.table(http.P95, TWO, "service") == {TWO: pytest.approx(expected)}
    assert ask.table(http.P95, TWO) == {(): pytest.approx(expected)}


def test_what_spans_cannot_tell_is_left_empty_rather_than_wrong(ask: Asker) -> None:
    assert ask.table(http.BY_CLASS, TWO, "class") == {}
    assert ask.table(http.HEATMAP, TWO) == {}
    assert ask.table(runtime.PROCESS_CPU, TWO, "service") == {}
