"""The parts of a dashboard, each with the one schema that it is held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.schemas.library import keys, names

Json = dict[str, Any]
Path = tuple[str | int, ...]

#: Stands for every type of panel that has no schema of its own.
_OTHER = "other"
_FIELD = ("properties",)
_CUSTOM = ("properties", "fieldConfig", "properties", "defaults", "properties", "custom", "properties")
_ANNOTATIONS = frozenset({"grafana", "prometheus", "loki"})
#: What an alert asks and calculates.
_WATCHED = frozenset({"prometheus", "loki", "math", "threshold"})
_TEMPO_QUERIES = {
    "serviceMap": "queries/tempo-service-map",
    "traceId": "queries/tempo-trace",
    "traceqlSearch": "queries/tempo-filters",
}


@dataclass(frozen=True)
class Part:
    """A value, where in its document it stands, and its schema: a place in a schema file."""

    path: Path
    value: Any
    file: str
    place: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stray:
    """The name of a kind that nobody knows; `noun` says a kind of what."""

    path: Path
    name: str
    noun: str
    known: frozenset[str]


def parts(board: Json) -> Iterator[Part | Stray]:
    """Everything in a dashboard, in the order of reading. What is not even a list or an object is passed over:
    the schema of the part around it says so."""
    yield Part((), board, "dashboard")
    for path, annotation in members(board, "annotations", "list"):
        source = "grafana" if annotation.get("builtIn") else source_type(annotation)
        yield Part(path, annotation, "annotations", ("$defs", source if source in _ANNOTATIONS else "other"))
    for path, variable in members(board, "templating", "list"):
        kind = _text(variable, "type")
        if kind in names("variables"):
            yield Part(path, variable, f"variables/{kind}")
        elif kind:
            yield Stray((*path, "type"), kind, "type of variable", names("variables"))
    for path, panel in panels(board):
        yield from _panel(path, panel)


def alert_parts(group: Json) -> Iterator[Part | Stray]:
    """Everything in a group of alert rules: each query and expression after the group itself."""
    yield Part((), group, "alert-group")
    for path, rule in members(group, "rules"):
        for inner, query in members(rule, "data"):
            model = query.get("model")
            source = source_type(model) if isinstance(model, dict) else ""
            kind = _text(model, "type") if source == "__expr__" else source
            where = (*path, *inner, "model")
            if kind in _WATCHED:
                yield Part(where, model, "alert-rule", ("$defs", kind))
            else:
                yield Stray(where, kind, "kind of query that an alert asks", _WATCHED)


def panels(board: Json) -> Iterator[tuple[Path, Json]]:
    """Every panel and row with its path, those inside collapsed rows after their row."""
    for path, panel in members(board, "panels"):
        yield path, panel
        if panel.get("type") == "row":
            for inner, inside in members(panel, "panels"):
                yield (*path, *inner), inside


def members(node: Json, *place: str) -> Iterator[tuple[Path, Json]]:
    """The objects of a list at that place, each with its path from the node."""
    found: Any = node
    for key in place:
        found = found.get(key) if isinstance(found, dict) else None
    for index, member in enumerate(found if isinstance(found, list) else ()):
        if isinstance(member, dict):
            yield (*place, index), member


def source_type(node: Json) -> str:
    """The type of data source that a panel, query or annotation names; empty where it names none."""
    return _text(node.get("datasource"), "type")


def _text(node: Any, key: str) -> str:
    value = node.get(key) if isinstance(node, dict) else ""
    return value if isinstance(value, str) else ""


def _panel(path: Path, panel: Json) -> Iterator[Part | Stray]:
    kind = _text(panel, "type")
    if kind == "row":
        yield Part(path, panel, "row")
        return
    if kind not in names("panels"):
        kind = _OTHER
    yield Part(path, panel, f"panels/{kind}")
    for inner, query in members(panel, "targets"):
        yield Part((*path, *inner), query, "queries/free" if kind == _OTHER else _query(query))
    for inner, step in members(panel, "transformations"):
        yield from _transformation((*path, *inner), step)
    for inner, override in members(panel, "fieldConfig", "overrides"):
        yield from _matcher((*path, *inner, "matcher"), override.get("matcher"), "field")
        for last, prop in members(override, "properties"):
            yield from _property((*path, *inner, *last), prop, kind)


def _query(query: Json) -> str:
    source = source_type(query)
    if source == "tempo":
        plain = "queries/tempo-metrics" if "metricsQueryType" in query else "queries/tempo-search"
        return _TEMPO_QUERIES.get(_text(query, "queryType"), plain)
    return f"queries/{source}" if source in ("prometheus", "loki") else "queries/other"


def _transformation(path: Path, step: Json) -> Iterator[Part | Stray]:
    yield Part(path, step, "transformation")
    name, known = _text(step, "id"), keys("transformations", "$defs")
    if name in known:
        yield Part((*path, "options"), step.get("options"), "transformations", ("$defs", name))
    elif name:
        yield Stray((*path, "id"), name, "transformation", known)
    if "filter" in step:
        yield from _matcher((*path, "filter"), step["filter"], "frame")


def _matcher(path: Path, matcher: Any, of: str) -> Iterator[Part | Stray]:
    name = _text(matcher, "id")
    known = keys("matchers", "$defs", of)
    if name in known:
        yield Part(path, matcher, "matchers", ("$defs", of, name))
    elif name:
        yield Stray((*path, "id"), name, f"matcher of {of}s", known)


def _property(path: Path, prop: Json, panel: str) -> Iterator[Part | Stray]:
    """An override's property is named like what it overrides, and so has the same schema."""
    name = _text(prop, "id")
    custom = name.startswith("custom.")
    if not name or "value" not in prop or (custom and panel == _OTHER):
        return
    file, place = (f"panels/{panel}", _CUSTOM) if custom else ("field", _FIELD)
    key = name.removeprefix("custom.")
    if key in keys(file, *place):
        yield Part((*path, "value"), prop["value"], file, (*place, key))
    else:
        known = keys("field", *_FIELD) | {f"custom.{each}" for each in keys(f"panels/{panel}", *_CUSTOM)}
        yield Stray((*path, "id"), name, "property of a field", known)
