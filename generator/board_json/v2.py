"""Boards in the v2 model (v2alpha1, v2beta1, v2): elements, a layout that places them, kinds all the way down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.board_json import pointer as pointers
from generator.board_json.dashboard import Annotation, Dashboard, Placement, Variable
from generator.board_json.form import Frame
from generator.board_json.kind import Sources, sources_of
from generator.board_json.layout import read_layout
from generator.board_json.links import board_links, data_links, panel_links
from generator.board_json.panel import read_library, read_transformations
from generator.board_json.parts import Located, Panel, Query, Row
from generator.board_json.query import Owner, read_query
from generator.board_json.shape import flag, integer, mapping, objects, strings, text
from generator.board_json.source_ref import read_source_ref, read_v2_source_ref
from generator.board_json.variables import V2_TYPES, read_variable, wording

_VariableEntry = tuple[str, Mapping[str, Any], Row | None]


def read_v2(frame: Frame) -> Dashboard:
    """The board of a v2 body."""
    body, base = frame.body, frame.pointer
    layout = read_layout(body.get("layout"), f"{base}/layout")
    listed: list[_VariableEntry] = [
        (at, entry, None) for at, entry in objects(body.get("variables"), f"{base}/variables")
    ]
    for row in layout.rows:
        # Rows and tabs can have variables of their own.
        listed += [(at, entry, row) for at, entry in objects(row.raw.get("variables"), f"{row.pointer}/spec/variables")]
    sources = sources_of(_pickers(listed))
    placed: dict[str, Placement] = {}
    for placement in layout.placements:
        placed.setdefault(placement.element or "", placement)
    elements = mapping(body.get("elements"))
    settings = mapping(body.get("timeSettings"))
    return Dashboard(
        uid=text(body.get("uid")) or frame.name,
        title=text(body.get("title")),
        tags=strings(body.get("tags")),
        schema_version=integer(body.get("schemaVersion")),
        form=frame.form,
        api_version=frame.api_version,
        panels=tuple(
            _element(key, entry, pointers.join(base, "elements", key), placed.get(key), sources)
            for key, entry in elements.items()
            if isinstance(key, str) and isinstance(entry, dict)
        ),
        rows=layout.rows,
        variables=tuple(_variable(entry, at, row, sources) for at, entry, row in listed),
        annotations=tuple(
            _annotation(entry, at, sources) for at, entry in objects(body.get("annotations"), f"{base}/annotations")
        ),
        links=board_links(body.get("links"), f"{base}/links"),
        inputs=(),
        placements=layout.placements,
        time_from=text(settings.get("from")),
        time_to=text(settings.get("to")),
        refresh=text(settings.get("autoRefresh")),
        pointer=base,
        raw=body,
    )


def _pickers(listed: list[_VariableEntry]) -> Iterator[tuple[str | None, str | None]]:
    for _, entry, _ in listed:
        spec = mapping(entry.get("spec"))
        if entry.get("kind") == "DatasourceVariable":
            yield text(spec.get("name")), text(spec.get("pluginId"))


def _element(key: str, entry: Mapping[str, Any], pointer: str, placement: Placement | None, sources: Sources) -> Panel:
    spec, at = mapping(entry.get("spec")), f"{pointer}/spec"
    viz, data = mapping(spec.get("vizConfig")), mapping(mapping(spec.get("data")).get("spec"))
    look, wishes = mapping(viz.get("spec")), mapping(data.get("queryOptions"))
    field_config = Located(mapping(look.get("fieldConfig")), f"{at}/vizConfig/spec/fieldConfig")
    options = Located(mapping(look.get("options")), f"{at}/vizConfig/spec/options")
    # v2alpha1 names the panel type in `kind`, the later ones in `group`.
    panel_type = text(viz.get("group")) or (text(viz.get("kind")) if viz.get("kind") != "VizConfig" else None)
    owner = Owner(None, panel_type, sources)
    return Panel(
        id=integer(spec.get("id")),
        title=text(spec.get("title")),
        type=panel_type,
        description=text(spec.get("description")),
        row=None if placement is None else placement.row,
        pointer=pointer,
        grid=None if placement is None else placement.grid,
        datasource=None,
        queries=tuple(
            _panel_query(query, place, owner)
            for place, query in objects(data.get("queries"), f"{at}/data/spec/queries")
        ),
        transformations=read_transformations(data.get("transformations"), f"{at}/data/spec/transformations"),
        field_config=field_config,
        options=options,
        links=panel_links(spec.get("links"), f"{at}/links"),
        data_links=data_links(field_config, options),
        raw=spec,
        library=read_library(spec.get("libraryPanel")),
        element=key,
        repeat=None if placement is None else placement.repeat,
        interval=text(wishes.get("interval")),
        max_data_points=integer(wishes.get("maxDataPoints")),
        time_from=text(wishes.get("timeFrom")),
        time_shift=text(wishes.get("timeShift")),
    )


def _panel_query(entry: Mapping[str, Any], pointer: str, owner: Owner) -> Query:
    spec = mapping(entry.get("spec"))
    return _data_query(
        spec, f"{pointer}/spec", owner, ref_id=text(spec.get("refId")), hidden=flag(spec.get("hidden")), pointer=pointer
    )


def _data_query(
    spec: Mapping[str, Any], at: str, owner: Owner, *, ref_id: str | None, hidden: bool, pointer: str
) -> Query:
    """The query of a spec that has a `query` kind, and in v2alpha1 a `datasource` beside it."""
    query = mapping(spec.get("query"))
    return read_query(
        mapping(query.get("spec")),
        f"{at}/query/spec",
        read_v2_source_ref(spec.get("query"), spec.get("datasource"), f"{at}/query", f"{at}/datasource"),
        owner,
        ref_id=ref_id,
        hidden=hidden,
        pointer=pointer,
    )


def _variable(entry: Mapping[str, Any], pointer: str, row: Row | None, sources: Sources) -> Variable:
    spec, at = mapping(entry.get("spec")), f"{pointer}/spec"
    kind = text(entry.get("kind"))
    type_name = None if kind is None else V2_TYPES.get(kind, kind)
    said, source_ref = wording(spec.get("query"), f"{at}/query"), None
    if type_name == "query":
        query = mapping(spec.get("query"))
        source_ref = read_v2_source_ref(spec.get("query"), spec.get("datasource"), f"{at}/query", f"{at}/datasource")
        if "spec" in query:
            said = wording(query["spec"], f"{at}/query/spec")
    elif type_name == "datasource":
        said = wording(spec.get("pluginId"), f"{at}/pluginId")
    elif type_name in ("adhoc", "groupby"):
        source_ref = read_v2_source_ref(entry, spec.get("datasource"), pointer, f"{at}/datasource")
        source_ref = source_ref if "group" in entry else read_source_ref(spec.get("datasource"), f"{at}/datasource")
    return read_variable(
        spec, at, type_name=type_name, said=said, datasource=source_ref, sources=sources, pointer=pointer, row=row
    )


def _annotation(entry: Mapping[str, Any], pointer: str, sources: Sources) -> Annotation:
    spec, at = mapping(entry.get("spec")), f"{pointer}/spec"
    builtin, enabled = flag(spec.get("builtIn")), flag(spec.get("enable"))
    query = _data_query(spec, at, Owner(None, None, sources), ref_id=None, hidden=not enabled, pointer=pointer)
    asks = not builtin and query.kind != "grafana" and query.text_key is not None
    return Annotation(
        name=text(spec.get("name")),
        enabled=enabled,
        hidden=flag(spec.get("hide")),
        builtin=builtin,
        query=query if asks else None,
        datasource=query.datasource,
        pointer=pointer,
        raw=spec,
    )
