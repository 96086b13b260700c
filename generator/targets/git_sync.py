"""The repository layout of Grafana's Git Sync: a folder of documents as Grafana's own Kubernetes-style API has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from generator.config.model import Folder
from generator.lazy import Lazy
from generator.render.render import to_bytes
from generator.targets.absent import without_library, without_teams
from generator.targets.model import Files, Json, Model
from generator.targets.target import Limit

#: What a path may consist of; a folder of another title is called by its uid.
_SAFE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9 ._-]*")


def render(model: Model) -> Files:
    """Path below the synchronised folder -> bytes. Nothing is expanded by Git Sync, so nothing is escaped."""
    directory = _directory(model.folder)
    # Read by Grafana 13. Before, the folder is called like the directory, and its uid is Grafana's choice.
    files: dict[str, Callable[[], bytes]] = {f"{directory}/_folder.json": partial(to_bytes, folder(model.folder))}
    for one in model.folders:
        files[f"{directory}/{_directory(one.folder)}/_folder.json"] = partial(to_bytes, folder(one.folder))
    for key in model.boards:
        files[f"{directory}/{model.project}-{key}.json"] = partial(_file, model, key)
    return Lazy(files)


def preflight(model: Model) -> Iterator[Limit]:
    """Git Sync knows dashboards and folders only."""
    if model.datasources:
        what = f"{len(model.datasources)} data sources are left out: Git Sync has dashboards and folders only"
        fix = "generator upload, or the datasources/ folder of the target provisioning, brings them"
        yield Limit(what, fix, fatal=False)
    count = sum(len(group["rules"]) for group in model.alert_groups)
    if count:
        what = f"{count} alert rules are left out: Git Sync has dashboards and folders only"
        fix = "generator upload, or the alerting/ folder of the target provisioning, brings them"
        yield Limit(what, fix, fatal=False)
    yield from without_library(model, "Git Sync")
    yield from without_teams(model, "Git Sync")


def _directory(of: Folder) -> str:
    title = of.title
    return title if _SAFE.fullmatch(title) and not title.endswith((".", " ")) else of.uid


def folder(of: Folder) -> Json:
    """A folder's own document."""
    return {
        "apiVersion": "folder.grafana.app/v1beta1",
        "kind": "Folder",
        "metadata": {"name": of.uid},
        "spec": {"title": of.title},
    }


def document(board: Json) -> Json:
    """A board's document: the uid is its name, and stands nowhere else."""
    return {
        "apiVersion": "dashboard.grafana.app/v1beta1",
        "kind": "Dashboard",
        "metadata": {"name": board["uid"]},
        "spec": {key: value for key, value in board.items() if key != "uid"},
    }


def _file(model: Model, key: str) -> bytes:
    return to_bytes(document(model.boards[key]))
