"""What a document that is no dashboard most likely is, in words that tell a person which file they took."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Keys that give a document away, and what it is then. The first row whose keys are all there counts.
_GIVEAWAYS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"apiVersion", "datasources"}), "a provisioning file of data sources"),
    (frozenset({"apiVersion", "providers"}), "a provisioning file of dashboard providers"),
    (frozenset({"type", "targets"}), "a single panel"),
    (frozenset({"type", "gridPos"}), "a single panel"),
    (frozenset({"type", "fieldConfig"}), "a single panel"),
    (frozenset({"result"}), "an answer of Grafana's API without a dashboard"),
    (frozenset({"model", "kind"}), "a library panel"),
    (frozenset({"type", "access"}), "a data source"),
    (frozenset({"type", "jsonData"}), "a data source"),
    (frozenset({"groups"}), "a file of rule groups"),
    (frozenset({"status", "data"}), "an answer of Prometheus or Loki"),
    (frozenset({"message"}), "an error answer of an API"),
)

_MOST_KEYS = 5
_LONGEST_KEY = 60


def looks_like(document: Any) -> str:
    """One phrase without a full stop: "a ConfigMap (v1); ...", "a list of 3 entries", "text"."""
    if isinstance(document, dict):
        return _object(document)
    if isinstance(document, list):
        return "an empty list" if not document else f"a list of {len(document)} entries"
    if document is None:
        return "null"
    if isinstance(document, str):
        return "text"
    return "true or false" if isinstance(document, bool) else "a number"


def _object(document: Mapping[str, Any]) -> str:
    if isinstance(document.get("kind"), str) and (
        isinstance(document.get("apiVersion"), str) or isinstance(document.get("spec"), dict)
    ):
        return _resource(document)
    for keys, phrase in _GIVEAWAYS:
        if keys <= document.keys():
            return phrase
    if not document:
        return "an empty object"
    names = sorted(_short(str(key)) for key in list(document)[:_MOST_KEYS])
    more = ", ..." if len(document) > _MOST_KEYS else ""
    return f"an object with {', '.join(names)}{more}"


def _resource(document: Mapping[str, Any]) -> str:
    kind, api_version = _short(document["kind"]), document.get("apiVersion")
    named = _short(api_version) if isinstance(api_version, str) else "no apiVersion"
    if kind == "Dashboard":
        return (
            "a Dashboard resource without a spec"
            if named.startswith("dashboard.grafana.app/")
            else f"a Dashboard of another tool ({named})"
        )
    where = {
        "ConfigMap": "; its dashboards are the texts under data",
        "GrafanaDashboard": "; its dashboard is the text under spec.json",
        "DashboardList": "; its dashboards are under items",
    }.get(kind, "")
    return f"a resource of kind {kind} ({named}){where}"


def _short(name: str) -> str:
    """A name fit for one line of output."""
    clean = "".join(character if character.isprintable() else "?" for character in name[: _LONGEST_KEY + 1])
    return clean if len(clean) <= _LONGEST_KEY else f"{clean[:_LONGEST_KEY]}..."
