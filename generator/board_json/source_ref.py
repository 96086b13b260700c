"""References to data sources, in each of the ways that Grafana has written them."""

from __future__ import annotations

from typing import Any

from generator.board_json.parts import SourceRef
from generator.board_json.shape import text


def read_source_ref(value: Any, pointer: str) -> SourceRef | None:
    """The reference at `pointer`; None for null, for an empty one and for every other type.

    Up to Grafana 8.2 it was one text: a name, a variable, or one of the built-in entries.
    """
    if isinstance(value, str):
        return SourceRef(None, value, pointer) if value else None
    if not isinstance(value, dict):
        return None
    kind, uid = text(value.get("type")), text(value.get("uid"))
    return SourceRef(kind or None, uid or None, pointer) if kind or uid else None


def read_v2_source_ref(query: Any, beside: Any, pointer: str, beside_pointer: str) -> SourceRef | None:
    """The reference of a v2 data query (at `pointer`).

    v2beta1 and v2 say the type as the query's `group` and the uid as `datasource.name`; v2alpha1 says the type
    as the query's `kind`, and has a classic reference `beside` the query.
    """
    if not isinstance(query, dict):
        return read_source_ref(beside, beside_pointer)
    inner = query.get("datasource")
    uid = text(inner.get("name")) or text(inner.get("uid")) if isinstance(inner, dict) else None
    old = read_source_ref(beside, beside_pointer)
    if uid is None and old is not None:
        uid, pointer = old.uid, beside_pointer
    kind = text(query.get("group")) or (old.type if old is not None else None)
    if not kind and query.get("kind") != "DataQuery":
        kind = text(query.get("kind"))
    return SourceRef(kind or None, uid or None, pointer) if kind or uid else None
