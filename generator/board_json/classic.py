"""Boards in the classic model: `panels` with rows among them, or the nested `rows` of Grafana 4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.board_json.dashboard import Annotation, Dashboard, Input, Variable
from generator.board_json.form import Frame
from generator.board_json.kind import Sources, sources_of
from generator.board_json.links import board_links
from generator.board_json.panel import read_grid, read_panel, read_row
from generator.board_json.parts import Panel, Row
from generator.board_json.query import Owner, read_query
from generator.board_json.shape import flag, integer, mapping, objects, strings, text
from generator.board_json.source_ref import read_source_ref
from generator.board_json.variables import read_variable, wording

_Entry = tuple[str, Mapping[str, Any]]


def read_classic(frame: Frame) -> Dashboard:
    """The board of a classic body."""
    body, base = frame.body, frame.pointer
    listed = list(objects(mapping(body.get("templating")).get("list"), f"{base}/templating/list"))
    inputs = tuple(_input(entry, at) for at, entry in objects(body.get("__inputs"), f"{base}/__inputs"))
    sources = _sources(listed, inputs)
    panels, rows = _panels(body, base, sources)
    time = mapping(body.get("time"))
    return Dashboard(
        uid=text(body.get("uid")) or frame.name,
        title=text(body.get("title")),
        tags=strings(body.get("tags")),
        schema_version=integer(body.get("schemaVersion")),
        form=frame.form,
        api_version=frame.api_version,
        panels=panels,
        rows=rows,
        variables=tuple(_variable(entry, at, sources) for at, entry in listed),
        annotations=tuple(
            _annotation(entry, at, sources)
            for at, entry in objects(mapping(body.get("annotations")).get("list"), f"{base}/annotations/list")
        ),
        links=board_links(body.get("links"), f"{base}/links"),
        inputs=inputs,
        placements=(),
        time_from=text(time.get("from")),
        time_to=text(time.get("to")),
        refresh=text(body.get("refresh")),
        pointer=base,
        raw=body,
    )


def _sources(variables: Sequence[_Entry], inputs: Sequence[Input]) -> Sources:
    pickers = [
        (text(entry.get("name")), text(entry.get("query")))
        for _, entry in variables
        if entry.get("type") == "datasource"
    ]
    return sources_of([*pickers, *((entry.name, entry.plugin) for entry in inputs)])


def _panels(body: Mapping[str, Any], base: str, sources: Sources) -> tuple[tuple[Panel, ...], tuple[Row, ...]]:
    panels: list[Panel] = []
    rows: list[Row] = []
    top = list(objects(body.get("panels"), f"{base}/panels"))
    headings = {at: read_row(entry, at, "collapsed") for at, entry in top if entry.get("type") == "row"}
    section = _sections(top, headings)
    for at, entry in top:
        if at in headings:
            rows.append(headings[at])
            panels += _held(entry, at, headings[at], sources)
        else:
            panels.append(read_panel(entry, at, section.get(at), sources))
    for at, entry in objects(body.get("rows"), f"{base}/rows"):
        row = read_row(entry, at, "collapse")
        rows.append(row)
        panels += _held(entry, at, row, sources)
    return tuple(panels), tuple(rows)


def _held(raw: Mapping[str, Any], pointer: str, row: Row, sources: Sources) -> Iterator[Panel]:
    """The panels inside a row's own object. Grafana knows no row in a row."""
    for at, entry in objects(raw.get("panels"), f"{pointer}/panels"):
        if entry.get("type") != "row":
            yield read_panel(entry, at, row, sources)


def _sections(top: Sequence[_Entry], headings: Mapping[str, Row]) -> dict[str, Row]:
    """Which row each top-level panel stands under: Grafana sorts by place on load, the file's order is nothing."""
    placed = [(read_grid(entry.get("gridPos")), at) for at, entry in top]
    order = [at for _, at in placed]
    if all(grid is not None for grid, _ in placed):
        order = [at for grid, at in sorted(placed, key=lambda one: (one[0].y, one[0].x) if one[0] else (0, 0))]
    under: dict[str, Row] = {}
    row: Row | None = None
    for at in order:
        if at in headings:
            row = headings[at]
        elif row is not None:
            under[at] = row
    return under


def _variable(entry: Mapping[str, Any], pointer: str, sources: Sources) -> Variable:
    return read_variable(
        entry,
        pointer,
        type_name=text(entry.get("type")),
        said=wording(entry.get("query"), f"{pointer}/query"),
        datasource=read_source_ref(entry.get("datasource"), f"{pointer}/datasource"),
        sources=sources,
        pointer=pointer,
    )


def _annotation(entry: Mapping[str, Any], pointer: str, sources: Sources) -> Annotation:
    datasource = read_source_ref(entry.get("datasource"), f"{pointer}/datasource")
    builtin = flag(entry.get("builtIn"))
    query = None
    if not builtin and (datasource is None or datasource.special != "grafana"):
        target = entry.get("target")
        # Old annotations keep the query's fields beside their name, new ones in `target`.
        nested = isinstance(target, dict) and not {"expr", "query"}.isdisjoint(target)
        fields, at = (mapping(target), f"{pointer}/target") if nested else (entry, pointer)
        query = read_query(
            fields,
            at,
            None,
            Owner(datasource, None, sources),
            ref_id=text(fields.get("refId")),
            hidden=not flag(entry.get("enable")),
            pointer=pointer,
        )
    return Annotation(
        name=text(entry.get("name")),
        enabled=flag(entry.get("enable")),
        hidden=flag(entry.get("hide")),
        builtin=builtin,
        query=query if query is not None and query.text_key is not None else None,
        datasource=datasource,
        pointer=pointer,
        raw=entry,
    )


def _input(entry: Mapping[str, Any], pointer: str) -> Input:
    return Input(
        name=text(entry.get("name")),
        type=text(entry.get("type")),
        plugin=text(entry.get("pluginId")),
        value=text(entry.get("value")),
        pointer=pointer,
    )
