"""A dashboard with everything filled in that Grafana's editor fills in when it saves, and without what it drops.

Two dashboards that are the same in this form differ in nothing that a person decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.deploy.content import canonical, is_mark
from generator.render.defaults import (
    PANEL_KEYS,
    ROW_KEYS,
    SAVED_COLOUR,
    SAVED_CUSTOM,
    SAVED_MAPPED,
    SAVED_OPTIONS,
    SAVED_STEPS,
    SAVED_THRESHOLDS,
    SAVED_WITHOUT_QUERY,
)

Json = dict[str, Any]

#: Members of a dashboard that a save keeps, with what they are when nobody says. `schemaVersion` is not among them:
#: each save writes the newest that the browser knows.
_ROOT: Mapping[str, Any] = {
    "annotations": {"list": []},
    "description": "",
    "editable": True,
    "fiscalYearStartMonth": 0,
    "graphTooltip": 0,
    "links": [],
    "liveNow": False,
    "panels": [],
    "preload": False,
    "refresh": "",
    "tags": [],
    "templating": {"list": []},
    "time": {},
    "timepicker": {},
    "timezone": "",
    "title": "",
    "weekStart": "",
}

_BUILT_IN: Json = {
    "builtIn": 1,
    "datasource": {"type": "grafana", "uid": "-- Grafana --"},
    "enable": True,
    "hide": True,
    "iconColor": "rgba(0, 211, 255, 1)",
    "name": "Annotations & Alerts",
    "type": "dashboard",
}

#: What is dropped from a variable when it is so, and may be absent as well.
_VARIABLE: Mapping[str, Any] = {
    "allowCustomValue": True,
    "baseFilters": [],
    "current": {},
    "description": "",
    "hide": 0,
    "includeAll": False,
    "label": "",
    "multi": False,
    "options": [],
    "regex": "",
    "skipUrlSync": False,
    "sort": 0,
}
_EMPTY: tuple[Any, ...] = (None, "", [], {}, False)


def normal(dashboard: Mapping[str, Any]) -> Json:
    """The dashboard as a save in the UI would leave it, without id, version, uid and our mark. Never raises for
    JSON of other shapes: what is no object or list where one should be is taken as it is."""
    plain = canonical(dashboard)
    result = {key: plain.get(key, default) for key, default in _ROOT.items()}
    result["annotations"] = {"list": _annotations(_members(result["annotations"], "list"))}
    result["templating"] = {"list": _variables(_members(result["templating"], "list"))}
    result["timepicker"] = _filled({"hidden": False}, result["timepicker"])
    if isinstance(result["panels"], list):
        result["panels"] = [_panel(one) for one in result["panels"]]
    return result


def _members(parent: Any, key: str) -> list[Any]:
    found = parent.get(key) if isinstance(parent, Mapping) else None
    return found if isinstance(found, list) else []


def _annotations(found: list[Any]) -> list[Any]:
    shown = [{"hide": False, **one} if isinstance(one, dict) else one for one in found]
    built_in = any(isinstance(one, dict) and one.get("builtIn") for one in shown)
    return shown if built_in else [_BUILT_IN, *shown]


def _variables(found: list[Any]) -> list[Any]:
    return [_variable(one) for one in found if not is_mark(one) and not _vanishes(one)]


def _vanishes(variable: Any) -> bool:
    """An interval variable without a value is dropped by the first save (seen on 12.2)."""
    return isinstance(variable, dict) and variable.get("type") == "interval" and not variable.get("current")


def _variable(variable: Any) -> Any:
    if not isinstance(variable, dict):
        return variable
    kept = dict(variable)
    if isinstance(kept.get("current"), dict):
        kept["current"] = {key: value for key, value in kept["current"].items() if key != "selected"}
    kind = kept.get("type")
    if kind == "query":
        # The values it found when it was saved: those of a moment.
        kept.pop("options", None)
        if kept.get("definition") in ("", _asked(kept)):
            kept.pop("definition", None)
    if kind == "datasource":
        kept = {"refresh": 1, **kept}
        kept.pop("options", None)
    if kind == "constant":
        kept = {"skipUrlSync": True, **kept}
    return {key: value for key, value in kept.items() if key not in _VARIABLE or value != _VARIABLE[key]}


def _asked(variable: Json) -> Any:
    query = variable.get("query")
    return query.get("query") if isinstance(query, dict) else query


def _panel(panel: Any) -> Any:
    if not isinstance(panel, dict):
        return panel
    kind = panel.get("type")
    if kind == "row":
        row = {"collapsed": False, **{key: panel[key] for key in ROW_KEYS if key in panel}}
        row["panels"] = [_panel(one) for one in _members(row, "panels")]
        return row
    clean = {key: value for key, value in panel.items() if key in PANEL_KEYS}
    for key in ("description", "links", "transformations", "transparent", "hideTimeOverride", "repeat", "title"):
        if clean.get(key) in _EMPTY:
            clean.pop(key, None)
    if kind in SAVED_WITHOUT_QUERY:
        clean.pop("datasource", None)
        clean.pop("targets", None)
    if isinstance(clean.get("libraryPanel"), dict):
        # What it looks like is kept in the library, not here.
        shared = {key: clean["libraryPanel"].get(key) for key in ("uid", "name")}
        return {key: clean[key] for key in ("gridPos", "id", "title") if key in clean} | {"libraryPanel": shared}
    if isinstance(kind, str):
        clean["options"] = _filled(SAVED_OPTIONS.get(kind, {}), clean.get("options"))
        clean["fieldConfig"] = _fields(kind, clean.get("fieldConfig"))
    return clean


def _fields(kind: str, config: Any) -> Json:
    given = config if isinstance(config, dict) else {}
    defaults = dict(given["defaults"]) if isinstance(given.get("defaults"), dict) else {}
    if kind in SAVED_CUSTOM:
        defaults["custom"] = _filled(SAVED_CUSTOM[kind], defaults.get("custom"))
    elif defaults.get("custom") in _EMPTY:
        defaults.pop("custom", None)
    if kind in SAVED_COLOUR:
        defaults["color"] = _filled({"mode": SAVED_COLOUR[kind]}, defaults.get("color"))
    if kind in SAVED_MAPPED:
        defaults.setdefault("mappings", [])
    if kind in SAVED_THRESHOLDS:
        defaults["thresholds"] = _thresholds(defaults.get("thresholds"))
    return {**given, "defaults": defaults, "overrides": given.get("overrides") or []}


def _thresholds(given: Any) -> Json:
    """Thresholds whose first step begins at 0: a save writes so where none was given, and nothing lies below it."""
    thresholds = {"mode": "absolute", **given} if isinstance(given, dict) else {"mode": "absolute"}
    steps = _members(thresholds, "steps") or list(SAVED_STEPS)
    if isinstance(steps[0], dict) and "value" not in steps[0]:
        steps = [{**steps[0], "value": 0}, *steps[1:]]
    return {**thresholds, "steps": steps}


def _filled(defaults: Mapping[str, Any], given: Any) -> Any:
    """`given` with what it lacks of `defaults`, at every depth."""
    if not isinstance(given, dict):
        return canonical(defaults) if given is None else given
    result = {key: value for key, value in given.items() if key not in defaults}
    for key, default in defaults.items():
        if key not in given:
            result[key] = canonical(default)
        else:
            result[key] = _filled(default, given[key]) if isinstance(default, Mapping) else given[key]
    return result
