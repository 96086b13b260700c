"""Template variables, classic and v2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.board_json import pointer as pointers
from generator.board_json.dashboard import Current, Option, Variable
from generator.board_json.kind import Sources, kind_of_variable
from generator.board_json.parts import Row, SourceRef
from generator.board_json.shape import flag, integer, objects, text

#: v2 kinds and the classic types they are.
V2_TYPES: Mapping[str, str] = {
    "QueryVariable": "query",
    "CustomVariable": "custom",
    "ConstantVariable": "constant",
    "DatasourceVariable": "datasource",
    "IntervalVariable": "interval",
    "TextVariable": "textbox",
    "GroupByVariable": "groupby",
    "AdhocVariable": "adhoc",
    "SwitchVariable": "switch",
}

_V2_HIDE = {"dontHide": 0, "hideLabel": 1, "hideVariable": 2, "inControlsMenu": 3}
_V2_REFRESH = {"never": 0, "onDashboardLoad": 1, "onTimeRangeChanged": 2}

#: Where a query variable's text can stand inside the object that its editor writes. The last one is where
#: Grafana puts a text when it converts a classic variable to v2.
_QUERY_KEYS = ("query", "stream", "expr", "expression", "rawSql", "__legacyStringValue")


@dataclass(frozen=True, slots=True)
class Wording:
    """A variable's text, where it stands, and the object that holds a query."""

    text: str | None
    pointer: str | None


def wording(value: Any, pointer: str) -> Wording:
    """The text of a variable's `query`, which is a text or an object of its data source's own shape."""
    if isinstance(value, str):
        return Wording(value, pointer)
    if isinstance(value, dict):
        for key in _QUERY_KEYS:
            if isinstance(value.get(key), str) and value[key]:
                return Wording(value[key], pointers.join(pointer, key))
    return Wording(None, None)


def read_variable(
    fields: Mapping[str, Any],
    fields_pointer: str,
    *,
    type_name: str | None,
    said: Wording,
    datasource: SourceRef | None,
    sources: Sources,
    pointer: str,
    row: Row | None = None,
) -> Variable:
    """The variable whose own fields are `fields`: the classic object, or the `spec` of a v2 one."""
    if said.text is None:
        said = wording(fields.get("definition"), pointers.join(fields_pointer, "definition"))
    hide, refresh = fields.get("hide"), fields.get("refresh")
    return Variable(
        name=text(fields.get("name")),
        type=type_name,
        label=text(fields.get("label")),
        description=text(fields.get("description")),
        kind=kind_of_variable(datasource, said.text, sources) if type_name == "query" else None,
        text=said.text,
        text_pointer=said.pointer,
        datasource=datasource,
        current=_current(fields.get("current")),
        options=tuple(_option(entry) for _, entry in objects(fields.get("options"), "")),
        multi=flag(fields.get("multi")),
        include_all=flag(fields.get("includeAll")),
        all_value=text(fields.get("allValue")),
        regex=text(fields.get("regex")),
        refresh=_V2_REFRESH.get(refresh) if isinstance(refresh, str) else _count(refresh),
        hide=_V2_HIDE.get(hide) if isinstance(hide, str) else _count(hide),
        skip_url_sync=flag(fields.get("skipUrlSync")),
        row=row,
        pointer=pointer,
        raw=fields,
    )


def _count(value: Any) -> int | None:
    """Old boards have a boolean where the number now stands."""
    return int(value) if isinstance(value, bool) else integer(value)


def _current(value: Any) -> Current | None:
    if isinstance(value, str):  # a v2 switch
        return Current(value, value)
    if not isinstance(value, dict):
        return None
    chosen = _texts(value.get("value"))
    return None if chosen is None else Current(_texts(value.get("text")), chosen)


def _texts(value: Any) -> str | tuple[str, ...] | None:
    if isinstance(value, list):
        return tuple(single for entry in value if (single := _single(entry)) is not None)
    return _single(value)


def _single(value: Any) -> str | None:
    """One value as text: Grafana shows a number or a truth value as JavaScript writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else None if integer(value) is None else str(integer(value))


def _option(entry: Mapping[str, Any]) -> Option:
    value = _single(entry.get("value"))
    shown = _single(entry.get("text"))
    return Option(shown or value or "", value or "", flag(entry.get("selected")))
