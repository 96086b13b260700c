"""One marked trace, log line and metric by OTLP, and how long each takes to appear in its store."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

from generator.config.address import http_address
from generator.config.connection import Connection
from generator.detect.arrival import PROBE
from generator.errors import GeneratorError, UsageError
from generator.grafana.transport import Transport
from generator.live.desk import Desk
from generator.live.loki import Loki
from generator.live.problem import StoreError
from generator.live.prometheus import Prometheus
from generator.live.tempo import Tempo
from generator.verify.result import ProbeRow
from generator.verify.stand import Stand

_PAUSE = 1.0


def require_endpoint(url: str | None) -> str:
    """The endpoint's address; UsageError when there is none."""
    if url is None:
        raise UsageError("--probe needs an endpoint to send to", "give --otlp-endpoint http://collector:4318")
    try:
        return http_address(url.strip())
    except ValueError as error:
        raise UsageError(f"--otlp-endpoint {error}", "write it like http://collector:4318") from None


def send_and_wait(endpoint: str, stand: Stand, patience: float) -> tuple[ProbeRow, ...]:
    """Send one of each, then ask until all have come or `patience` seconds are over."""
    trace_id, now = secrets.token_hex(16), time.time_ns()
    mark = trace_id[:12]
    bodies = {"trace": _trace(trace_id, now), "log": _log(trace_id, mark, now), "metric": _metric(mark, now)}
    paths = {"trace": "/v1/traces", "log": "/v1/logs", "metric": "/v1/metrics"}
    rows: dict[str, ProbeRow] = {}
    with Transport(Connection(url=endpoint, timeout=15.0), writable=True) as transport:
        for signal, body in bodies.items():
            try:
                transport.request("POST", paths[signal], body)
            except GeneratorError as error:
                fix = "look at the address: OTLP over HTTP, usually port 4318"
                rows[signal] = ProbeRow(signal, None, f"not taken: {error.summary}", fix)
    started = time.monotonic()
    waiting = [signal for signal in bodies if signal not in rows]
    while waiting:
        for signal in tuple(waiting):
            if _arrived(signal, stand, trace_id, mark):
                rows[signal] = ProbeRow(signal, round(time.monotonic() - started, 1))
                waiting.remove(signal)
        if time.monotonic() - started > patience:
            for signal in waiting:
                fix = f"follow it: the collector's pipeline for {signal}s, its exporter, the store's log"
                rows[signal] = ProbeRow(signal, None, f"not seen within {patience:.0f} s", fix)
            break
        if waiting:
            time.sleep(_PAUSE)
    return tuple(rows[signal] for signal in bodies)


def _arrived(signal: str, stand: Stand, trace_id: str, mark: str) -> bool:
    # A desk of its own for each look: the same question has another answer now.
    desk = Desk()
    now = time.time()
    asks: dict[str, tuple[str, Callable[[str], Any]]] = {
        "trace": ("tempo", lambda uid: Tempo(stand.stores.tempo(uid).way, desk).trace(trace_id)),
        "log": (
            "loki",
            lambda uid: Loki(stand.stores.loki(uid).way, desk).lines(
                f'{{service_name="{PROBE}"}} |= "{mark}"', now - 600, now + 60, 1
            ),
        ),
        "metric": (
            "prometheus",
            lambda uid: Prometheus(stand.stores.prometheus(uid).way, desk).query(
                f'{{__name__=~"generator_probe.*", mark="{mark}"}}', now
            ),
        ),
    }
    kind, ask = asks[signal]
    try:
        return kind in stand.uids and bool(ask(stand.uids[kind]))
    except StoreError:
        return False


def _resource() -> dict[str, Any]:
    return {"attributes": [_text("service.name", PROBE)]}


def _text(key: str, value: str) -> dict[str, Any]:
    return {"key": key, "value": {"stringValue": value}}


def _trace(trace_id: str, now: int) -> dict[str, Any]:
    span = {
        "traceId": trace_id,
        "spanId": trace_id[:16],
        "name": "generator verify --probe",
        "kind": 1,
        "startTimeUnixNano": str(now - 1_000_000),
        "endTimeUnixNano": str(now),
    }
    return {"resourceSpans": [{"resource": _resource(), "scopeSpans": [{"spans": [span]}]}]}


def _log(trace_id: str, mark: str, now: int) -> dict[str, Any]:
    record = {
        "timeUnixNano": str(now),
        "severityNumber": 9,
        "severityText": "INFO",
        "body": {"stringValue": f"generator verify --probe {mark}"},
        "traceId": trace_id,
        "spanId": trace_id[:16],
    }
    return {"resourceLogs": [{"resource": _resource(), "scopeLogs": [{"logRecords": [record]}]}]}


def _metric(mark: str, now: int) -> dict[str, Any]:
    point = {"timeUnixNano": str(now), "asInt": "1", "attributes": [_text("mark", mark)]}
    metric = {"name": "generator.probe", "gauge": {"dataPoints": [point]}}
    return {"resourceMetrics": [{"resource": _resource(), "scopeMetrics": [{"metrics": [metric]}]}]}
