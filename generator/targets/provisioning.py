"""Grafana's own provisioning folder: mount it at /etc/grafana/provisioning as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from generator.config.duration import spelt
from generator.lazy import Lazy
from generator.manifests.yaml_text import generated, to_yaml
from generator.render.render import to_bytes
from generator.targets.absent import without_folders, without_library
from generator.targets.model import Files, Json, Model, RenderedSource
from generator.targets.target import Limit

#: Where Grafana looks for provisioning files unless it is told otherwise; the provider's path is inside.
MOUNT = "/etc/grafana/provisioning"

#: What Grafana takes as it stands in a rule of a provisioning file; everything else it expands.
_NOT_EXPANDED = ("annotations", "model", "relativeTimeRange")


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


def alerting_document(model: Model) -> Json:
    """The alert rules as their provisioning file says them, escaped where Grafana expands.

    They have a folder of their own. Grafana finds it by its title alone, and makes it before it reads the provider of
    the boards, with another uid than theirs: in one folder there would be two of that title.
    """
    # A slash would begin a folder inside the folder.
    folder = model.alert_folder.replace("/", "\\/")
    groups = [
        {
            "orgId": 1,
            "name": escape(group["title"]),
            "folder": escape(folder),
            "interval": spelt(group["interval"]),
            "rules": [_unexpanded(rule) for rule in group["rules"]],
        }
        for group in model.alert_groups
    ]
    return {"apiVersion": 1, "groups": groups}


def _unexpanded(value: Any) -> Any:
    """A rule, or a part of one, escaped where Grafana expands."""
    if isinstance(value, dict):
        return {key: member if key in _NOT_EXPANDED else _unexpanded(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_unexpanded(member) for member in value]
    return escape(value)


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


def render(model: Model) -> Files:
    """Path below the provisioning folder -> bytes."""
    files: dict[str, Callable[[], bytes]] = {f"dashboards/{model.project}.yaml": partial(generated, _provider(model))}
    if model.alert_groups:
        files[f"alerting/{model.project}.yaml"] = partial(generated, alerting_document(model))
    # Grafana complains at its start about each kind of provisioning that has no folder.
    empty = ("plugins",) if model.alert_groups else ("alerting", "plugins")
    files |= {f"{folder}/.gitkeep": bytes for folder in empty}
    for key in model.boards:
        files[f"dashboards/{model.project}/{model.project}-{key}.json"] = partial(_board, model, key)
    for source in model.datasources:
        files[f"datasources/{source.kind}.yaml"] = partial(generated, source_document(source, model))
    return Lazy(files)


def preflight(model: Model) -> Iterator[Limit]:
    """What Grafana reads from no file."""
    yield from without_folders(model, "provisioning")
    yield from without_library(model, "provisioning")


def _board(model: Model, key: str) -> bytes:
    return to_bytes(model.boards[key])
