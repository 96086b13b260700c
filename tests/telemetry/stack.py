"""Everything that a stack of one telemetry profile sends for a project: what its boards are there to show.

Only names of that profile appear, so a query that asks in another dialect finds nothing. Old and new SDKs run side
by side, one tenant on each, where the profile is meant for both.
"""

from __future__ import annotations

from exposition import LEGACY_BOUNDS, MINUTES, STABLE_BOUNDS, Exposition

from generator.config import Config
from generator.signals.profile import Profile
from telemetry.pods import cadvisor, kube_state
from telemetry.servers import exporters, receivers

#: Profiles of stacks that watch their servers with the collector's receivers; the others run exporters.
WITH_RECEIVERS = ("collector-spanmetrics", "collector-spanmetrics-seconds", "mimir")

#: Few buckets will do: these numbers are not looked at.
_SECONDS = (0.064, 0.128, 0.256)
_STATUSES = ((200, 54), (401, 3), (404, 2), (500, 1))


def stack(series: Exposition, config: Config, profile: Profile) -> None:
    """Write the series of a whole stack."""
    for index, service in enumerate(config.services("backend")):
        generation = profile.http[index % len(profile.http)]
        _http(series, service.name, generation, suffixes=profile.suffixes)
        _process(series, service.name, suffixes=profile.suffixes)
        _backend_spans(series, config, service.name, profile, old=generation == "legacy")
    for service in config.services("frontend"):
        _browser_spans(series, service.name, profile)
    for client, server in (("browser", "api"), ("api", "mysql")):
        for backend in config.services("backend"):
            edge = {"client": client.replace("api", backend.name), "server": server.replace("api", backend.name)}
            series.counter("traces_service_graph_request_total", edge, 60)
            series.counter("traces_service_graph_request_failed_total", edge, 1)
    _collector(series, suffixes=profile.suffixes)
    for tenant in config.tenants:
        kube_state(series, {"namespace": tenant.namespaces[0]}, "api")
        cadvisor(series, {"namespace": tenant.namespaces[0]}, 0.3)
    if profile.name in WITH_RECEIVERS:
        receivers(series, suffixes=profile.suffixes)
    else:
        exporters(series)
    series.gauge("ALERTS", {"alertname": "Down", "alertstate": "firing", "severity": "page"}, 1)


def _http(series: Exposition, service: str, generation: str, *, suffixes: bool) -> None:
    job = {"job": f"shop/{service}"}
    for status, count in _STATUSES:
        if generation == "legacy":
            metric = "http_server_duration" + ("_milliseconds" if suffixes else "")
            labels = {**job, "http_status_code": str(status), "http_method": "GET"}
            series.histogram(metric, labels, LEGACY_BOUNDS, {100: count})
        else:
            metric = "http_server_request_duration" + ("_seconds" if suffixes else "")
            labels = {**job, "instance": "pod-1", "http_response_status_code": str(status)}
            series.histogram(metric, labels, STABLE_BOUNDS, {0.1: count})
    series.gauge("http_server_active_requests", job, 2)
    # A roll-out two minutes ago.
    series.gauge("target_info", {**job, "service_version": "1"}, 1, last=MINUTES - 3)
    series.gauge("target_info", {**job, "service_version": "2"}, 1, first=MINUTES - 2)


def _process(series: Exposition, service: str, *, suffixes: bool) -> None:
    labels = {"job": f"shop/{service}"}
    runtime = "process_runtime_cpython"
    series.counter(f"{runtime}_cpu_time{'_seconds_total' if suffixes else ''}", {**labels, "type": "user"}, 12)
    series.gauge(f"{runtime}_memory{'_bytes' if suffixes else ''}", {**labels, "type": "rss"}, 5e7)
    series.gauge(f"{runtime}_thread_count", labels, 9)
    series.gauge("db_client_connections_usage", {**labels, "state": "used", "pool_name": "shop"}, 3)


def _spans(series: Exposition, service: str, name: str, kind: str, profile: Profile, *, failed: bool = False) -> None:
    status = "STATUS_CODE_ERROR" if failed else "STATUS_CODE_UNSET"
    labels = {"span_name": name, "span_kind": f"SPAN_KIND_{kind}", "status_code": status}
    if profile.spans == "tempo":
        labels["service"] = service
        series.counter("traces_spanmetrics_calls_total", labels, 60)
        series.histogram("traces_spanmetrics_latency", labels, _SECONDS, {0.128: 60})
        return
    labels["service_name"] = service
    series.counter("traces_span_metrics_calls_total", labels, 60)
    if profile.spans == "connector-s":
        series.histogram("traces_span_metrics_duration_seconds", labels, _SECONDS, {0.128: 60})
    else:
        bounds = [bound * 1000 for bound in _SECONDS]
        series.histogram("traces_span_metrics_duration_milliseconds", labels, bounds, {128: 60})


def _backend_spans(series: Exposition, config: Config, service: str, profile: Profile, *, old: bool) -> None:
    for method, route in {(activity.method, activity.route) for activity in config.activities}:
        _spans(series, service, route if old else f"{method} {route}", "SERVER", profile)
    _spans(series, service, "/broken" if old else "GET /broken", "SERVER", profile, failed=True)
    _spans(series, service, "SELECT", "CLIENT", profile)
    _spans(series, service, "GET", "CLIENT", profile)
    _spans(series, service, "events send", "PRODUCER", profile)
    _spans(series, service, "userLogin", "INTERNAL", profile)


def _browser_spans(series: Exposition, service: str, profile: Profile) -> None:
    inside = ("documentLoad", "resourceFetch", "click", "Navigation: /a", "trackUserAction", "page_view")
    for name in inside:
        _spans(series, service, name, "INTERNAL", profile)
    _spans(series, service, "HTTP GET", "CLIENT", profile)


def _collector(series: Exposition, *, suffixes: bool) -> None:
    for verb in ("receiver_accepted", "receiver_refused", "exporter_send_failed"):
        for noun in ("spans", "metric_points", "log_records"):
            series.counter(f"otelcol_{verb}_{noun}{'_total' if suffixes else ''}", {"receiver": "otlp"}, 60)
