"""One thing is broken at a time, and verify names that thing."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from e2e_stack import APPS, Stack
from looking import directly, findings, reasons, through_grafana
from workload import Workload

pytestmark = pytest.mark.usefixtures("workload")

Project = Callable[..., Path]
Settings = dict[str, Any]


@pytest.fixture(scope="session")
def wired(stack: Stack, grafana: str, workload: Workload, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of two tenants whose data sources stand on the Grafana; their settings are what gets broken."""
    assert workload.apps
    lines = ['[project]\nname = "Faults"\nuid = "e2e-faults"']
    for name in ("legacy", "stable"):
        lines.append(f'[tenants.{name}]\nbackend = ["{name}-backend"]\nfrontend = ["{name}-frontend"]')
    lines.append(stack.make_sources("e2e-fault"))
    config = tmp_path_factory.mktemp("faults") / "generator.toml"
    config.write_text("\n".join(lines) + "\n", "utf-8")
    environment = {**os.environ, "GRAFANA_USER": stack.user, "GRAFANA_PASSWORD": stack.password}
    command = [sys.executable, "-m", "generator", "upload", "--config", str(config), "--grafana-url", grafana]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return config


@pytest.fixture
def broken(stack: Stack) -> Iterator[Callable[[str, Callable[[dict[str, Any]], None]], None]]:
    """Changes a data source on the Grafana, and puts it back."""
    kept: list[dict[str, Any]] = []

    def change(kind: str, edit: Callable[[dict[str, Any]], None]) -> None:
        body = stack.grafana_api("GET", f"/api/datasources/uid/e2e-fault-{kind}")
        # With its version a body can be put back only once.
        body.pop("version", None)
        kept.append(copy.deepcopy(body))
        edit(body)
        stack.grafana_api("PUT", f"/api/datasources/uid/e2e-fault-{kind}", body)

    yield change
    for body in reversed(kept):
        stack.grafana_api("PUT", f"/api/datasources/uid/{body['uid']}", body)


def _logs(body: Settings, **changed: Any) -> None:
    body["jsonData"]["tracesToLogsV2"] |= changed


def _query(body: Settings, old: str, new: str) -> None:
    query = body["jsonData"]["tracesToLogsV2"]["query"]
    assert old in query
    body["jsonData"]["tracesToLogsV2"]["query"] = query.replace(old, new)


def _fields(body: Settings, **changed: Any) -> None:
    for field in body["jsonData"]["derivedFields"]:
        field |= changed


#: name, data source, what is done to it, the way that breaks, the service it breaks for, the sort of reason
SETTINGS: tuple[tuple[str, str, Callable[[Settings], None], str, str, str], ...] = (
    (
        "tag mapped to a label that logs lack",
        "tempo",
        lambda body: _logs(body, tags=[{"key": "service.name", "value": "svc"}]),
        "trace -> logs",
        "legacy-backend",
        "tag-mapping",
    ),
    (
        "tag that no span has",
        "tempo",
        lambda body: _logs(body, tags=[{"key": "app.name", "value": "service_name"}]),
        "trace -> logs",
        "stable-backend",
        "tag-mapping",
    ),
    (
        "$$ where the settings are stored",
        "tempo",
        lambda body: _query(body, "${__", "$${__"),
        "trace -> logs",
        "legacy-backend",
        "wrong-dollar",
    ),
    (
        "variables eaten by a provisioning file",
        "tempo",
        lambda body: _logs(body, query='{} | json | trace_id = ""'),
        "trace -> logs",
        "legacy-backend",
        "wrong-dollar",
    ),
    (
        "ids looked for beside the line only",
        "tempo",
        lambda body: _query(body, "| json ", ""),
        "trace -> logs",
        "stable-backend",
        "id-filter",
    ),
    (
        "logs link to no data source",
        "tempo",
        lambda body: _logs(body, datasourceUid="gone"),
        "trace -> logs",
        "legacy-backend",
        "wrong-target",
    ),
    (
        "logs link without settings",
        "tempo",
        lambda body: body["jsonData"].pop("tracesToLogsV2"),
        "trace -> logs",
        "stable-backend",
        "no-link",
    ),
    (
        "syntax error in the logs query",
        "tempo",
        lambda body: _query(body, "| json", "| jsn |"),
        "trace -> logs",
        "legacy-backend",
        "query-error",
    ),
    (
        "link looks at another hour",
        "tempo",
        lambda body: _logs(body, spanStartTimeShift="-3h", spanEndTimeShift="-2h"),
        "trace -> logs",
        "legacy-backend",
        "time-shift",
    ),
    (
        "no derived field for JSON lines",
        "loki",
        lambda body: body["jsonData"]["derivedFields"].pop(),
        "log -> trace (scraped)",
        "stable-backend",
        "no-derived-field",
    ),
    (
        "no derived field for labels",
        "loki",
        lambda body: body["jsonData"]["derivedFields"].pop(0),
        "log -> trace (otlp)",
        "legacy-backend",
        "no-derived-field",
    ),
    (
        "$$ in a derived field",
        "loki",
        lambda body: _fields(body, url="$${__value.raw}"),
        "log -> trace (otlp)",
        "legacy-backend",
        "wrong-dollar",
    ),
    (
        "derived field to Prometheus",
        "loki",
        lambda body: _fields(body, datasourceUid="e2e-fault-prometheus"),
        "log -> trace (otlp)",
        "legacy-backend",
        "wrong-target",
    ),
    (
        "no destination for Tempo's exemplars",
        "prometheus",
        lambda body: body["jsonData"]["exemplarTraceIdDestinations"].pop(),
        "exemplar -> trace",
        "legacy-backend",
        "no-destination",
    ),
    (
        "metrics link with the logs' label",
        "tempo",
        lambda body: body["jsonData"]["tracesToMetrics"].update(
            tags=[{"key": "service.name", "value": "service_name"}]
        ),
        "trace -> metrics",
        "legacy-backend",
        "tag-mapping",
    ),
    (
        "service map without a Prometheus",
        "tempo",
        lambda body: body["jsonData"].update(serviceMap={}),
        "service graph -> service",
        "legacy-backend",
        "wrong-target",
    ),
)


@pytest.mark.parametrize(
    ("kind", "edit", "direction", "service", "reason"), [one[1:] for one in SETTINGS], ids=[one[0] for one in SETTINGS]
)
def test_a_broken_setting_is_named(
    stack: Stack,
    wired: Path,
    broken: Any,
    kind: str,
    edit: Callable[[Settings], None],
    direction: str,
    service: str,
    reason: str,
) -> None:
    broken(kind, edit)
    report = through_grafana(stack, wired, only=("correlation",), service=service)
    found = {(one.direction, failure.reason) for one in report.correlation if one.bad for failure in one.failures}
    assert (direction, reason) in found, findings(report)
    # Nothing else is broken, and nothing else is said to be.
    assert {reason} == {why for _, why in found}, findings(report)


def test_without_a_change_nothing_is_broken(stack: Stack, wired: Path) -> None:
    report = through_grafana(stack, wired, only=("correlation",))
    assert findings(report) == []


def test_a_store_that_does_not_answer_is_named(stack: Stack, wired: Path, broken: Any) -> None:
    broken("loki", lambda body: body.update(url="http://127.0.0.1:9"))
    # Grafana goes on with what it knows of a data source for a few seconds.
    time.sleep(10)
    report = through_grafana(stack, wired, only=("telemetry",))
    assert [one.what for one in report.reach if one.ok is False and "Loki" in one.what], report.reach
    assert not [one for one in report.telemetry if one.signal == "logs"]


def test_a_data_source_of_another_type_is_named(stack: Stack, wired: Path, tmp_path: Path) -> None:
    odd = {
        "uid": "e2e-odd",
        "name": "e2e odd",
        "type": "prometheus",
        "url": stack.seen["prometheus"],
        "access": "proxy",
    }
    # Where Grafana has one Loki only, it is taken whatever the configuration says: as an upload does.
    second = {**odd, "uid": "e2e-second", "name": "e2e second", "type": "loki", "url": stack.seen["loki"]}
    for body in (odd, second):
        stack.grafana_api("POST", "/api/datasources", body)
    try:
        named = 'uid = "e2e-fault-loki"\nname = "e2e-fault loki"'
        text = wired.read_text("utf-8").replace(named, 'uid = "e2e-odd"\nname = "e2e odd"')
        config = tmp_path / "generator.toml"
        config.write_text(text, "utf-8")
        report = through_grafana(stack, config, only=("telemetry",))
    finally:
        for body in (odd, second):
            stack.grafana_api("DELETE", f"/api/datasources/uid/{body['uid']}")
    said = [one.said for one in report.reach if one.ok is False]
    assert said == ['"e2e-odd" is of the type prometheus']


#: What is wrong with a sender, and the signal whose absence must be said with these words.
SENDERS = (
    ("logs without a name of their service", "nameless", "logs", "without a name"),
    ("no logs at all", "silent", "logs", "no logs"),
    ("no metrics", "tracedonly", "metrics", "HTTP metrics"),
    ("no traces", "loggedonly", "traces", "no traces"),
    ("metrics stopped", "stopped", "metrics", "stopped"),
)


@pytest.mark.parametrize(("name", "signal", "words"), [one[1:] for one in SENDERS], ids=[one[0] for one in SENDERS])
def test_a_signal_that_is_missing_is_named(stack: Stack, project: Project, name: str, signal: str, words: str) -> None:
    report = directly(stack, project(APPS[name]), only=("telemetry",), service=f"{name}-backend")
    bad = {one.signal: one.reason for one in report.telemetry if one.bad}
    assert words in bad.get(signal, ""), bad
    # Span metrics are made of traces.
    allowed = {signal, "span metrics"} if signal == "traces" else {signal}
    assert set(bad) <= allowed, bad


#: What is wrong with a sender, the way that breaks, and the sort of reason.
WAYS = (
    ("every second trace sampled away", "unsampled", "log -> trace (otlp)", "sampled-out"),
    ("lines without ids", "mute", "log -> trace (scraped)", "no-id-in-lines"),
    ("ids under another name", "otherkey", "log -> trace (scraped)", "no-derived-field"),
)


@pytest.mark.parametrize(("name", "direction", "reason"), [one[1:] for one in WAYS], ids=[one[0] for one in WAYS])
def test_a_way_that_leads_nowhere_is_explained(
    stack: Stack, project: Project, name: str, direction: str, reason: str
) -> None:
    report = directly(stack, project(APPS[name]), only=("correlation",))
    found = {one.direction: {failure.reason for failure in one.failures} for one in report.correlation if one.bad}
    assert reason in found.get(direction, set()), findings(report)


def test_a_wrong_dialect_is_named(stack: Stack, project: Project) -> None:
    config = project(APPS["backonly"], more='[telemetry]\nprofile = "stable"')
    report = directly(stack, config, stage="backend", only=("telemetry", "panels"))
    assert [one for one in report.telemetry if one.signal == "metrics" and "wrong dialect" in one.reason]
    assert "wrong-dialect" in reasons(report), findings(report)


def test_a_wrong_name_is_named(stack: Stack, tmp_path: Path) -> None:
    config = tmp_path / "generator.toml"
    config.write_text('[project]\nname = "X"\nuid = "x"\n[tenants.legacy]\nbackend = ["legacy-bakend"]\n', "utf-8")
    report = directly(stack, config, only=("telemetry", "panels"), stage="backend")
    assert [one for one in report.telemetry if "sends nothing" in one.reason and "legacy-backend" in one.fix]
    assert "value-unknown" in reasons(report)


def test_a_wrong_namespace_of_a_tenant_is_named(stack: Stack, tmp_path: Path) -> None:
    config = tmp_path / "generator.toml"
    tenant = (
        '[tenants.legacy]\nbackend = ["legacy-backend"]\nfrontend = ["legacy-frontend"]\nnamespaces = ["elsewhere"]\n'
    )
    config.write_text(f'[project]\nname = "X"\nuid = "x"\n{tenant}', "utf-8")
    report = directly(stack, config, only=("panels",))
    bad = [one for one in report.panels if one.bad]
    assert bad
    assert {one.reason for one in bad} == {"value-unknown"}, findings(report)
    assert all("namespace" in one.cause for one in bad)


def _board(**target: Any) -> dict[str, Any]:
    kind = target.pop("kind", "prometheus")
    panel = {
        "id": 1,
        "type": "timeseries",
        "title": "Panel",
        "datasource": {"type": kind, "uid": "somebody-elses"},
        "targets": [{"refId": "A", **target}],
        "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
    }
    return {
        "title": "Theirs",
        "uid": "theirs",
        "panels": [panel],
        "schemaVersion": 39,
        "time": {"from": "now-15m", "to": "now"},
    }


#: A query of somebody else's board: what is wrong with it, verdict, sort of reason, words that must be said.
QUERIES = (
    (
        "a name that is nearly right",
        {"expr": "sum(rate(http_server_duration_millisecond_count[5m]))"},
        "empty",
        "metric-unknown",
        "http_server_duration_milliseconds_count",
    ),
    (
        "the other dialect",
        {"expr": "sum(rate(traces_span_metrics_calls_total[5m]))"},
        "empty",
        "wrong-dialect",
        "traces_spanmetrics_calls_total",
    ),
    (
        "a label that is not there",
        {"expr": 'sum(rate(traces_spanmetrics_calls_total{svc="legacy-backend"}[5m]))'},
        "empty",
        "label-unknown",
        "svc",
    ),
    (
        "a value that is not there",
        {"expr": 'sum(rate(traces_spanmetrics_calls_total{service="legacy-back"}[5m]))'},
        "empty",
        "value-unknown",
        "legacy-backend",
    ),
    (
        "a window shorter than the interval",
        {"expr": "sum(rate(http_server_duration_milliseconds_count[10s]))"},
        "empty",
        "too-few-samples",
        "two points",
    ),
    (
        "sides that do not match",
        {
            "expr": "sum by (job) (rate(http_server_duration_milliseconds_count[5m])) "
            "* sum by (service) (rate(traces_spanmetrics_calls_total[5m]))"
        },
        "empty",
        "no-match",
        "same labels",
    ),
    (
        "no errors",
        {
            "expr": 'sum(rate(http_server_request_duration_seconds_count{job="calm/calm-backend", '
            'http_response_status_code=~"5.."}[5m]))'
        },
        "zero",
        "nothing-failed",
        "5..",
    ),
    ("nothing above a limit", {"expr": "redis_memory_used_bytes > 1e15"}, "zero", "filtered", "> 1e15"),
    ("broken PromQL", {"expr": "sum(rate(x[5m])"}, "error", "query-error", "parse error"),
    (
        "a name that Loki does not know",
        {"kind": "loki", "expr": 'sum(rate({service_name="legacy-backend"}[$__rate_interval]))'},
        "error",
        "query-error",
        "",
    ),
    ("a stream label that is not there", {"kind": "loki", "expr": '{apps="x"}'}, "empty", "label-unknown", "apps"),
    (
        "a service that logs under another name",
        {"kind": "loki", "expr": '{service_name="legacy"}'},
        "empty",
        "value-unknown",
        "legacy-backend",
    ),
    (
        "a field that lines lack",
        {"kind": "loki", "expr": '{service_name="legacy-backend"} | event_kind="login"'},
        "empty",
        "field-unknown",
        "event_kind",
    ),
    (
        "no error line",
        {"kind": "loki", "expr": '{service_name="calm-backend"} | detected_level="error"'},
        "zero",
        "nothing-failed",
        "detected_level",
    ),
    (
        "traces of nobody",
        {"kind": "tempo", "queryType": "traceql", "query": '{ resource.service.name = "legacy" }'},
        "empty",
        "value-unknown",
        "legacy-backend",
    ),
    (
        "an attribute that spans lack",
        {
            "kind": "tempo",
            "queryType": "traceql",
            "query": '{ resource.service.name = "legacy-backend" && span.http.rout = "/x" }',
        },
        "empty",
        "field-unknown",
        "http.rout",
    ),
    (
        "no failed trace",
        {
            "kind": "tempo",
            "queryType": "traceql",
            "query": '{ resource.service.name = "calm-backend" && status = error }',
        },
        "zero",
        "nothing-failed",
        "",
    ),
)


@pytest.mark.parametrize(
    ("target", "verdict", "reason", "words"), [one[1:] for one in QUERIES], ids=[one[0] for one in QUERIES]
)
def test_the_cause_of_an_empty_panel_is_found(
    stack: Stack,
    project: Project,
    tmp_path: Path,
    target: dict[str, Any],
    verdict: str,
    reason: str,
    words: str,
) -> None:
    file = tmp_path / "theirs.json"
    file.write_text(json.dumps(_board(**target)), "utf-8")
    (panel,) = directly(stack, project(APPS["legacy"]), file).panels
    assert (panel.verdict, panel.reason) == (verdict, reason), panel
    assert words in panel.cause


def test_a_board_of_somebody_else_works_where_its_queries_do(stack: Stack, project: Project, tmp_path: Path) -> None:
    file = tmp_path / "theirs.json"
    file.write_text(json.dumps(_board(expr="sum by (service) (rate(traces_spanmetrics_calls_total[5m]))")), "utf-8")
    (panel,) = directly(stack, project(APPS["legacy"]), file).panels
    assert panel.verdict == "data"
