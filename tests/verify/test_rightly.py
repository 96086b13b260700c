"""What asks for trouble, and what does not."""

from __future__ import annotations

import pytest

from generator.verify.why.rightly import asks_for_trouble, counts_trouble, families


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("status_code", "STATUS_CODE_ERROR"),
        ("http_status_code", "5.."),
        ("http_response_status_code", "[45].."),
        ("code", "500"),
        ("code", "5xx"),
        ("detected_level", "error|critical|fatal"),
        ("reason", "OOMKilled"),
        ("reason", "CrashLoopBackOff"),
        ("alertstate", "firing"),
        ("event", "login_failed"),
        ("span.http.status_code", "401|403"),
    ],
)
def test_these_ask_for_trouble(label: str, value: str) -> None:
    assert asks_for_trouble(label, "=~", value)


@pytest.mark.parametrize(
    ("label", "operator", "value"),
    [
        ("service", "=", "error-collector"),
        ("job", "=~", "failover"),
        ("status_code", "!=", "STATUS_CODE_ERROR"),
        ("http_status_code", "=~", "2.."),
        ("event", "=~", "login|logout"),
        ("span_name", "=", "/errors"),
        ("level", "=", "info"),
    ],
)
def test_these_do_not(label: str, operator: str, value: str) -> None:
    assert not asks_for_trouble(label, operator, value)


@pytest.mark.parametrize(
    "metric",
    [
        "traces_service_graph_request_failed_total",
        "otelcol_exporter_send_failed_spans",
        "ALERTS",
        "redis_evicted_keys_total",
    ],
)
def test_these_count_trouble(metric: str) -> None:
    assert counts_trouble(metric)


@pytest.mark.parametrize(
    "metric", ["http_server_duration_milliseconds_count", "up", "redis_up", "lost_property_total_x"[5:]]
)
def test_these_count_work(metric: str) -> None:
    assert not counts_trouble(metric)


def test_the_family_of_a_failure_is_what_its_neighbours_share() -> None:
    assert families("kube_pod_container_status_last_terminated_reason")[1] == "kube_pod_container_status_"
    assert families("errors_total") == ()
