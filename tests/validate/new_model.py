"""Writes a classic board of the samples in the new model (v2), as Grafana's own converter does."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

_VARIABLES = {
    "query": "QueryVariable",
    "custom": "CustomVariable",
    "constant": "ConstantVariable",
    "datasource": "DatasourceVariable",
    "interval": "IntervalVariable",
    "textbox": "TextVariable",
}
_REFRESH = {0: "never", 1: "onDashboardLoad", 2: "onTimeRangeChanged"}


def new_model(board: Json) -> Json:
    """The resource of a board whose panels are a flat list."""
    panels = [panel for panel in board.get("panels") or [] if panel.get("type") != "row"]
    time = board.get("time") or {}
    spec: Json = {
        **{key: board[key] for key in ("title", "description", "tags", "editable", "links") if key in board},
        "annotations": [_annotation(one) for one in (board.get("annotations") or {}).get("list", ())],
        "cursorSync": "Crosshair",
        "elements": {f"panel-{at}": _panel(panel) for at, panel in enumerate(panels, 1)},
        "layout": {"kind": "GridLayout", "spec": {"items": [_item(panel, at) for at, panel in enumerate(panels, 1)]}},
        "preload": False,
        "timeSettings": {"autoRefresh": board.get("refresh", ""), "from": time.get("from"), "to": time.get("to")},
        "variables": [_variable(one) for one in (board.get("templating") or {}).get("list", ())],
    }
    metadata = {"name": board["uid"]} if "uid" in board else {}
    return {"apiVersion": "dashboard.grafana.app/v2beta1", "kind": "Dashboard", "metadata": metadata, "spec": spec}


def _panel(panel: Json) -> Json:
    spec: Json = {key: panel[key] for key in ("id", "title", "description", "links") if key in panel}
    look = {key: panel[key] for key in ("fieldConfig", "options") if key in panel}
    steps = [{"kind": one.get("id"), "spec": one} for one in panel.get("transformations") or ()]
    targets = panel.get("targets") or ()
    data = {"queries": [_query(one, panel) for one in targets], "transformations": steps, "queryOptions": {}}
    viz = {"kind": "VizConfig", "group": panel.get("type"), "version": "12.2.0", "spec": look}
    return {"kind": "Panel", "spec": {**spec, "vizConfig": viz, "data": {"kind": "QueryGroup", "spec": data}}}


def _query(target: Json, panel: Json) -> Json:
    fields = {key: value for key, value in target.items() if key not in ("refId", "hide", "datasource")}
    spec = {"hidden": bool(target.get("hide")), "query": _data_query(fields, target.get("datasource"), panel)}
    return {"kind": "PanelQuery", "spec": {"refId": target.get("refId"), **spec}}


def _data_query(fields: Json, source: Any, panel: Json | None = None) -> Json:
    # The new model has no data source of a panel: each query names its own.
    named = source or (panel or {}).get("datasource") or {}
    query: Json = {"kind": "DataQuery", "group": named.get("type", ""), "version": "v0", "spec": fields}
    return {**query, "datasource": {"name": named["uid"]}} if "uid" in named else query


def _item(panel: Json, at: int) -> Json:
    grid = panel.get("gridPos") or {}
    spec = {"x": grid.get("x", 0), "y": grid.get("y"), "width": grid.get("w"), "height": grid.get("h")}
    repeat = {"repeat": {"mode": "variable", "value": panel["repeat"]}} if "repeat" in panel else {}
    element = {"kind": "ElementReference", "name": f"panel-{at}"}
    return {"kind": "GridLayoutItem", "spec": {**spec, **repeat, "element": element}}


def _variable(variable: Json) -> Json:
    kind = variable.get("type", "")
    spec = {key: value for key, value in variable.items() if key not in ("type", "datasource", "refresh")}
    if kind == "query":
        said = variable.get("query")
        fields = {"__legacyStringValue": said} if isinstance(said, str) else said or {}
        spec["query"] = _data_query(fields, variable.get("datasource"))
    if "refresh" in variable:
        spec["refresh"] = _REFRESH.get(variable["refresh"], variable["refresh"])
    if kind == "datasource":
        spec["pluginId"] = spec.pop("query", None)
    return {"kind": _VARIABLES.get(kind, kind), "spec": spec}


def _annotation(annotation: Json) -> Json:
    own = ("name", "enable", "hide", "iconColor", "builtIn", "filter")
    spec = {key: annotation[key] for key in own if key in annotation}
    spec["builtIn"] = bool(spec.get("builtIn"))
    fields = {key: value for key, value in annotation.items() if key not in (*own, "datasource", "type")}
    spec["query"] = _data_query(fields, annotation.get("datasource"))
    return {"kind": "AnnotationQuery", "spec": spec}
