"""A dashboard as a definition module, and what of it is kept as it came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.board_json.form import frame
from generator.errors import GeneratorError
from generator.importing.depth import require_shallow
from generator.importing.reading import board, slug
from generator.importing.source import source
from generator.importing.told import kept

#: What the server adds when it stores a dashboard.
_SERVER = ("id", "version")


@dataclass(frozen=True)
class Module:
    """The source of a definition, the board's key, and in words what stands in it verbatim."""

    key: str
    source: str
    kept: tuple[str, ...]


def module_of(document: Any, project: str, key: str | None = None) -> Module:
    """The definition that renders to the same board, without `id` and `version`.

    Raises GeneratorError (NotADashboard) for JSON that is no classic dashboard, or lacks a title.
    """
    found = frame(document)
    if found.is_v2:
        raise GeneratorError(
            "the dashboard is in the v2 format", 'export it in Grafana as "Classic" (v1), and import that'
        )
    body = {name: value for name, value in found.body.items() if name not in _SERVER}
    require_shallow(body)
    title = body.get("title")
    if not isinstance(title, str) or not title.strip():
        raise GeneratorError("the dashboard has no title", 'add "title" to the JSON')
    uid = body.get("uid") or found.name or slug(title)[:40]
    if not isinstance(uid, str):
        raise GeneratorError("the dashboard's uid is no text", 'make "uid" a text of at most 40 characters')
    chosen = slug(key or uid.removeprefix(f"{project}-"))
    read = board(body, chosen, title, uid)
    return Module(chosen, source(read), kept(read))
