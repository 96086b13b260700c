"""What a project has put on a Grafana, known by its marks alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from generator.deploy import marker
from generator.deploy.kinds import alert_rules, dashboard, datasource, library_panel
from generator.deploy.step import Kind
from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.library import library_panels
from generator.grafana.listing import listed
from generator.grafana.rules import all_rules


@dataclass(frozen=True)
class Owned:
    """One resource of ours, and the document that stands there. `edited`: it says something else than we wrote."""

    kind: Kind
    uid: str
    title: str
    document: Mapping[str, Any] = field(repr=False)
    edited: bool = False
    url: str = ""


def owned(client: Client, project: str, skip: frozenset[str] = frozenset()) -> Iterator[Owned]:
    """Everything that carries the mark of the project, in the order in which it can be taken away. Only reads.

    Folders and correlations carry no mark: Grafana keeps no text in them that a person does not see.
    """
    if "alerts" not in skip:
        yield from _rules(client, project)
    yield from _boards(client, project)
    if "library" not in skip:
        yield from _panels(client, project)
    yield from _sources(client, project)


def _rules(client: Client, project: str) -> Iterator[Owned]:
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for rule in all_rules(client):
        groups.setdefault((str(rule.get("folderUID")), str(rule.get("ruleGroup"))), []).append(rule)
    for (folder_uid, title), rules in groups.items():
        # A group that holds a rule of somebody else is not ours to take away.
        if all(alert_rules.owner(rule) == project for rule in rules):
            document = alert_rules.document(folder_uid, title, rules)
            touched = any(alert_rules.edited(rule) for rule in rules)
            yield Owned("alert-rules", f"{folder_uid}/{title}", title, document, touched)


def _boards(client: Client, project: str) -> Iterator[Owned]:
    for uid in _board_uids(client, project):
        live = client.dashboard(uid)
        mark = marker.read(live.dashboard) if live is not None else None
        if live is not None and mark is not None and mark.project == project and not live.provisioned:
            title = str(live.dashboard.get("title", uid))
            yield Owned("dashboard", uid, title, dashboard.document(live), marker.edited(live.dashboard), live.url)


def _board_uids(client: Client, project: str) -> list[str]:
    seen = listed(client, client.settings().namespace)
    if seen is not None:
        marks = {uid: marker.read(one.dashboard) for uid, one in seen.items()}
        return sorted(uid for uid, mark in marks.items() if mark is not None and mark.project == project)
    path = f"/api/search?type=dash-db&limit=5000&tag={quote(project, safe='')}"
    found = client.transport.request("GET", path).body
    if not isinstance(found, list):
        raise GeneratorError("Grafana's search answered with something else than a list", "try again")
    return sorted(str(one.get("uid")) for one in found if isinstance(one, dict))


def _panels(client: Client, project: str) -> Iterator[Owned]:
    for live in library_panels(client):
        if library_panel.owner(live.model) == project:
            document = library_panel.document(live)
            yield Owned("library-panel", live.uid, live.name, document, library_panel.edited(live.model))


def _sources(client: Client, project: str) -> Iterator[Owned]:
    for one in client.datasources():
        if (one.body.get("jsonData") or {}).get(marker.MANAGED_BY) == project and not one.read_only:
            live = client.datasource(one.uid)
            if live is not None:
                url = datasource.address(client, live.uid)
                yield Owned("datasource", live.uid, live.name, datasource.document(live), url=url)
