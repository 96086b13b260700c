"""Panels and rows of the classic model, and the pieces of a panel that both models share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.board_json import pointer as pointers
from generator.board_json.kind import Sources
from generator.board_json.links import data_links, panel_links
from generator.board_json.parts import Grid, Library, Located, Panel, Query, Row, Transformation
from generator.board_json.query import Owner, read_query
from generator.board_json.shape import flag, integer, mapping, number, objects, text
from generator.board_json.source_ref import read_source_ref


def read_grid(value: Any) -> Grid | None:
    """A classic `gridPos`; None without a width and a height. What is not said of `x` and `y` is 0, as in Grafana."""
    place = mapping(value)
    x, y = (0 if place.get(key) is None else number(place[key]) for key in ("x", "y"))
    w, h = (number(place.get(key)) for key in ("w", "h"))
    return None if x is None or y is None or w is None or h is None else Grid(x, y, w, h)


def read_row(raw: Mapping[str, Any], pointer: str, collapsed_key: str) -> Row:
    """A classic row: a panel of type "row", or one of the `rows` of Grafana 4."""
    return Row(
        kind="row",
        id=integer(raw.get("id")),
        title=text(raw.get("title")),
        collapsed=flag(raw.get(collapsed_key)),
        repeat=text(raw.get("repeat")) or None,
        grid=read_grid(raw.get("gridPos")),
        within=None,
        pointer=pointer,
        raw=raw,
    )


def read_transformations(value: Any, pointer: str) -> tuple[Transformation, ...]:
    """The transformations of a panel: `{id, options}`, or a v2 kind around the same."""
    return tuple(_transformation(entry, at) for at, entry in objects(value, pointer))


def _transformation(entry: Mapping[str, Any], pointer: str) -> Transformation:
    spec, at = mapping(entry.get("spec")), pointers.join(pointer, "spec")
    if "spec" not in entry:
        spec, at = entry, pointer
    kind = text(entry.get("kind"))
    return Transformation(
        # v2 names the transformation in `group`, v2beta1 in `spec.id`, v2alpha1 in `kind` as well.
        id=text(spec.get("id")) or text(entry.get("group")) or (kind if kind != "Transformation" else None),
        options=Located(mapping(spec.get("options")), pointers.join(at, "options")),
        disabled=flag(spec.get("disabled")),
        pointer=pointer,
        raw=entry,
    )


def read_panel(raw: Mapping[str, Any], pointer: str, row: Row | None, sources: Sources) -> Panel:
    """A classic panel that is no row."""
    panel_type = text(raw.get("type"))
    datasource = read_source_ref(raw.get("datasource"), f"{pointer}/datasource")
    owner = Owner(datasource, panel_type, sources)
    field_config = Located(mapping(raw.get("fieldConfig")), f"{pointer}/fieldConfig")
    options = Located(mapping(raw.get("options")), f"{pointer}/options")
    return Panel(
        id=integer(raw.get("id")),
        title=text(raw.get("title")),
        type=panel_type,
        description=text(raw.get("description")),
        row=row,
        pointer=pointer,
        grid=read_grid(raw.get("gridPos")),
        datasource=datasource,
        queries=tuple(_target(entry, at, owner) for at, entry in objects(raw.get("targets"), f"{pointer}/targets")),
        transformations=read_transformations(raw.get("transformations"), f"{pointer}/transformations"),
        field_config=field_config,
        options=options,
        links=panel_links(raw.get("links"), f"{pointer}/links"),
        data_links=data_links(field_config, options),
        raw=raw,
        library=read_library(raw.get("libraryPanel")),
        element=None,
        repeat=text(raw.get("repeat")) or None,
        interval=text(raw.get("interval")),
        max_data_points=integer(raw.get("maxDataPoints")),
        time_from=text(raw.get("timeFrom")),
        time_shift=text(raw.get("timeShift")),
    )


def read_library(value: Any) -> Library | None:
    """Which library panel a panel stands for; None for a panel of the board's own."""
    return Library(text(value.get("uid")), text(value.get("name"))) if isinstance(value, dict) else None


def _target(entry: Mapping[str, Any], pointer: str, owner: Owner) -> Query:
    return read_query(
        entry,
        pointer,
        read_source_ref(entry.get("datasource"), f"{pointer}/datasource"),
        owner,
        ref_id=text(entry.get("refId")),
        hidden=flag(entry.get("hide")),
        pointer=pointer,
    )
