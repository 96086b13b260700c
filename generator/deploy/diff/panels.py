"""What differs between the panels of two dashboards, panel by panel, query by query, threshold by threshold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.deploy.content import written
from generator.deploy.diff.paths import alike, path_changes
from generator.deploy.diff.words import arrow, called

Json = dict[str, Any]

#: Members that have words of their own; the rest is told by key path.
_OWN = ("fieldConfig", "gridPos", "id", "options", "panels", "targets", "title", "type")
#: Where the text of a query stands, in the order of looking.
_TEXTS = ("expr", "query", "rawSql")
#: As many panels are told apart when all they did was to make room.
_ONE_BY_ONE = 3


@dataclass(frozen=True)
class Seen:
    """A panel or row header, and the title of the row it stands in."""

    panel: Json
    row: str

    @property
    def name(self) -> str:
        noun = "row" if self.panel.get("type") == "row" else "panel"
        return called(noun, self.panel.get("title") or f"#{self.panel.get('id', '?')}")


def panel_changes(before: Sequence[Any], after: Sequence[Any]) -> Iterator[str]:
    """One line for each difference. Panels are known again by id, else by title."""
    old, new = _seen(before), _seen(after)
    pairs = _pairs(old, new)
    moved: list[tuple[Seen, Seen]] = []
    for one in new:
        other = pairs.get(id(one))
        if other is None:
            yield f"{one.name} added"
        else:
            yield from _inside(other, one)
            if _place(other) != _place(one):
                moved.append((other, one))
    kept = {id(other) for other in pairs.values()}
    yield from (f"{one.name} removed" for one in old if id(one) not in kept)
    yield from _moves(moved)


def _seen(panels: Sequence[Any]) -> list[Seen]:
    found: list[Seen] = []
    row = ""
    for panel in panels:
        if not isinstance(panel, dict):
            continue
        if panel.get("type") == "row":
            row = str(panel.get("title", ""))
            found.append(Seen(panel, ""))
            inside = panel.get("panels")
            found += (Seen(one, row) for one in inside or () if isinstance(one, dict))
        else:
            found.append(Seen(panel, row))
    return found


def _pairs(old: list[Seen], new: list[Seen]) -> dict[int, Seen]:
    """`id()` of a new one -> the old one that it was: by id, else by title and type, else as the very same."""
    pairs: dict[int, Seen] = {}
    taken: set[int] = set()
    for name in (_by_id, _by_title, _by_content):
        waiting: dict[Any, list[Seen]] = {}
        for one in old:
            if id(one) not in taken:
                waiting.setdefault(name(one.panel), []).append(one)
        for one in new:
            key = name(one.panel)
            if key is not None and id(one) not in pairs and waiting.get(key):
                pairs[id(one)] = waiting[key].pop(0)
                taken.add(id(pairs[id(one)]))
    return pairs


def _by_id(panel: Json) -> Any:
    return None if panel.get("id") is None else (written(panel["id"]), panel.get("type") == "row")


def _by_title(panel: Json) -> Any:
    return (written(panel["title"]), written(panel.get("type"))) if panel.get("title") else None


def _by_content(panel: Json) -> Any:
    return written(panel)


def _inside(old: Seen, new: Seen) -> Iterator[str]:
    before, after, name = old.panel, new.panel, new.name
    if before.get("title") != after.get("title"):
        yield f"{name}: title {arrow(before.get('title'), after.get('title'))}"
    if before.get("type") != after.get("type"):
        # All options are others then: nothing more is to be said.
        yield f"{name}: {before.get('type')} became {after.get('type')}"
    else:
        yield from (f"{name}: {line}" for line in path_changes(before.get("options"), after.get("options"), "options"))
        yield from (f"{name}: {line}" for line in _fields(before.get("fieldConfig"), after.get("fieldConfig")))
    yield from (f"{name}: {line}" for line in _queries(before.get("targets"), after.get("targets")))
    yield from (f"{name}: {line}" for line in path_changes(_without(before, *_OWN), _without(after, *_OWN)))


def _fields(before: Any, after: Any) -> Iterator[str]:
    old, new = (dict(one) if isinstance(one, dict) else {} for one in (before, after))
    defaults = [one.pop("defaults", None) for one in (old, new)]
    inner_old, inner_new = (dict(one) if isinstance(one, dict) else {} for one in defaults)
    yield from _thresholds(inner_old.pop("thresholds", None), inner_new.pop("thresholds", None))
    yield from path_changes(inner_old, inner_new)
    yield from path_changes(old, new)


def _thresholds(before: Any, after: Any) -> Iterator[str]:
    old, new = _steps(before), _steps(after)
    if old is None or new is None or len(old) != len(new):
        if not alike(before, after):
            yield f"thresholds {arrow(_listed(old), _listed(new))}"
        return
    for one, other in zip(old, new, strict=True):
        if one.get("value") != other.get("value"):
            yield f"threshold {arrow(one.get('value'), other.get('value'))}"
        if one.get("color") != other.get("color"):
            yield f"threshold {other.get('value')}: colour {arrow(one.get('color'), other.get('color'))}"
    modes = [one.get("mode") if isinstance(one, dict) else None for one in (before, after)]
    if modes[0] != modes[1]:
        yield f"thresholds: mode {arrow(*modes)}"


def _steps(thresholds: Any) -> list[Json] | None:
    steps = thresholds.get("steps") if isinstance(thresholds, dict) else None
    return steps if isinstance(steps, list) and all(isinstance(step, dict) for step in steps) else None


def _listed(steps: list[Json] | None) -> str | None:
    return (
        None if steps is None else ", ".join(f"{step.get('color')} {step.get('value', '')}".strip() for step in steps)
    )


def _queries(before: Any, after: Any) -> Iterator[str]:
    old, new = _by_ref(before), _by_ref(after)
    for ref, query in new.items():
        other = old.get(ref)
        if other is None:
            yield f"query {ref} added: {arrow(None, _text(query)[1]).removeprefix('nothing -> ')}"
            continue
        key, text = _text(query)
        earlier = other.get(key) if key else None
        if key and earlier != text:
            yield f"query {ref} changed: {arrow(earlier, text)}"
        yield from path_changes(_without(other, key), _without(query, key), f"query {ref}")
    yield from (f"query {ref} removed" for ref in old if ref not in new)


def _without(one: Json, *keys: str) -> Json:
    return {key: value for key, value in one.items() if key not in keys}


def _by_ref(targets: Any) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for at, query in enumerate(targets if isinstance(targets, list) else ()):
        if isinstance(query, dict):
            found.setdefault(str(query.get("refId") or f"#{at + 1}"), query)
    return found


def _text(query: Json) -> tuple[str, Any]:
    return next(((key, query[key]) for key in _TEXTS if isinstance(query.get(key), str)), ("", None))


def _place(one: Seen) -> tuple[Any, ...]:
    grid = one.panel.get("gridPos")
    where = tuple(grid.get(key) for key in "xywh") if isinstance(grid, dict) else (grid,)
    return (*where, one.row)


def _moves(moved: list[tuple[Seen, Seen]]) -> Iterator[str]:
    """Who went elsewhere by itself is named; who only made room is counted."""
    room = [pair for pair in moved if _only_down(*pair)]
    for old, new in moved:
        if len(room) > _ONE_BY_ONE and _only_down(old, new):
            continue
        if old.row != new.row and new.row:
            yield f"{new.name}: moved into row '{new.row}'"
        elif _place(old)[2:4] != _place(new)[2:4]:
            sizes = ["x".join(str(part) for part in _place(one)[2:4]) for one in (old, new)]
            yield f"{new.name}: resized {sizes[0]} -> {sizes[1]}"
        else:
            yield f"{new.name}: moved"
    if len(room) > _ONE_BY_ONE:
        yield f"{len(room)} panels moved up or down to make room"


def _only_down(old: Seen, new: Seen) -> bool:
    one, other = _place(old), _place(new)
    return len(one) == len(other) == 5 and (one[0], *one[2:]) == (other[0], *other[2:])
