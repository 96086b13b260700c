"""A dashboard as a definition module, and what of it is kept as it came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.board_json.form import frame
from generator.errors import GeneratorError
from generator.importing.python_text import literal, quoted

#: What the server adds when it stores a dashboard.
_SERVER = ("id", "version")
#: What the module says in fields of its own.
_SAID = ("uid", "title", "description", "panels")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


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
    title = body.get("title")
    if not isinstance(title, str) or not title.strip():
        raise GeneratorError("the dashboard has no title", 'add "title" to the JSON')
    uid = body.get("uid") or found.name or slug(title)[:40]
    if not isinstance(uid, str):
        raise GeneratorError("the dashboard's uid is no text", 'make "uid" a text of at most 40 characters')
    chosen = slug(key or uid.removeprefix(f"{project}-"))
    panels = body.get("panels")
    verbatim = panels if isinstance(panels, list) and panels and all(isinstance(one, dict) for one in panels) else []
    described = body.get("description") if isinstance(body.get("description"), str) else ""
    own = ("uid", "title", *(("description",) if described else ()), *(("panels",) if verbatim else ()))
    kept = {name: value for name, value in body.items() if name not in own}
    return Module(chosen, _source(chosen, title, described or "", uid, verbatim, kept), tuple(_told(verbatim, kept)))


def slug(text: str) -> str:
    """The text as a key: lower-case letters, digits and `-`."""
    return _NOT_WORD.sub("-", text.lower()).strip("-") or "board"


def _source(key: str, title: str, question: str, uid: str, panels: list[Any], kept: Mapping[str, Any]) -> str:
    names = list(_keys(panels))
    about = "".join(one for one in " ".join((question or title).split()) if one.isprintable() and one not in '\\"')
    imports = ["from generator.board.board import row"] if panels else []
    imported = "Imported, Verbatim" if panels else "Imported"
    fields = [f"key={quoted(key)}", f"title={literal(title, 4, 11)}", f"question={literal(question, 4, 14)}"]
    fields.append(f"uid={quoted(uid)}")
    constants = []
    for (constant, _), panel in zip(names, panels, strict=True):
        constants.append(f"{constant} = {literal(panel, 0, len(constant) + 3)}\n")
    if panels:
        lines = "".join(f"            Verbatim(key={quoted(name)}, json={constant}),\n" for constant, name in names)
        fields.append(f"rows=(\n        row(\n{lines}        ),\n    )")
    else:
        fields.append("rows=()")
    fields.append(f"kept={literal(dict(kept), 4, 10)}")
    body = "".join(f"    {field},\n" for field in fields)
    parts = [
        f'"""{about[:110].strip() or key}"""\n',
        "\n".join([*imports, f"from generator.board.imported import {imported}"]) + "\n",
    ]
    parts += constants
    return "\n".join(parts) + f"\ndashboard = Imported(\n{body})\n"


def _keys(panels: list[Any]) -> Iterator[tuple[str, str]]:
    """A constant's name and a key for each panel, made of its title."""
    taken: set[str] = set()
    for at, panel in enumerate(panels, 1):
        title = panel.get("title")
        base = slug(title)[:40].strip("-") if isinstance(title, str) and title.strip() else f"panel-{at}"
        base = base if base[0].isalpha() else f"panel-{base}"
        name, more = base, 2
        while name in taken:
            name, more = f"{base}-{more}", more + 1
        taken.add(name)
        yield name.replace("-", "_").upper(), name


def _told(panels: list[Any], kept: Mapping[str, Any]) -> Iterator[str]:
    if panels:
        inside = sum(len(one["panels"]) for one in panels if isinstance(one.get("panels"), list))
        yield f"{len(panels)} panels and rows{f' with {inside} panels folded in' if inside else ''}"
    for name, value in kept.items():
        count = len(value["list"]) if isinstance(value, dict) and isinstance(value.get("list"), list) else None
        yield name if count is None else f"{name} ({count})"
