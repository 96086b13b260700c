"""Runs inside one of the demo's environments: uses the backend once and prints what it sent, as JSON.

Its spans, metrics and log lines stay in memory. Standard error is the application's own.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from typing import Any

from backend import app, entries, json_log, settings, telemetry
from backend.database import Database
from backend.store import Store
from backend.trouble import Trouble
from flask import Flask
from opentelemetry import trace
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

PASSWORD = {"user": "kim", "password": "correct"}


def use(client: Any) -> list[int]:
    """Every endpoint once, and what goes wrong."""
    calls = [
        client.get("/api/db/messages"),
        client.post("/api/register", json=PASSWORD),
        client.post("/api/register", json=PASSWORD),
        client.post("/api/login", json={**PASSWORD, "password": "wrong"}),
        client.post("/api/login", json=PASSWORD),
        client.post("/api/db/message", json={"text": "kimchi"}),
        client.get("/api/db/messages"),
        client.get("/api/db/messages/search?q=kim"),
        client.get("/api/db/messages/search?q=["),
        client.get("/api/logs/kafka", headers={"X-Request-ID": "asked"}),
        client.post("/api/logout"),
    ]
    return [answer.status_code for answer in calls]


def main() -> None:
    """Prints {"statuses", "spans", "metrics", "lines", "messages"}."""
    told = settings.from_environment()
    spans, metrics, lines = InMemorySpanExporter(), InMemoryMetricReader(), io.StringIO()
    telemetry.provide(telemetry.resource(told), spans, metrics)
    handler = logging.StreamHandler(lines)
    handler.setFormatter(json_log.AsJson())
    plain = logging.StreamHandler(io.StringIO())
    json_log.set_up(told.service, [handler, plain], stdout=False)
    served = Flask("backend")
    telemetry.instrument(served)
    database, store = Database(told), Store(told)
    database.make_tables()
    app.add_to(served, database, store, entries.keeper(told, store), Trouble(0))
    statuses = use(served.test_client())
    trace.get_tracer_provider().force_flush()
    data = metrics.get_metrics_data()
    seen = {
        "statuses": statuses,
        "spans": [
            {
                "name": span.name,
                "kind": span.kind.name,
                "status": span.status.status_code.name,
                "attributes": dict(span.attributes),
                "events": [event.name for event in span.events],
            }
            for span in spans.get_finished_spans()
        ],
        "metrics": {
            metric.name: metric.unit
            for resource in data.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
        },
        "lines": [json.loads(line) for line in lines.getvalue().splitlines()],
        "messages": plain.stream.getvalue().splitlines(),
    }
    json.dump(seen, sys.stdout)


if __name__ == "__main__":
    main()
