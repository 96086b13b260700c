"""The samples in the rules' documentation, made into files.

Below `Passes:` and `Fails:` stands, indented, a list of small YAML documents divided by `---`. Each changes a board
that every rule is content with:

    promql: up                          the query of its panel, in one of the three languages (promql, logql, traceql)
    query: {instant: true}              keys of that query (null removes one)
    panel: {type: stat}                 keys of its panel
    panels: [{...}, {...}]              several panels, each made from the good one
    variables: [{name: x, ...}]         variables; one with the name of an existing variable changes that one
    annotation: {...}                   keys of an annotation
    board: {...}                        keys of the board itself
    boards: [{...}, {...}]              several boards, each a sample of its own
    datasource: {type: loki, ...}       keys of a data source in a provisioning file
    datasources: [{...}, {...}]         several of them
    provider: {...}                     keys of a dashboard provider
    configmap: {...}                    keys of a ConfigMap that carries the board
    file: "text"                        a whole file, named by `name` (x.json where it is not)
    ours: true                          judged as the project's own
    sources: {uid: type}                the data sources that are known to exist

Objects are merged, everything else is replaced.
"""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from generator.validate.known import KnownSource
from generator.validate.suppression import Suppression

Json = dict[str, Any]

_KINDS = {"promql": ("prometheus", "expr"), "logql": ("loki", "expr"), "traceql": ("tempo", "query")}


@dataclass(frozen=True)
class Case:
    """The files of a sample (name -> content), and what goes with them. `paths` are given to the reader."""

    files: dict[str, bytes]
    paths: tuple[str, ...]
    ours: bool
    sources: tuple[KnownSource, ...]
    accepted: tuple[Suppression, ...]

    def write(self, folder: Path) -> list[Path]:
        """Puts the files into a folder and gives the paths to read."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return [folder / path for path in self.paths]


def case(text: str) -> Case:
    """What a sample stands for."""
    said: Json = yaml.safe_load(text)
    if not isinstance(said, dict):
        raise TypeError(f"a sample is a YAML object, not {text!r}")
    files = _files(dict(said))
    paths = [said["missing"]] if "missing" in said else ["."] if "folder" in said else list(files)
    accepted = [
        Suppression(
            one["rule"],
            one["reason"],
            "generator.toml",
            dashboard=one.get("dashboard", ""),
            until=date.fromisoformat(one["until"]) if "until" in one else None,
        )
        for one in said.get("accept", ())
    ]
    return Case(
        files,
        tuple(paths),
        bool(said.get("ours")),
        tuple(KnownSource(uid, uid.capitalize(), kind) for uid, kind in (said.get("sources") or {}).items()),
        tuple(accepted),
    )


def _files(said: Json) -> dict[str, bytes]:
    name = said.get("name", "x.json")
    if "missing" in said:
        return {}
    if "folder" in said:
        return dict.fromkeys(said["folder"], b"{}")
    if "bytes" in said:
        return {name: bytes.fromhex(said["bytes"])}
    if "repeat" in said:
        piece, times = said["repeat"]
        return {name: piece.encode() * times}
    if "file" in said:
        return {name: said["file"].encode("utf-8", "surrogatepass")}
    if "boards" in said:
        return {f"{at}.json": _text(_board(dict(one), at)) for at, one in enumerate(said["boards"], 1)}
    if "datasource" in said or "datasources" in said:
        entries = said.get("datasources") or [said["datasource"]]
        document = {"apiVersion": 1, "datasources": [_merged(_source(one.get("type", "")), one) for one in entries]}
        return {"datasources/x.yaml": yaml.safe_dump(document, sort_keys=False, allow_unicode=True).encode()}
    if "provider" in said or "providers" in said:
        entries = said.get("providers") or [said["provider"]]
        document = {"apiVersion": 1, "providers": [_merged(copy.deepcopy(_PROVIDER), one) for one in entries]}
        return {"dashboards/x.yaml": yaml.safe_dump(document, sort_keys=False, allow_unicode=True).encode()}
    if "configmap" in said:
        carried = copy.deepcopy(_CONFIGMAP)
        carried["data"] = {"x.json": _text(_board(said, 0)).decode()}
        return {"x.yaml": yaml.safe_dump(_merged(carried, said["configmap"] or {}), sort_keys=False).encode()}
    return {name: _text(_board(said, 0))}


def _board(said: Json, number: int) -> Json:
    board = copy.deepcopy(_BOARD)
    if number:
        board |= {"uid": f"board-{number}", "title": f"Board {number}"}
    panel = board["panels"][0]
    for name, (kind, key) in _KINDS.items():
        if name in said:
            _ask(panel, kind, key, said[name])
    panel["targets"][0] = _merged(panel["targets"][0], said.get("query") or {})
    panel = _merged(panel, said.get("panel") or {})
    board["panels"] = [panel]
    if "panels" in said:
        board["panels"] = [
            _placed(_merged(copy.deepcopy(panel), one), at, one) for at, one in enumerate(said["panels"])
        ]
    for variable in said.get("variables") or ():
        _put(board["templating"]["list"], variable)
    if "annotation" in said:
        board["annotations"]["list"].append(_merged(copy.deepcopy(_ANNOTATION), said["annotation"]))
    return _merged(board, said.get("board") or {})


def _ask(panel: Json, kind: str, key: str, text: str) -> None:
    source = {"type": kind, "uid": "${%s_datasource}" % kind}
    query = {"refId": "A", "datasource": source, key: text}
    if kind == "prometheus":
        query |= {name: value for name, value in panel["targets"][0].items() if name not in (key, "datasource")}
    elif kind == "loki":
        query |= {"queryType": "range"}
    else:
        query |= {"queryType": "traceql"}
    panel |= {"datasource": source, "targets": [query]}


def _placed(panel: Json, at: int, said: Json) -> Json:
    if "id" not in said:
        panel["id"] = at + 1
    if "gridPos" not in said:
        panel["gridPos"] = {"x": 0, "y": 8 * at, "w": 24, "h": 8}
    return panel


def _put(listed: list[Json], variable: Json) -> None:
    for at, there in enumerate(listed):
        if there["name"] == variable.get("name"):
            listed[at] = _merged(there, variable)
            return
    listed.append(variable)


def _merged(base: Any, patch: Any) -> Any:
    """JSON Merge Patch (RFC 7386)."""
    if not isinstance(patch, dict):
        # `~100` stands for a text of a hundred characters.
        return "x" * int(patch[1:]) if isinstance(patch, str) and re.fullmatch(r"~\d+", patch) else patch
    result = dict(base) if isinstance(base, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = _merged(result.get(key), value)
    return result


def _text(document: Json) -> bytes:
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


def _source(kind: str) -> Json:
    base = {"name": kind.capitalize(), "type": kind, "uid": kind, "access": "proxy", "url": f"http://{kind}:80"}
    return base | {"jsonData": copy.deepcopy(_JSON_DATA.get(kind, {}))}


def _picker(kind: str) -> Json:
    return {
        "type": "datasource",
        "name": f"{kind}_datasource",
        "label": kind.capitalize(),
        "query": kind,
        "current": {"text": kind.capitalize(), "value": kind},
        "refresh": 1,
    }


_PROMETHEUS = {"type": "prometheus", "uid": "${prometheus_datasource}"}

_BOARD: Json = {
    "uid": "shop",
    "title": "Shop",
    "description": "Can people buy?",
    "tags": ["shop"],
    "schemaVersion": 41,
    "editable": False,
    "graphTooltip": 1,
    "refresh": "1m",
    "time": {"from": "now-1h", "to": "now"},
    "timezone": "browser",
    "links": [],
    "annotations": {
        "list": [
            {
                "builtIn": 1,
                "datasource": {"type": "grafana", "uid": "-- Grafana --"},
                "enable": True,
                "hide": True,
                "iconColor": "rgba(0, 211, 255, 1)",
                "name": "Annotations & Alerts",
                "type": "dashboard",
            }
        ]
    },
    "templating": {
        "list": [
            *(_picker(kind) for kind in ("prometheus", "loki", "tempo")),
            {
                "type": "query",
                "name": "job",
                "label": "Job",
                "datasource": _PROMETHEUS,
                "definition": "label_values(http_requests_total, job)",
                "query": {"query": "label_values(http_requests_total, job)", "refId": "job"},
                "current": {"text": ["All"], "value": ["$__all"]},
                "includeAll": True,
                "allValue": ".+",
                "multi": True,
                "refresh": 2,
                "sort": 1,
            },
        ]
    },
    "panels": [
        {
            "id": 1,
            "type": "timeseries",
            "title": "Requests",
            "description": "Requests per second, by job.",
            "gridPos": {"x": 0, "y": 0, "w": 24, "h": 8},
            "datasource": _PROMETHEUS,
            "fieldConfig": {
                "defaults": {
                    "unit": "reqps",
                    "min": 0,
                    "noValue": "No requests in range",
                    "thresholds": {"mode": "absolute", "steps": [{"color": "green"}]},
                },
                "overrides": [],
            },
            "options": {"legend": {"showLegend": True}, "tooltip": {"mode": "multi"}},
            "targets": [
                {
                    "refId": "A",
                    "datasource": _PROMETHEUS,
                    "expr": 'sum by (job) (rate(http_requests_total{job=~"$job"}[$__rate_interval]))',
                    "format": "time_series",
                    "instant": False,
                    "range": True,
                    "interval": "60s",
                    "legendFormat": "{{job}}",
                }
            ],
        }
    ],
}

_ANNOTATION: Json = {
    "name": "Restarts",
    "datasource": _PROMETHEUS,
    "enable": True,
    "hide": False,
    "iconColor": "blue",
    "expr": 'changes(process_start_time_seconds{job=~"$job"}[$__rate_interval]) > 0',
    "titleFormat": "{{job}}",
}

_JSON_DATA: dict[str, Json] = {
    "prometheus": {
        "timeInterval": "60s",
        "exemplarTraceIdDestinations": [
            {"name": "trace_id", "datasourceUid": "tempo"},
            {"name": "traceID", "datasourceUid": "tempo"},
        ],
    },
    "loki": {
        "derivedFields": [
            {
                "name": "Trace",
                "matcherType": "regex",
                "matcherRegex": '"trace_id":\\s*"([0-9a-f]{32})"',
                "datasourceUid": "tempo",
                "url": "$${__value.raw}",
            }
        ]
    },
    "tempo": {
        "tracesToLogsV2": {
            "datasourceUid": "loki",
            "customQuery": True,
            "tags": [{"key": "service.name", "value": "service_name"}],
            "query": '{$${__tags}} | json | trace_id = "$${__trace.traceId}"',
        },
        "serviceMap": {"datasourceUid": "prometheus"},
    },
}

_PROVIDER: Json = {
    "name": "shop",
    "orgId": 1,
    "type": "file",
    "folder": "Shop",
    "disableDeletion": False,
    "allowUiUpdates": False,
    "options": {"path": "/etc/grafana/provisioning/dashboards/shop"},
}

_CONFIGMAP: Json = {
    "apiVersion": "v1",
    "kind": "ConfigMap",
    "metadata": {"name": "shop", "labels": {"grafana_dashboard": "1"}},
}
