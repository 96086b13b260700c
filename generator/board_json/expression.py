"""Which queries of its panel a server-side expression computes with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.board_json.parts import Query
from generator.board_json.shape import mapping, objects, text

_IN_MATH = re.compile(r"\$(\w+)|\$\{([^{}$]+)\}", re.ASCII)


def named(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of queries that an expression names, as often as it does. SQL names tables: none of them is told here."""
    kind, written = fields.get("type"), text(fields.get("expression")) or ""
    if kind == "sql":
        return ()
    if kind == "math":
        return tuple(one[0] or one[1] for one in _IN_MATH.findall(written))
    if kind == "classic_conditions":
        conditions = (mapping(one.get("query")).get("params") for _, one in objects(fields.get("conditions"), ""))
        return tuple(one[0] for one in conditions if isinstance(one, list) and one and isinstance(one[0], str))
    name = written.strip("$ {}")
    return (name,) if name else ()


def used(query: Query, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `ids` that an expression computes with, SQL's tables among them."""
    if query.raw.get("type") != "sql":
        wanted = frozenset(named(query.raw))
    else:
        wanted = frozenset(re.findall(r"\w+", text(query.raw.get("expression")) or ""))
    return tuple(one for one in ids if one in wanted and one != query.ref_id)
