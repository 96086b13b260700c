"""Recognises Grafana's provisioning files by what they hold: it does not read them by name either."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from generator.board_json.shape import integer

Kind = Literal["datasources", "providers", "alerting", "plugins", "empty"]

_ALERTING = frozenset(("groups", "contactPoints", "policies", "muteTimes", "templates", "resetPolicies")) | frozenset(
    ("deleteRules", "deleteContactPoints", "deleteMuteTimes", "deleteTemplates")
)

#: What a data source has, and what a provider, in a file that does not say its version: Grafana 4 wrote none.
_OF_SOURCE, _OF_PROVIDER = ("type", "url"), ("type", "options")


def version(data: Mapping[str, Any]) -> int | None:
    """The number that the file begins with; Grafana takes it as a text, too."""
    said = data.get("apiVersion")
    if isinstance(said, str) and said.isascii() and said.isdigit() and len(said) < 3:
        return int(said)
    return integer(said)


def kind_of(data: Mapping[str, Any]) -> Kind | None:
    """Which provisioning file it is; None when it is none."""
    if "kind" in data:
        return None
    versioned = version(data) is not None
    if _lists(data, "datasources", _OF_SOURCE, versioned) or _lists(data, "deleteDatasources", ("name",), versioned):
        return "datasources"
    if _lists(data, "providers", _OF_PROVIDER, versioned):
        return "providers"
    if not versioned:
        return None
    if not _ALERTING.isdisjoint(data):
        return "alerting"
    if "apps" in data:
        return "plugins"
    return "empty" if data.keys() <= {"apiVersion", "prune"} else None


def _lists(data: Mapping[str, Any], key: str, having: tuple[str, ...], versioned: bool) -> bool:
    if key not in data:
        return False
    entries = data[key]
    if versioned:
        return entries is None or isinstance(entries, list)
    if not isinstance(entries, list) or not entries:
        return False
    return all(isinstance(entry, dict) and all(name in entry for name in having) for entry in entries)
