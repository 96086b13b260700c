"""What `generator.toml` says, as values.

Nothing here reads a file: `generator.config.load` makes these, everything else only looks at them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

Tier = Literal["backend", "frontend"]

#: The three kinds of store a board can query, in the order in which their pickers are declared.
SOURCES = ("prometheus", "loki", "tempo")


@dataclass(frozen=True)
class Folder:
    """The Grafana folder that holds the boards."""

    uid: str
    title: str


@dataclass(frozen=True)
class Project:
    """Whose boards these are: `name` starts every title, `uid` starts every uid and is the common tag."""

    name: str
    uid: str
    folder: Folder
    editable: bool = False


@dataclass(frozen=True)
class Service:
    """One `service.name` as it stands in telemetry."""

    name: str
    tier: Tier


@dataclass(frozen=True)
class Tenant:
    """One deployment of the application: its services and the Kubernetes namespaces they run in."""

    name: str
    namespaces: tuple[str, ...]
    services: tuple[Service, ...]
    #: A folder of its own inside the project's, and the team that may edit in it.
    folder: Folder | None = None
    team: str = ""


@dataclass(frozen=True)
class Activity:
    """Something a user does, recognised by the route and method it calls in the backend."""

    key: str
    title: str
    method: str
    route: str
    #: One of the activities by which people come and go: its Redis use counts as session use.
    auth: bool = False


@dataclass(frozen=True)
class Tracing:
    """Span names of the application's own tracing code, as regular expressions without anchors.

    Defaults are the names that the demo's `telemetry.js` and `telemetry.py` use.
    """

    user_action: tuple[str, ...]
    api_call: tuple[str, ...]
    page_view: tuple[str, ...]
    component: tuple[str, ...]
    auth: tuple[str, ...]


@dataclass(frozen=True)
class Events:
    """Values of the `event` field in structured logs, backend and browser."""

    login: tuple[str, ...]
    login_failed: tuple[str, ...]
    logout: tuple[str, ...]
    signup: tuple[str, ...]
    data: tuple[str, ...]
    page_view: tuple[str, ...]
    click: tuple[str, ...]
    form_submit: tuple[str, ...]
    api_call: tuple[str, ...]
    js_error: tuple[str, ...]
    performance: tuple[str, ...]


@dataclass(frozen=True)
class Expectation:
    """Whether a signal (or every signal under a prefix such as `kafka`) should arrive."""

    expected: bool
    #: Tenants it is said of; empty means all.
    tenants: tuple[str, ...] = ()


@dataclass(frozen=True)
class DataSourceSettings:
    """Where a store is and under which uid Grafana knows it."""

    uid: str
    name: str
    #: The address as Grafana's own server reaches it (inside the cluster).
    url: str
    #: `X-Scope-OrgID` for Mimir, Loki and Tempo that run multi-tenant; empty: no header.
    org_id: str = ""
    json_data: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Acceptance:
    """A finding of `generator validate` that somebody has looked at and accepts, with the reason.

    `rule` is a pattern of rule ids; what is empty of the rest does not narrow. `line` is where it stands in the file.
    """

    rule: str
    reason: str
    line: int
    file: str = ""
    dashboard: str = ""
    panel: str = ""
    until: date | None = None


@dataclass(frozen=True)
class GrafanaContext:
    """A named Grafana to upload to. Never holds a secret."""

    name: str
    url: str
    org_id: int | None = None
    folder: Folder | None = None


@dataclass(frozen=True)
class AlertSettings:
    """What the file says of one alert; None where it leaves the definition as it is. `line` is where it says so."""

    enabled: bool = True
    above: float | None = None
    #: Seconds.
    for_: int | None = None
    line: int = 0


@dataclass(frozen=True)
class Alerts:
    """Whether there are alert rules at all, and what is said of single ones by key."""

    enabled: bool = True
    by_key: Mapping[str, AlertSettings] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class KubernetesSettings:
    """Where Grafana runs in a cluster, and by which labels it finds its files and resources."""

    #: Empty: the namespace that kubectl uses.
    namespace: str = ""
    dashboard_label: str = "grafana_dashboard"
    datasource_label: str = "grafana_datasource"
    alert_label: str = "grafana_alert"
    folder_annotation: str = "grafana_folder"
    #: The labels of the `Grafana` resource that the Grafana Operator shall fill.
    instance_labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({"dashboards": "grafana"}))


@dataclass(frozen=True)
class Workload:
    """The Deployment that runs a service, and the container in it."""

    name: str
    container: str


@dataclass(frozen=True)
class Collection:
    """How telemetry gets from the applications to the stores."""

    #: The collector's OTLP over HTTP, as pods reach it, without /v1/...
    collector: str = "http://otel-collector:4318"
    #: The same collector as a browser reaches it.
    browser: str = "http://otel-collector:4318"
    #: Where Loki's own protocol is taken, ending in /loki/api/v1/push, as pods and as browsers reach it.
    loki_push: str = "http://otel-collector:3100/loki/api/v1/push"
    browser_loki_push: str = "http://otel-collector:3100/loki/api/v1/push"
    #: Pages that may send telemetry from a browser (CORS).
    origins: tuple[str, ...] = ()
    #: Whether the logs of pods are read from their output, or sent by their SDKs. Never both.
    logs: Literal["scrape", "otlp"] = "scrape"
    #: `deployment.environment.name`; empty: not said.
    environment: str = ""
    #: The folder of a tenant's own manifests, seen from where generator.toml is; `{tenant}` is the tenant's name.
    manifests: str = "k8s/{tenant}"
    #: PYTHONPATH of the backends' images, where they have one.
    python_path: str = ""
    #: Where the frontends' web server has its files.
    web_root: str = "/usr/share/nginx/html"
    #: By service; a service that is not here is its Deployment's and its container's name.
    workloads: Mapping[str, Workload] = field(default_factory=lambda: MappingProxyType({}))

    def workload(self, service: str) -> Workload:
        """The Deployment and container of a service."""
        return self.workloads.get(service, Workload(service, service))


@dataclass(frozen=True)
class Config:
    """The whole of `generator.toml`, defaults filled in."""

    project: Project
    tenants: tuple[Tenant, ...]
    profile: str
    #: Seconds between two exports of the OpenTelemetry SDKs; the smallest step that makes sense.
    export_interval: int
    cluster: str
    #: The Redis list that holds the latest log entries of the demo.
    redis_log_list: str
    tracing: Tracing
    events: Events
    activities: tuple[Activity, ...]
    expectations: Mapping[str, Expectation]
    datasources: Mapping[str, DataSourceSettings]
    contexts: Mapping[str, GrafanaContext]
    #: Pattern of rule ids -> "error", "warning", "info" or "off".
    severities: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    acceptances: tuple[Acceptance, ...] = ()
    #: The file has nothing but `[validate]`: it is for checking boards of others.
    only_checks: bool = False
    alerts: Alerts = field(default_factory=Alerts)
    kubernetes: KubernetesSettings = field(default_factory=KubernetesSettings)
    collection: Collection = field(default_factory=Collection)
    #: The file these values came from; None for the built-in defaults.
    path: Path | None = None

    def services(self, tier: Tier | None = None) -> tuple[Service, ...]:
        """All services of all tenants, in the order of the file, of one tier if given."""
        return tuple(service for tenant in self.tenants for service in tenant.services if tier in (None, service.tier))

    def expectation(self, signal_id: str) -> Expectation:
        """What is said of a signal, by its id or the longest prefix of it that is named."""
        parts = signal_id.split(".")
        for length in range(len(parts), 0, -1):
            said = self.expectations.get(".".join(parts[:length]))
            if said is not None:
                return said
        return Expectation(expected=True)

    def expects(self, signal_id: str, tenant: str) -> bool:
        """Whether a signal should arrive of that tenant."""
        said = self.expectation(signal_id)
        return said.expected or bool(said.tenants and tenant not in said.tenants)

    def with_datasource_uids(self, uids: Mapping[str, str]) -> Config:
        """The same project on a Grafana that knows its data sources under other uids (type -> uid)."""
        changed = {
            kind: replace(settings, uid=uids.get(kind, settings.uid)) for kind, settings in self.datasources.items()
        }
        return replace(self, datasources=MappingProxyType(changed))
