"""One pass that turns grafanalib's output (Grafana 4 to 8) into what Grafana 12 itself writes.

Keys that Grafana no longer knows are dropped, nulls are dropped, and what its editor would add is added.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase
from typing import Any

from generator.render.defaults import CUSTOM, MAPPED, NO_QUERY, OPTIONS, PANEL_KEYS, ROW_KEYS

Json = dict[str, Any]

#: grafanalib asks every panel for 100 points, which makes steps of 36 s on an hour whatever the screen.
_GRAFANALIB_POINTS = 100
#: The base step of a threshold, which grafanalib's own class cannot say.
_BASE: Json = {"color": "green"}


def merge(base: Json, over: Mapping[str, Any]) -> Json:
    """A deep copy of `base` with `over` on top. Objects merge, everything else is replaced."""
    merged = {key: merge(value, {}) if isinstance(value, dict) else value for key, value in base.items()}
    for key, value in over.items():
        old = merged.get(key)
        if isinstance(value, Mapping):
            merged[key] = merge(old if isinstance(old, dict) else {}, value)
        else:
            merged[key] = value
    return merged


def without_nulls(value: Any) -> Any:
    """The same JSON without null members."""
    if isinstance(value, dict):
        return {name: without_nulls(member) for name, member in value.items() if member is not None}
    if isinstance(value, list):
        return [without_nulls(member) for member in value]
    return value


def panel(raw: Json, interval: str, datasource: Json) -> Json:
    """A panel as Grafana 12 writes it.

    `interval` and `datasource` are those of a query that names none: the smallest step, and the picked Prometheus.
    """
    kind = raw["type"]
    clean: Json = {key: raw[key] for key in PANEL_KEYS if raw.get(key) not in (None, [], {}, False)}
    if clean.get("maxDataPoints") == _GRAFANALIB_POINTS:
        del clean["maxDataPoints"]
    if kind in NO_QUERY:
        clean.pop("datasource", None)
        clean.pop("targets", None)
    elif raw.get("targets"):
        clean["datasource"] = raw.get("datasource") or datasource
        clean["targets"] = _targets(raw["targets"], interval, clean["datasource"])
    clean["options"] = merge(OPTIONS.get(kind, {}), _options(kind, raw.get("options") or {}))
    clean["fieldConfig"] = _field_config(kind, raw.get("fieldConfig") or {})
    cleaned: Json = without_nulls(clean)
    return cleaned


def _targets(targets: list[Json], interval: str, datasource: Json) -> list[Json]:
    letters = iter(ascii_uppercase)
    return [_target(target, next(letters), interval, datasource) for target in targets]


def _target(target: Json, letter: str, interval: str, datasource: Json) -> Json:
    """A query as it is; one of grafanalib's own class, which is of Grafana 4, as PromQL is asked today."""
    if "intervalFactor" not in target:
        return target
    return {
        "refId": target["refId"] or letter,
        "datasource": target["datasource"] or datasource,
        "editorMode": "code",
        "expr": target["expr"],
        "format": target["format"],
        "instant": target["instant"],
        "interval": target["interval"] or interval,
        "legendFormat": target["legendFormat"] or "__auto",
        "range": not target["instant"],
    }


def _thresholds(thresholds: Any) -> Json:
    """Thresholds with a base step. grafanalib spells its value "null", and an absent list as empty text."""
    steps: list[Json] = []
    for step in (thresholds or {}).get("steps") or []:
        valued = step.get("value") not in (None, "null")
        steps.append({"color": step["color"], **({"value": step["value"]} if valued else {})})
    if not steps or "value" in steps[0]:
        steps.insert(0, dict(_BASE))
    return {"mode": (thresholds or {}).get("mode") or "absolute", "steps": steps}


def _options(kind: str, options: Json) -> Json:
    known = OPTIONS.get(kind)
    if known is None:
        return options
    # Options of earlier generations of a panel stand beside the current ones in grafanalib's output.
    return {key: value for key, value in options.items() if key in known or key in ("sortBy", "text")}


#: What the settings of all fields may say.
_DEFAULTS = (
    "color",
    "custom",
    "decimals",
    "description",
    "displayName",
    "links",
    "mappings",
    "max",
    "min",
    "noValue",
    "thresholds",
    "unit",
)


def _field_config(kind: str, config: Json) -> Json:
    defaults = {key: value for key, value in (config.get("defaults") or {}).items() if key in _DEFAULTS}
    overrides = config.get("overrides") or []
    if defaults.get("unit") == "":
        del defaults["unit"]
    if kind not in OPTIONS:
        return {"defaults": defaults | {"thresholds": _thresholds(defaults.get("thresholds"))}, "overrides": overrides}
    if kind in CUSTOM:
        known = CUSTOM[kind]
        custom = {key: value for key, value in (defaults.get("custom") or {}).items() if key in known}
        scale = custom.get("scaleDistribution")
        if isinstance(scale, dict) and scale.get("type") == "linear":
            custom["scaleDistribution"] = {"type": "linear"}
        defaults["custom"] = merge(known, custom)
    else:
        defaults.pop("custom", None)
    if kind in MAPPED:
        defaults["mappings"] = defaults.get("mappings") or []
        defaults["thresholds"] = _thresholds(defaults.get("thresholds"))
    else:
        for key in ("mappings", "thresholds"):
            defaults.pop(key, None)
    return {"defaults": defaults, "overrides": overrides}


def row(raw: Json, inside: list[Json]) -> Json:
    """A row as Grafana 12 writes it. An open row holds no panels: they follow it."""
    return {key: raw[key] for key in ROW_KEYS if key in raw and raw[key] is not None} | {"panels": inside}


def dashboard(raw: Json, panels: list[Json]) -> Json:
    """The dashboard's own keys as Grafana 12 writes them, around panels that are already clean."""
    return {
        "annotations": raw["annotations"],
        "description": raw["description"],
        "editable": raw["editable"],
        "fiscalYearStartMonth": 0,
        "graphTooltip": raw["graphTooltip"],
        "links": raw["links"],
        "panels": panels,
        "preload": False,
        "refresh": raw["refresh"],
        "schemaVersion": raw["schemaVersion"],
        "tags": raw["tags"],
        "templating": raw["templating"],
        "time": raw["time"],
        "timepicker": {},
        "timezone": raw["timezone"],
        "title": raw["title"],
        "uid": raw["uid"],
    }
