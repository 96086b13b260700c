"""A dashboard's JSON as an imported board: as much of it in words as there are words for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.board.board import Row, row
from generator.board.imported import Imported, OldRow, Section, Verbatim
from generator.board.imported.panels import KINDS
from generator.board.imported.words import Json, Unsaid, read
from generator.board.panels import Panel

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_LONGEST = 40


def slug(text: str) -> str:
    """The text as a key: lower-case letters, digits and `-`."""
    return _NOT_WORD.sub("-", text.lower()).strip("-") or "board"


class Keys:
    """Keys of panels and rows, each made of a title and no two alike."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._at = 0

    def key(self, title: Any) -> str:
        """A key that no other has."""
        self._at += 1
        said = isinstance(title, str) and title.strip()
        base = slug(title)[:_LONGEST].strip("-") if said else f"panel-{self._at}"
        base = base if base[0].isalpha() else f"panel-{base}"
        name, more = base, 2
        while name in self._taken:
            name, more = f"{base}-{more}", more + 1
        self._taken.add(name)
        return name


def board(body: Mapping[str, Any], key: str, title: str, uid: str) -> Imported:
    """The board that renders to `body` with this title and uid."""
    described = body.get("description")
    question = described if isinstance(described, str) else ""
    besides = ("uid", "title", *(("description",) if question else ()))
    whole = {**body, "title": title, "uid": uid}
    try:
        place, rows = _arranged(body)
        besides = (*besides, *([place] if place else []))
        return read(Imported, whole, besides, key=key, title=title, question=question, uid=uid, rows=rows)
    except Unsaid:
        return Imported(key=key, title=title, question=question, uid=uid, rows=(), kept=whole)


def _arranged(body: Mapping[str, Any]) -> tuple[str | None, tuple[Row, ...]]:
    """The rows, and where in the board they stand: in Grafana 4 panels stood inside of rows."""
    keys = Keys()
    panels, old = _objects(body.get("panels")), _objects(body.get("rows"))
    if panels and not old:
        return "panels", tuple(_rows(panels, keys))
    if old and not panels:
        return "rows", tuple(_old_row(one, keys) for one in old)
    return None, ()


def _objects(value: Any) -> list[Json]:
    """A list of objects; nothing where it is anything else."""
    found = value if isinstance(value, list) else []
    return found if all(isinstance(one, dict) for one in found) else []


def _rows(panels: list[Json], keys: Keys) -> Iterator[Row]:
    """Headers with what is folded into them or stands below them; before the first, and below a folded one, none."""
    header: Json | None = None
    below: list[Json] = []
    for one in [*panels, {"type": "row"}]:
        if one.get("type") != "row":
            below.append(one)
            continue
        if header is not None:
            folded = header.get("collapsed") is True
            yield _section(header, _objects(header.get("panels")) if folded else below, keys)
            below = below if folded else []
        if below:
            yield row(*(_panel(each, keys) for each in below))
        header, below = one, []


def _section(data: Json, inside: list[Json], keys: Keys) -> Section:
    key = keys.key(data.get("title"))
    panels = tuple(_panel(each, keys) for each in inside)
    listed = data.get("panels")
    said = listed == [] or (data.get("collapsed") is True and bool(_objects(listed)))
    besides = ("panels",) if said else ()
    return read(Section, data, besides, key=key, panels=panels, bare="panels" not in data)


def _old_row(data: Json, keys: Keys) -> OldRow:
    key = keys.key(data.get("title"))
    inside = _objects(data.get("panels"))
    besides = ("panels",) if inside or data.get("panels") == [] else ()
    panels = tuple(_panel(each, keys) for each in inside)
    return read(OldRow, data, besides, key=key, panels=panels, bare="panels" not in data)


def _panel(data: Json, keys: Keys) -> Panel:
    key = keys.key(data.get("title"))
    for kind in KINDS:
        try:
            return read(kind, data, key=key)
        except Unsaid:
            continue
    return Verbatim(key=key, json=data)
