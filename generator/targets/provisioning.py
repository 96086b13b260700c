"""Grafana's own provisioning folder: mount it at /etc/grafana/provisioning as it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from generator.lazy import Lazy
from generator.manifests.yaml_text import generated, to_yaml
from generator.render.render import to_bytes
from generator.targets.model import Files, Json, Model, RenderedSource

#: Where Grafana looks for provisioning files unless it is told otherwise; the provider's path is inside.
MOUNT = "/etc/grafana/provisioning"

#: Kinds of provisioning that we have nothing for.
_EMPTY = ("plugins",)


def escape(value: Any) -> Any:
    """Double every `$`: Grafana expands `$NAME` and `${...}` in each text of a provisioning YAML file.

    Dashboard JSON files are read as they are and must not be escaped.
    """
    if isinstance(value, str):
        return value.replace("$", "$$")
    if isinstance(value, dict):
        return {key: escape(member) for key, member in value.items()}
    if isinstance(value, list):
        return [escape(member) for member in value]
    return value


def source_document(source: RenderedSource, model: Model) -> Json:
    """One data source as its provisioning file says it, escaped."""
    entry: Json = {**source.body, "orgId": 1, "editable": model.editable}
    if source.correlations:
        uids = {each.kind: each.body["uid"] for each in model.datasources}
        entry["correlations"] = [
            {
                "targetUID": uids[one.target],
                # Both must be there: Grafana 12.2 stops at start-up without them.
                "label": one.label,
                "description": one.description,
                # `type` belongs inside `config` here, and only here.
                "config": one.to_json()["config"],
            }
            for one in source.correlations
        ]
    document: Json = escape({"apiVersion": 1, "datasources": [entry]})
    return document


def paste(body: Mapping[str, Any]) -> str:
    """A data source as a provisioning file says it, for someone to paste where only files are read. No secrets."""
    entry = {key: value for key, value in body.items() if key != "secureJsonData"}
    return to_yaml(escape({"apiVersion": 1, "datasources": [entry]})).decode()


def _provider(model: Model) -> Json:
    document: Json = escape(
        {
            "apiVersion": 1,
            "providers": [
                {
                    "name": model.project,
                    "orgId": 1,
                    "type": "file",
                    "folder": model.folder.title,
                    "folderUid": model.folder.uid,
                    "disableDeletion": False,
                    "allowUiUpdates": model.editable,
                    "updateIntervalSeconds": 30,
                    "options": {"path": f"{MOUNT}/dashboards/{model.project}"},
                }
            ],
        }
    )
    return document


def alerting_document(model: Model) -> Json:
    """All alert rules as their provisioning file says them.

    Grafana expands every text in it but the annotations and the query models: these must not be escaped.
    """
    return {
        "apiVersion": 1,
        "groups": [
            {
                "orgId": 1,
                "name": escape(group.title),
                # A title: Grafana looks the folder up by it, and makes it before it makes that of the boards. With
                # the same title there would be two. A slash would mean a folder inside another.
                "folder": escape(f"{model.folder.title} alerts".replace("/", "\\/")),
                "interval": f"{group.interval}s",
                "rules": [_provisioned_rule(rule) for rule in group.rules],
            }
            for group in model.alerts
        ],
    }


def _provisioned_rule(rule: Json) -> Json:
    """Its panel is named twice: by keys of its own, which only a file has, and by the annotations that the UI reads
    (Grafana 12.2 does not make the one of the other)."""
    about = rule["annotations"]
    panel = {"dashboardUid": about["__dashboardUid__"], "panelId": int(about["__panelId__"])}
    data = [{**escape({**query, "model": None}), "model": query["model"]} for query in rule["data"]]
    rest = {key: value for key, value in rule.items() if key not in ("annotations", "data")}
    return {**escape(rest), "data": data, **panel, "annotations": dict(about)}


def render(model: Model) -> Files:
    """Path below the provisioning folder -> bytes."""
    files: dict[str, Callable[[], bytes]] = {f"dashboards/{model.project}.yaml": partial(_with_head, _provider(model))}
    # Grafana complains at its start about each kind of provisioning that has no folder.
    files |= {f"{folder}/.gitkeep": bytes for folder in _EMPTY}
    if model.alerts:
        files[f"alerting/{model.project}.yaml"] = partial(_with_head, alerting_document(model))
    else:
        files["alerting/.gitkeep"] = bytes
    for key in model.boards:
        files[f"dashboards/{model.project}/{model.project}-{key}.json"] = partial(_board, model, key)
    for source in model.datasources:
        files[f"datasources/{source.kind}.yaml"] = partial(_with_head, source_document(source, model))
    return Lazy(files)


def _board(model: Model, key: str) -> bytes:
    return to_bytes(model.boards[key])


def _with_head(document: Json) -> bytes:
    return generated(document)
