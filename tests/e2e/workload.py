"""A small application's telemetry, sent while the suite runs: a browser, a backend, MariaDB, Redis, Kafka, pods.

Each `App` is one tenant. What is special about one (its SDK's generation, how its logs travel, what is broken about it)
is said when it is made, so that healthy and broken ones send side by side into the same stores.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import requests
from otlp import CLIENT, CONSUMER, INTERNAL, PRODUCER, SERVER, Attributes, Metrics, Record, Span, logs, new_id, traces

#: How often metrics are exported and requests are made.
EXPORT_SECONDS = 15.0
ROUND_SECONDS = 2.0

_LEGACY_BOUNDS = (0.0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000)
_STABLE_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)

ROUTES = (
    ("POST", "/api/login", "login"),
    ("POST", "/api/register", "register"),
    ("POST", "/api/logout", "logout"),
    ("POST", "/api/db/message", "save_message"),
    ("GET", "/api/db/messages", "list_messages"),
    ("GET", "/api/db/messages/search", "search"),
    ("GET", "/api/logs/kafka", "log_query"),
)

Generation = Literal["legacy", "stable", "both"]


@dataclass(frozen=True)
class App:
    """One tenant of the stack. The defaults are healthy."""

    name: str
    generation: Generation = "legacy"
    logs: Literal["otlp", "scraped", "none"] = "otlp"
    backend: bool = True
    frontend: bool = True
    kafka: bool = True
    pods: bool = True
    traces: bool = True
    metrics: bool = True
    #: False: the log lines carry no id of their trace.
    ids_in_logs: bool = True
    #: The key of the trace id in JSON lines.
    id_key: str = "trace_id"
    #: False: OTLP and scraped lines come without a label that names the service.
    service_label: bool = True
    #: True: every name as the SDK has it, but no request fails.
    faultless: bool = False
    #: Seconds after which the metrics stop, None for never.
    metrics_stop: float | None = None
    backend_name: str = ""
    frontend_name: str = ""

    @property
    def back(self) -> str:
        return self.backend_name or f"{self.name}-backend"

    @property
    def front(self) -> str:
        return self.frontend_name or f"{self.name}-frontend"


@dataclass(frozen=True)
class Addresses:
    """Where the stores take telemetry: `otlp` is Tempo's or a collector's, or the stores' own."""

    prometheus: str
    loki: str
    traces: str

    def metrics(self, body: dict[str, Any]) -> None:
        _post(f"{self.prometheus}/api/v1/otlp/v1/metrics", body)

    def records(self, body: dict[str, Any]) -> None:
        _post(f"{self.loki}/otlp/v1/logs", body)

    def spans(self, body: dict[str, Any]) -> None:
        _post(f"{self.traces}/v1/traces", body)

    def push(self, body: dict[str, Any]) -> None:
        _post(f"{self.loki}/loki/api/v1/push", body)


def _post(url: str, body: dict[str, Any]) -> None:
    answer = requests.post(url, json=body, timeout=20)
    if answer.status_code >= 300:
        raise AssertionError(f"{url}: {answer.status_code} {answer.text[:300]}")


@dataclass
class _Counts:
    """What one app has counted since it started."""

    by_route: dict[tuple[str, str, int], int] = field(default_factory=dict)
    requests: int = 0


class Workload:
    """Sends for some apps until it is stopped."""

    def __init__(self, apps: tuple[App, ...], to: Addresses, *, servers: bool = True) -> None:
        self.apps = apps
        self.to = to
        self.servers = servers
        self.errors: list[str] = []
        self.started = time.time()
        self._dice = random.Random(7)  # noqa: S311
        self._counts = {app.name: _Counts() for app in apps}
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._loop, args=(self._round, ROUND_SECONDS), daemon=True),
            threading.Thread(target=self._loop, args=(self._export, EXPORT_SECONDS), daemon=True),
        ]

    def __enter__(self) -> Workload:
        # A little history, so that a rate has two points at once.
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(30)

    def _loop(self, work: Callable[[], None], pause: float) -> None:
        while not self._stop.is_set():
            try:
                work()
            except Exception as error:  # noqa: BLE001 - the suite shows what went wrong in its own thread
                self.errors.append(f"{work.__name__}: {error}")
            self._stop.wait(pause)

    def _round(self) -> None:
        for app in self.apps:
            self._requests(app)

    def _requests(self, app: App) -> None:
        now = time.time()
        back: list[Span] = []
        front: list[Span] = []
        records: list[Record] = []
        browser: list[Record] = []
        for at, (method, route, event) in enumerate(ROUTES):
            self._request(app, now - 0.9 + at * 0.1, (method, route, event), back, front, records, browser)
        if app.traces:
            resources = [(_resource(app, app.back), back), (_resource(app, app.front), front)]
            body = traces(resources)
            if body["resourceSpans"]:
                self.to.spans(body)
        if app.backend and app.logs == "otlp":
            resource = dict(_resource(app, app.back))
            if not app.service_label:
                resource.pop("service.name")
            self.to.records(logs(resource, records))
        elif app.backend and app.logs == "scraped":
            self.to.push(_scraped(app, records))
        if app.frontend and app.logs != "none":
            self.to.records(logs(_resource(app, app.front), browser))

    def _request(  # noqa: C901 - a request of an application has many parts
        self,
        app: App,
        start: float,
        call: tuple[str, str, str],
        back: list[Span],
        front: list[Span],
        records: list[Record],
        browser: list[Record],
    ) -> None:
        method, route, event = call
        counts = self._counts[app.name]
        counts.requests += 1
        dice = self._dice
        trace = new_id(32, dice, leading_zero=counts.requests % 8 == 0)
        status = 200
        if not app.faultless and counts.requests % 9 == 0:
            status = 500
        elif not app.faultless and route == "/api/login" and counts.requests % 2 == 0:
            status, event = 401, "login_failed"
        stable = app.generation != "legacy"
        length = 0.7 if counts.requests % 5 == 0 else 0.05
        ids = [new_id(16, dice) for _ in range(9)]
        parent = ""
        if app.frontend:
            words = {
                "http.request.method": method,
                "url.full": f"http://shop{route}",
                "http.response.status_code": status,
            }
            old = {"http.method": method, "http.url": f"http://shop{route}", "http.status_code": status}
            front += [
                Span(trace, ids[0], "", "click", INTERNAL, start, start + length + 0.02, {"event_type": "click"}),
                Span(
                    trace,
                    ids[1],
                    ids[0],
                    method if stable else f"HTTP {method}",
                    CLIENT,
                    start,
                    start + length + 0.01,
                    words if stable else old,
                    failed=stable and status >= 400,
                ),
            ]
            if counts.requests % 3 == 0:
                page = new_id(32, dice)
                for name in ("documentLoad", "resourceFetch", "Navigation: /messages", "trackUserAction", "page_view"):
                    exception = (("exception", {"exception.message": "boom", "exception.type": "TypeError"}),)
                    events = exception if name == "documentLoad" and not app.faultless else ()
                    front.append(
                        Span(page, new_id(16, dice), "", name, INTERNAL, start, start + 0.3, {}, events=events)
                    )
            parent = ids[1]
            told = {
                "event": "page_view",
                "page": "/messages",
                "user_id": "kim",
                "session_id": f"s{counts.requests % 5}",
            }
            browser.append(Record(start, "INFO", "page shown", told, trace, ids[1]))
            for name in ("click", "performance") if app.faultless else ("click", "performance", "js_error"):
                level = "ERROR" if name == "js_error" else "INFO"
                browser.append(Record(start, level, f"browser {name}", {**told, "event": name}, trace, ids[1]))
        if not app.backend:
            return
        name = f"{method} {route}" if stable else route
        server: Attributes = (
            {"http.request.method": method, "http.route": route, "http.response.status_code": status}
            if stable
            else {"http.method": method, "http.route": route, "http.status_code": status}
        )
        system = "db.system.name" if stable else "db.system"
        statement = "db.query.text" if stable else "db.statement"
        sql = "INSERT" if method == "POST" else "SELECT"
        end = start + length
        back += [
            Span(trace, ids[2], parent, name, SERVER, start, end, server, failed=status >= 500),
            Span(
                trace,
                ids[3],
                ids[2],
                sql,
                CLIENT,
                start,
                start + length * 0.8,
                {system: "mysql", statement: f"{sql} x"},
                failed=status >= 500,
            ),
            Span(trace, ids[4], ids[2], "GET", CLIENT, start, start + 0.004, {system: "redis", statement: "GET ?"}),
            Span(trace, ids[5], ids[2], "LPUSH", CLIENT, start, start + 0.004, {system: "redis", statement: "LPUSH ?"}),
        ]
        if event in ("login", "register", "logout", "login_failed"):
            back.append(Span(trace, ids[8], ids[2], "userLogin", INTERNAL, start, end, {}))
        if app.kafka:
            words = {"messaging.system": "kafka", "messaging.destination": "events"}
            back += [
                Span(trace, ids[6], ids[2], "events send", PRODUCER, start, start + 0.004, words),
                Span(trace, ids[7], ids[6], "events receive", CONSUMER, start + 0.004, start + 0.02, words),
            ]
        known = {
            "event": event,
            "user_id": "kim",
            "request_id": f"r{counts.requests}",
            "session_id": f"s{counts.requests % 5}",
        }
        linked = (trace, ids[2]) if app.ids_in_logs else ("", "")
        records.append(Record(start, "INFO", f"{event} done", known, *linked))
        if status >= 500:
            records.append(Record(end, "ERROR", f"{event} failed", known, *linked))
        key = (method, route, status)
        counts.by_route[key] = counts.by_route.get(key, 0) + 1

    def _export(self) -> None:
        now = time.time()
        for app in self.apps:
            stopped = app.metrics_stop is not None and now - self.started > app.metrics_stop
            if app.backend and app.metrics and not stopped:
                self.to.metrics(self._process(app, now).to_json())
            if app.pods:
                self.to.metrics(self._pods(app, now).to_json())
        if self.servers:
            for body in self._exporters(now):
                self.to.metrics(body.to_json())

    def _process(self, app: App, now: float) -> Metrics:
        resource = dict(_resource(app, app.back))
        if app.generation != "legacy":
            resource["service.instance.id"] = f"{app.back}-1"
        made = Metrics(resource, self.started, now)
        for (method, route, status), count in list(self._counts[app.name].by_route.items()):
            if app.generation in ("legacy", "both"):
                labels: Attributes = {"http.method": method, "http.status_code": status}
                # The old SDK has no route: equal label sets would be one series.
                labels = {**labels, "http.host": route}
                counts = [0] * len(_LEGACY_BOUNDS) + [0]
                counts[7] = count
                made.histogram("http.server.duration", "ms", _LEGACY_BOUNDS, counts, 120, labels)
            if app.generation in ("stable", "both"):
                labels = {"http.request.method": method, "http.route": route, "http.response.status_code": status}
                counts = [0] * len(_STABLE_BOUNDS) + [0]
                counts[6] = count
                made.histogram("http.server.request.duration", "s", _STABLE_BOUNDS, counts, 0.12, labels)
        made.updown("http.server.active_requests", 2, {"http.method": "GET"}, "{request}")
        age = now - self.started
        made.counter("process.runtime.cpython.cpu_time", age * 0.1, {"type": "user"}, "s")
        made.gauge("process.runtime.cpython.memory", 5e7, {"type": "rss"}, "By")
        made.gauge("process.runtime.cpython.thread_count", 9)
        made.gauge("db.client.connections.usage", 3, {"state": "used", "pool.name": "shop"})
        return made

    def _pods(self, app: App, now: float) -> Metrics:
        made = Metrics({"service.name": f"kube-{app.name}"}, self.started, now)
        where: Attributes = {"namespace": app.name, "pod": f"{app.back}-1"}
        container: Attributes = {**where, "container": "backend"}
        for condition, holds in (("true", 1), ("false", 0)):
            made.gauge("kube_pod_status_ready", holds, {**where, "condition": condition})
        for phase in ("Running", "Pending", "Succeeded", "Failed"):
            made.gauge("kube_pod_status_phase", float(phase == "Running"), {**where, "phase": phase})
        made.gauge("kube_pod_container_resource_requests", 0.5, {**container, "resource": "cpu", "unit": "core"})
        made.gauge("kube_pod_container_resource_limits", 2e8, {**container, "resource": "memory", "unit": "byte"})
        made.counter("kube_pod_container_status_restarts_total", 1, container)
        made.gauge("kube_deployment_spec_replicas", 1, {"namespace": app.name, "deployment": app.back})
        made.gauge("kube_deployment_status_replicas_available", 1, {"namespace": app.name, "deployment": app.back})
        age = now - self.started
        made.counter("container_cpu_usage_seconds_total", age * 0.1, container)
        made.gauge("container_memory_working_set_bytes", 1e8, container)
        made.counter("container_cpu_cfs_periods_total", age * 10, container)
        made.counter("container_cpu_cfs_throttled_periods_total", age * 0.1, container)
        return made

    def _exporters(self, now: float) -> list[Metrics]:
        age = now - self.started
        mysql = Metrics({"service.name": "mysqld", "service.instance.id": "mariadb:9104"}, self.started, now)
        mysql.gauge("mysql_up", 1)
        for name, value in (("threads_connected", 5), ("max_used_connections", 9)):
            mysql.gauge(f"mysql_global_status_{name}", value)
        for name in ("slow_queries", "innodb_row_lock_waits", "innodb_deadlocks"):
            mysql.gauge(f"mysql_global_status_{name}", age * 0.01)
        mysql.gauge("mysql_global_variables_max_connections", 151)
        for command in ("select", "insert"):
            mysql.counter("mysql_global_status_commands_total", age * 3, {"command": command})
        redis = Metrics({"service.name": "redis", "service.instance.id": "redis:9121"}, self.started, now)
        gauges = {
            "up": 1,
            "memory_used_bytes": 2e6,
            "memory_max_bytes": 4e6,
            "connected_clients": 3,
            "blocked_clients": 0,
        }
        for name, value in gauges.items():
            redis.gauge(f"redis_{name}", float(value))
        redis.gauge("redis_key_size", 12, {"key": "kafka_logs", "db": "db0"})
        counters = ("keyspace_hits_total", "keyspace_misses_total", "expired_keys_total", "evicted_keys_total")
        for name in counters:
            redis.counter(f"redis_{name}", age * 0.5)
        kafka = Metrics({"service.name": "kafka", "service.instance.id": "kafka:9308"}, self.started, now)
        kafka.gauge("kafka_brokers", 1)
        kafka.gauge("kafka_topic_partition_current_offset", age * 2, {"topic": "events", "partition": "0"})
        group: Attributes = {"topic": "events", "consumergroup": "audit", "partition": "0"}
        kafka.gauge("kafka_consumergroup_current_offset", age * 2, group)
        kafka.gauge("kafka_consumergroup_lag", 1, group)
        collector = Metrics({"service.name": "collector"}, self.started, now)
        for noun in ("spans", "metric_points", "log_records"):
            for verb in ("receiver_accepted", "receiver_refused", "exporter_send_failed"):
                collector.counter(f"otelcol_{verb}_{noun}_total", age if verb == "receiver_accepted" else 0.0)
        return [mysql, redis, kafka, collector]


def _resource(app: App, service: str) -> Attributes:
    return {
        "service.name": service,
        "service.namespace": app.name,
        "service.version": "1.0",
        "k8s.namespace.name": app.name,
        "telemetry.sdk.language": "python" if service == app.back else "webjs",
    }


def _scraped(app: App, records: list[Record]) -> dict[str, Any]:
    """JSON lines from the pod's log, with the labels that a scraper gives them."""
    stream = {
        "namespace": app.name,
        "pod": f"{app.back}-6d5f",
        "container": "backend",
        "filename": f"/var/log/pods/{app.name}_{app.back}/0.log",
    }
    if app.service_label:
        stream["app"] = app.back
    values = []
    for one in records:
        line = {"level": one.level, "message": one.body, **one.attributes}
        if one.trace_id:
            line |= {app.id_key: one.trace_id, "span_id": one.span_id}
        values.append([str(int(one.at * 1e9)), json.dumps(line)])
    return {"streams": [{"stream": stream, "values": values}]}
