"""Dashboards compared without a plan to write them: with a folder of JSON, or between two Grafanas."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.deploy.diff import dashboard_changes
from generator.deploy.registry import kind
from generator.deploy.step import Step
from generator.errors import GeneratorError, UsageError
from generator.grafana.client import Client

Boards = Mapping[str, Mapping[str, Any]]


def compare(wanted: Boards, there: Boards, project: str) -> tuple[Step, ...]:
    """What would have to happen so that `there` has what `wanted` has. Pure. Nothing is written by these steps."""
    steps = []
    for uid, board in wanted.items():
        title = str(board.get("title", uid))
        if uid not in there:
            steps.append(Step("dashboard", uid, title, "create"))
            continue
        changes = dashboard_changes(there[uid], board)
        action = "update" if changes else "unchanged"
        steps.append(Step("dashboard", uid, title, "update" if action == "update" else "unchanged", changes=changes))
    for uid, board in there.items():
        if uid not in wanted and uid.startswith(f"{project}-"):
            steps.append(Step("dashboard", uid, str(board.get("title", uid)), "orphan"))
    return tuple(steps)


def read_folder(folder: Path) -> Boards:
    """Dashboards of a folder, by uid: as Grafana exports them, or inside the envelope of its API or of a backup."""
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder", "give --folder a folder with dashboard JSON files")
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted(folder.rglob("*.json")):
        try:
            document = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise GeneratorError(f"{path}: cannot be read: {error}", "mend the file, or take it out") from None
        inner = document.get("dashboard") if isinstance(document, dict) else None
        board = inner if isinstance(inner, dict) else document
        if isinstance(board, dict) and isinstance(board.get("uid"), str) and "title" in board:
            found[board["uid"]] = board
    return found


def read_grafana(client: Client, project: str) -> Boards:
    """The project's dashboards on a Grafana, by uid."""
    client.health()
    return {one.uid: one.document["dashboard"] for one in kind("dashboard").owned(client, project, ())}
