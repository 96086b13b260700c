"""The telemetry matrix: each configured service against each signal, with what mends a gap on this stack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.config.model import Config, Service
from generator.detect.arrival import LOGS, METRICS, SIGNALS, SPANS, TRACES, Arrival, Sender, Stack
from generator.signals.profile import PROFILES
from generator.verify.expected import Expected
from generator.verify.result import TelemetryRow
from generator.verify.why.words import ago, few, meant

#: Older than this, a signal has stopped: SDKs export once a minute.
STALE = 300.0

#: Signal of the matrix -> a signal id whose expectation speaks for it.
_SPEAKS = {METRICS: "http.rate", SPANS: "spans.rate", TRACES: "traces.rate", LOGS: "logs.rate"}
_FRONT_SPEAKS = {SPANS: "browser.page_loads", TRACES: "browser.page_loads", LOGS: "browser.lines"}

#: Servers of the matrix -> the signals that speak for them, and what mends their absence.
SERVERS: Mapping[str, tuple[str, str]] = {
    "mariadb": ("mariadb.up", "run mysqld_exporter, or the collector's mysql receiver"),
    "redis": ("redis.up", "run redis_exporter, or the collector's redis receiver"),
    "kafka": ("kafka.up", "run kafka_exporter, or the collector's kafkametrics receiver"),
    "pods": ("kubernetes.replicas", "run kube-state-metrics, and have it scraped"),
    "containers": ("kubernetes.cpu", "have the kubelet's cAdvisor scraped"),
    "service graph": ("graph.rate", "enable service-graphs under overrides.defaults.metrics_generator.processors"),
    "collector": ("arrival.collector_loss", "have the collector's own metrics scraped (port 8888)"),
}


@dataclass(frozen=True)
class Matrix:
    """Makes the rows for a configuration from what was found."""

    config: Config
    stack: Stack
    expected: Expected
    profile: str

    def rows(self, tenants: tuple[str, ...], service: str | None) -> tuple[TelemetryRow, ...]:
        """Service by service, then the servers; those of unasked stores are left out."""
        rows = [
            row
            for tenant in self.config.tenants
            if tenant.name in tenants
            for one in tenant.services
            if service in (None, one.name) and self.expected.stage in (None, one.tier)
            for row in self._service(one, tenant.name)
        ]
        if service is None and self.expected.stage != "frontend" and "prometheus" not in self.stack.unasked:
            rows += self._servers()
        return tuple(rows)

    def _service(self, service: Service, tenant: str) -> Iterator[TelemetryRow]:
        sender = self.stack.senders.get(service.name)
        for signal in SIGNALS:
            if service.tier == "frontend" and signal == METRICS:
                continue
            store = {METRICS: "prometheus", SPANS: "prometheus", LOGS: "loki", TRACES: "tempo"}[signal]
            if store in self.stack.unasked:
                continue
            speaks = _SPEAKS if service.tier == "backend" else _FRONT_SPEAKS
            expected = self.expected.of(speaks[signal], tenant)
            arrival = sender.arrivals.get(signal) if sender else None
            if arrival is None:
                reason, fix = self._absent(service, signal, sender)
                yield TelemetryRow(service.name, tenant, signal, False, expected, reason=reason, fix=fix)
                continue
            reason, fix = self._wrong(signal, arrival)
            yield TelemetryRow(
                service.name,
                tenant,
                signal,
                arrival.age is not None and arrival.age <= STALE,
                expected,
                arrival.dialect,
                None if arrival.age is None else round(arrival.age, 1),
                None if arrival.interval is None else round(arrival.interval, 1),
                reason,
                fix,
            )

    def _servers(self) -> Iterator[TelemetryRow]:
        every = tuple(tenant.name for tenant in self.config.tenants)
        for server, (signal, fix) in SERVERS.items():
            expected = any(self.expected.of(signal, tenant) for tenant in every)
            arrival = self.stack.servers.get(server)
            if arrival is None:
                yield TelemetryRow("", "", server, False, expected, reason=f"no metrics of {server}", fix=fix)
                continue
            stale = arrival.age is not None and arrival.age > STALE
            yield TelemetryRow(
                "",
                "",
                server,
                not stale,
                expected,
                arrival.dialect,
                None if arrival.age is None else round(arrival.age, 1),
                reason=f"stopped {ago(arrival.age)} ago" if stale and arrival.age else "",
                fix=f"look whether it still runs and is reached; {fix}" if stale else "",
            )

    def _absent(self, service: Service, signal: str, sender: Sender | None) -> tuple[str, str]:
        """Why a signal of a service is not there, and what brings it."""
        if sender is None:
            others = [name for name in self.stack.senders if name not in _configured(self.config)]
            match = meant(service.name, others)
            there = f"; {few(others)} send and are not configured" if others else ""
            renamed = f'correct the name in generator.toml: "{match}"?' if match else ""
            return f"{service.name} sends nothing{there}", renamed or _START
        if signal == METRICS:
            if self.stack.senders[service.name].arrivals.get(TRACES):
                return "traces arrive, HTTP metrics do not", _METRICS
            return "no HTTP metrics", _METRICS
        if signal == SPANS:
            if sender.arrivals.get(TRACES) is None:
                return "no span metrics, for there are no traces", "send traces first"
            anybody = any(SPANS in one.arrivals for one in self.stack.senders.values())
            if anybody:
                return "no span metrics of this service, though others have them", _LIMITS
            return "no span metrics from Tempo or a connector", _GENERATOR
        if signal == TRACES:
            if sender.arrivals.get(SPANS) is not None:
                return "its spans are counted, but Tempo holds none: sampled away, or dropped", _SAMPLING
            return "no traces", "send them: OTEL_TRACES_EXPORTER=otlp, and the endpoint of the collector"
        nameless = self.stack.nameless_logs
        if nameless:
            return (
                f"no logs under this name; streams without a name of their service: {few(nameless)}",
                _NAME_LOGS,
            )
        return "no logs", "send them by OTLP, or have the pod's output scraped with a label app or service_name"

    def _wrong(self, signal: str, arrival: Arrival) -> tuple[str, str]:
        """What is wrong with a signal that is there."""
        if arrival.age is None or arrival.age > STALE:
            since = f"stopped {ago(arrival.age)} ago" if arrival.age is not None else "stopped half an hour ago or more"
            return since, "look whether the service still runs, and whether its exporter reaches the collector"
        profile = PROFILES[self.profile]
        if signal == METRICS:
            spoken = {name.partition(" ")[0] for name in arrival.dialects}
            bare = any("without suffixes" in name for name in arrival.dialects)
            if not spoken & set(profile.http):
                return _dialect(arrival, self.profile), _PROFILE
            if bare == profile.suffixes and len(arrival.dialects) == 1:
                return f"its metrics have {'no ' if bare else ''}suffixes, unlike the profile {self.profile}", _PROFILE
        if signal == SPANS and profile.spans not in arrival.dialects:
            return _dialect(arrival, self.profile), _PROFILE
        return "", ""


def _dialect(arrival: Arrival, profile: str) -> str:
    return f"wrong dialect: it speaks {arrival.dialect}, the profile is {profile}"


def _configured(config: Config) -> frozenset[str]:
    return frozenset(one.name for one in config.services())


_PROFILE = "set [telemetry] profile as `generator detect` says, or let it write it: generator detect --write"
_START = "start it with OTEL_SERVICE_NAME set to this name, and the endpoint of the collector"
_METRICS = (
    "set OTEL_METRICS_EXPORTER=otlp and let the web framework be instrumented; with Python, "
    "SDK 1.20 + instrumentation 0.42b0 does not start: use 1.21.0"
)
_GENERATOR = "enable span-metrics under overrides.defaults.metrics_generator.processors in Tempo"
_LIMITS = "look at Tempo's max_active_series and its log for this tenant; the first minute after a start is normal"
_SAMPLING = "raise the sampling ratio (OTEL_TRACES_SAMPLER_ARG), or look at the collector's tail sampling"
_NAME_LOGS = (
    "set the label service_name (OTLP: the resource attribute service.name; scraped: the label app or service_name "
    "of the pod)"
)
