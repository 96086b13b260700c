"""From a document that fits the schema to the values of `generator.config.model`.

Defaults are filled in here, and here is checked what a schema cannot say: addresses, patterns, and whatever
concerns two keys at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.config import defaults
from generator.config.address import http_address
from generator.config.document import Document, dotted
from generator.config.model import (
    Acceptance,
    Activity,
    Collection,
    Config,
    DataSourceSettings,
    Expectation,
    Folder,
    GrafanaContext,
    KubernetesSettings,
    Project,
    Service,
    Tenant,
    Tracing,
    Workload,
)
from generator.config.nearest import did_you_mean
from generator.config.pattern import span_pattern
from generator.config.places import KeyPath

DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


def build(document: Document, path: Path | None) -> Config:
    """The configuration; `path` is only remembered. Raises UsageError at the first line that cannot hold."""
    data = document.data
    telemetry = data.get("telemetry", {})
    project = _project(data["project"])
    tenants = _tenants(document)
    return Config(
        project=project,
        tenants=tenants,
        profile=telemetry.get("profile", defaults.PROFILE),
        export_interval=_seconds(telemetry.get("export_interval", defaults.EXPORT_INTERVAL)),
        cluster=telemetry.get("cluster", ""),
        redis_log_list=telemetry.get("redis_log_list", defaults.REDIS_LOG_LIST),
        tracing=_tracing(document),
        events=replace(defaults.EVENTS, **{key: tuple(values) for key, values in data.get("events", {}).items()}),
        activities=_activities(document),
        expectations=_expectations(document, [tenant.name for tenant in tenants]),
        datasources=_datasources(document),
        contexts=_contexts(document, project),
        severities=MappingProxyType(dict(data.get("validate", {}).get("severity", {}))),
        acceptances=_acceptances(document),
        kubernetes=_kubernetes(data.get("kubernetes", {})),
        collection=_collection(document, [service.name for tenant in tenants for service in tenant.services]),
        path=path,
    )


def _project(said: Mapping[str, Any]) -> Project:
    folder = Folder(said["uid"], said["name"])
    return Project(
        said["name"], said["uid"], replace(folder, **said.get("folder", {})), editable=said.get("editable", False)
    )


def _seconds(duration: str) -> int:
    match = DURATION.fullmatch(duration)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    return 3600 * hours + 60 * minutes + seconds


def _tenants(document: Document) -> tuple[Tenant, ...]:
    tenants = []
    owners: dict[str, str] = {}
    for name, said in document.data["tenants"].items():
        services = []
        for tier in ("backend", "frontend"):
            for index, service in enumerate(said.get(tier, [])):
                if service in owners:
                    raise document.error(
                        ("tenants", name, tier, index),
                        f'service "{service}" stands in tenants.{name}.{tier} and in {owners[service]}',
                        "name each service once: telemetry is told apart by it",
                    )
                owners[service] = f"tenants.{name}.{tier}"
                services.append(Service(service, tier))
        if not services:
            raise document.error(
                ("tenants", name),
                f"tenants.{name} has no services",
                'write backend = ["SERVICE"] or frontend = ["SERVICE"] with the values of service.name',
            )
        own = document.data["tenants"][name]
        folder, team = _tenant_folder(document, name), own.get("team", "")
        tenants.append(Tenant(name, _namespaces(document, name, owners), tuple(services), folder, team))
    return tuple(tenants)


def _tenant_folder(document: Document, tenant: str) -> Folder | None:
    said = document.data["tenants"][tenant]
    if not said.get("folder", False):
        if said.get("team"):
            raise document.error(
                ("tenants", tenant, "team"),
                f"tenants.{tenant}.team has no folder to edit in",
                f"write folder = true in [tenants.{tenant}], or take the team out",
            )
        return None
    return Folder(f"{document.data['project']['uid']}-{tenant}"[:40], tenant)


def _namespaces(document: Document, tenant: str, owners: dict[str, str]) -> tuple[str, ...]:
    """The tenant's namespaces. `owners` knows those of the tenants before it."""
    namespaces = tuple(document.data["tenants"][tenant].get("namespaces", [tenant]))
    for namespace in namespaces:
        owner = owners.setdefault(f"namespace {namespace}", tenant)
        if owner != tenant:
            raise document.error(
                ("tenants", tenant),
                f'tenants.{tenant} and tenants.{owner} share the namespace "{namespace}"',
                "give each tenant namespaces of its own: pods are told apart by them",
            )
    return namespaces


def _tracing(document: Document) -> Tracing:
    said: Mapping[str, list[str]] = document.data.get("tracing", {})
    return replace(
        defaults.TRACING,
        **{
            key: tuple(_pattern(document, ("tracing", key, index), text) for index, text in enumerate(patterns))
            for key, patterns in said.items()
        },
    )


def _pattern(document: Document, path: KeyPath, text: str) -> str:
    try:
        return span_pattern(text)
    except ValueError as error:
        raise document.error(
            path, f"{dotted(path)} {error}", 'write patterns like "user[.]login" or "trackUserAction.*"'
        ) from None


def _activities(document: Document) -> tuple[Activity, ...]:
    activities: dict[tuple[str, str], Activity] = {}
    for key, said in document.data.get("activities", {}).items():
        call = (said["method"], said["route"])
        if call in activities:
            raise document.error(
                ("activities", key),
                f"activities.{key} is the same call as activities.{activities[call].key}: {' '.join(call)}",
                "keep one of the two: activities are told apart by method and route",
            )
        title = said.get("title", re.sub("[-_]", " ", key).capitalize())
        activities[call] = Activity(key, title, *call, auth=said.get("auth", False))
    return tuple(activities.values())


def _expectations(document: Document, tenants: list[str]) -> Mapping[str, Expectation]:
    found: dict[str, Expectation] = {}
    for path, said in _said_of_signals(document.data.get("signals", {}), ("signals",)):
        signal = ".".join(path[1:])
        if signal in found:
            raise document.error(
                path, f'the signal "{signal}" is written twice, with and without quotes', "keep one of the two"
            )
        for index, tenant in enumerate(said.get("tenants", [])):
            if tenant not in tenants:
                raise document.error(
                    (*path, "tenants", index),
                    f'{dotted(path)}.tenants names an unknown tenant "{tenant}"{did_you_mean(tenant, tenants)}',
                    f"the tenants of this file: {', '.join(tenants)}",
                )
        found[signal] = Expectation(said["expected"], tuple(said.get("tenants", [])))
    return MappingProxyType(found)


def _said_of_signals(
    table: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    if "expected" in table and len(path) > 1:
        yield path, table
    for key, inner in table.items():
        if isinstance(inner, Mapping):
            yield from _said_of_signals(inner, (*path, key))


def _datasources(document: Document) -> Mapping[str, DataSourceSettings]:
    said = document.data.get("datasources", {})
    found: dict[str, DataSourceSettings] = {}
    for kind, default in defaults.DATASOURCES.items():
        changes = dict(said.get(kind, {}))
        if "url" in changes:
            changes["url"] = _address(document, ("datasources", kind, "url"), changes["url"])
        if "json_data" in changes:
            changes["json_data"] = MappingProxyType(changes["json_data"])
        found[kind] = replace(default, **changes)
    _refuse_shared_names(document, found)
    return MappingProxyType(found)


def _refuse_shared_names(document: Document, found: Mapping[str, DataSourceSettings]) -> None:
    for key in ("uid", "name"):
        owners: dict[str, str] = {}
        # Those that the file names come last, so that the error stands at a line that can be changed.
        for kind in sorted(found, key=lambda kind: ("datasources", kind, key) in document.places):
            value = getattr(found[kind], key)
            if value in owners:
                raise document.error(
                    ("datasources", kind, key),
                    f'datasources.{kind} and datasources.{owners[value]} have the same {key} "{value}"',
                    f"give each data source its own {key}",
                )
            owners[value] = kind


def _contexts(document: Document, project: Project) -> Mapping[str, GrafanaContext]:
    found = {}
    for name, said in document.data.get("contexts", {}).items():
        url = _address(document, ("contexts", name, "url"), said["url"])
        org_id = int(said["org_id"]) if "org_id" in said else None
        folder = replace(project.folder, **said["folder"]) if "folder" in said else None
        found[name] = GrafanaContext(name, url, org_id, folder)
    return MappingProxyType(found)


def _kubernetes(said: Mapping[str, Any]) -> KubernetesSettings:
    changes = dict(said)
    if "instance_labels" in changes:
        changes["instance_labels"] = MappingProxyType(changes["instance_labels"])
    return replace(KubernetesSettings(), **changes)


#: Loki takes lines here and nowhere else.
_PUSH = "/loki/api/v1/push"


def _collection(document: Document, services: list[str]) -> Collection:
    """A browser reaches the collector where pods do, and Loki's protocol is taken there, unless the file says more."""
    said: dict[str, Any] = dict(document.data.get("collection", {}))
    for key in ("collector", "browser", "loki_push", "browser_loki_push"):
        if key in said:
            said[key] = _address(document, ("collection", key), said[key])
    for key in ("loki_push", "browser_loki_push"):
        if not said.get(key, _PUSH).endswith(_PUSH):
            summary = f"collection.{key} is {said[key]}, where Loki takes no lines"
            raise document.error(("collection", key), summary, f"end it in {_PUSH}")
    said.setdefault("collector", Collection.collector)
    said.setdefault("browser", said["collector"])
    said.setdefault("loki_push", _push_beside(said["collector"]))
    said.setdefault("browser_loki_push", _push_beside(said["browser"]))
    workloads = {}
    for service, names in said.pop("deployments", {}).items():
        if service not in services:
            path = ("collection", "deployments", service)
            summary = f'{dotted(path)} is of an unknown service "{service}"{did_you_mean(service, services)}'
            raise document.error(path, summary, f"the services of this file: {', '.join(services)}")
        name = names.get("name", service)
        workloads[service] = Workload(name, names.get("container", name))
    said["origins"] = tuple(said.get("origins", ()))
    return Collection(**said, workloads=MappingProxyType(workloads))


def _push_beside(collector: str) -> str:
    """Where the collector of an address takes Loki's protocol: on Loki's port beside OTLP's, or by path behind one."""
    return re.sub(r":4318$", ":3100", collector) + _PUSH


def _acceptances(document: Document) -> tuple[Acceptance, ...]:
    found = []
    for index, said in enumerate(document.data.get("validate", {}).get("accept", ())):
        path: KeyPath = ("validate", "accept", index)
        until = said.get("until")
        try:
            day = None if until is None else date.fromisoformat(until)
        except ValueError:
            summary, fix = f"{dotted((*path, 'until'))} is {until}, not a day", 'write it like "2027-01-31"'
            raise document.error((*path, "until"), summary, fix) from None
        plain = {key: said[key] for key in ("rule", "reason", "file", "dashboard", "panel") if key in said}
        found.append(Acceptance(**plain, line=document.places.line(path), until=day))
    return tuple(found)


def _address(document: Document, path: KeyPath, text: str) -> str:
    try:
        return http_address(text)
    except ValueError as error:
        raise document.error(
            path, f"{dotted(path)} {error}", 'write it like "https://grafana.example.com", without a user'
        ) from None
