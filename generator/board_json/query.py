"""One query from its JSON object, in whichever language it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.board_json.kind import Sources, kind_of
from generator.board_json.parts import Query, SourceRef
from generator.board_json.shape import flag, text

#: Where each language keeps its text.
_TEXT_KEYS: Mapping[str, tuple[str, ...]] = {
    "prometheus": ("expr",),
    "loki": ("expr",),
    "tempo": ("query",),
    "__expr__": ("expression",),
    "grafana": (),
    "dashboard": (),
}

#: Where other plugins keep theirs, the most telling first.
_OTHER_TEXT_KEYS = ("expr", "query", "rawSql", "queryText", "expression", "target")


@dataclass(frozen=True, slots=True)
class Owner:
    """What a query takes from the panel or annotation it belongs to, and from the board."""

    datasource: SourceRef | None
    panel_type: str | None
    sources: Sources


def read_query(
    fields: Mapping[str, Any],
    fields_pointer: str,
    own: SourceRef | None,
    owner: Owner,
    *,
    ref_id: str | None,
    hidden: bool,
    pointer: str,
) -> Query:
    """The query whose own fields are `fields`; `own` is its reference to a data source, if it has one."""
    kind, evidence = kind_of(own, owner.datasource, fields, owner.panel_type, owner.sources)
    query_type = text(fields.get("queryType"))
    key = _text_key(fields, kind, query_type)
    instant, ranged = _runs(fields, kind, query_type)
    inherits = own is None or (own.special == "mixed" and owner.datasource is not None)
    return Query(
        ref_id=ref_id,
        kind=kind,
        evidence=evidence,
        text=None if key is None else text(fields.get(key)),
        text_key=key,
        datasource=owner.datasource if inherits else own,
        instant=instant,
        range=ranged,
        format=text(fields.get("format")),
        query_type=query_type,
        interval=text(fields.get("step" if kind in ("loki", "tempo") else "interval")),
        legend=text(fields.get("legendFormat")),
        exemplar=flag(fields.get("exemplar")),
        hidden=hidden,
        pointer=pointer,
        raw=fields,
        raw_pointer=fields_pointer,
    )


def _text_key(fields: Mapping[str, Any], kind: str | None, query_type: str | None) -> str | None:
    if kind == "tempo" and query_type == "serviceMap":
        keys: tuple[str, ...] = ("serviceMapQuery",)
    else:
        keys = _OTHER_TEXT_KEYS if kind is None else _TEXT_KEYS.get(kind, _OTHER_TEXT_KEYS)
    return next((key for key in keys if key in fields), None)


def _runs(fields: Mapping[str, Any], kind: str | None, query_type: str | None) -> tuple[bool, bool]:
    """(instant, range) as Grafana would run the query: a range where nothing is said."""
    if kind == "loki" and query_type in ("instant", "range"):
        instant = query_type == "instant"
        return instant, not instant
    if kind == "tempo":
        instant = fields.get("metricsQueryType") == "instant"
        return instant, not instant
    instant = flag(fields.get("instant"))
    # Prometheus runs both when both are asked for.
    return instant, not instant or (kind == "prometheus" and flag(fields.get("range")))
