"""The reader against JSON that nobody would write."""

from __future__ import annotations

import contextlib
from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.board_json import Dashboard, NotADashboard, read
from generator.board_json.pointer import resolve

TARGET = {"refId": "A", "datasource": {"type": "prometheus", "uid": "$ds"}, "expr": "up", "instant": True}
LINKS = [{"title": "a", "url": "/b", "type": "dashboards", "tags": ["x"]}]
FIELDS = {"defaults": {"links": LINKS}, "overrides": [{"properties": [{"id": "links", "value": LINKS}]}]}
PANEL = {
    "id": 1,
    "type": "stat",
    "title": "P",
    "datasource": "-- Mixed --",
    "targets": [TARGET],
    "links": LINKS,
    "gridPos": {"x": 0, "y": 1, "w": 6, "h": 4},
    "fieldConfig": FIELDS,
    "options": {"dataLinks": LINKS},
    "transformations": [{"id": "reduce", "options": {}}],
    "libraryPanel": {"uid": "u"},
    "repeat": "v",
}
VARIABLE = {
    "name": "v",
    "type": "query",
    "query": {"query": "label_values(a)"},
    "datasource": {"uid": "$ds"},
    "current": {"text": ["a"], "value": ["a"]},
    "options": [{"text": "a", "value": "a"}],
    "refresh": 2,
    "hide": 0,
}
CLASSIC: dict[str, Any] = {
    "title": "t",
    "uid": "u",
    "tags": ["a"],
    "schemaVersion": 41,
    "time": {"from": "now-1h"},
    "links": LINKS,
    "panels": [PANEL, {"type": "row", "gridPos": {"x": 0, "y": 0, "w": 24, "h": 1}, "panels": [PANEL]}],
    "rows": [{"title": "old", "panels": [PANEL]}],
    "templating": {"list": [VARIABLE, {"name": "ds", "type": "datasource", "query": "loki"}]},
    "annotations": {"list": [{"name": "a", "builtIn": 1}, {"name": "b", "target": TARGET}, TARGET]},
    "__inputs": [{"name": "DS", "type": "datasource", "pluginId": "loki"}],
}
QUERY = {"kind": "DataQuery", "group": "loki", "datasource": {"name": "$ds"}, "spec": TARGET}
ITEM = {"kind": "GridLayoutItem", "spec": {"x": 0, "y": 0, "width": 1, "height": 1, "element": {"name": "a~/"}}}
GRID = {"kind": "GridLayout", "spec": {"items": [ITEM, {"kind": "GridLayoutRow", "spec": {"elements": [ITEM]}}]}}
ROWS = {"kind": "RowsLayout", "spec": {"rows": [{"spec": {"title": "r", "layout": GRID, "variables": []}}]}}
V2: dict[str, Any] = {
    "apiVersion": "dashboard.grafana.app/v2beta1",
    "kind": "Dashboard",
    "metadata": {"name": "n"},
    "spec": {
        "title": "t",
        "tags": ["a"],
        "links": LINKS,
        "timeSettings": {"from": "now-1h"},
        "elements": {
            "a~/": {
                "kind": "Panel",
                "spec": {
                    "id": 1,
                    "title": "P",
                    "links": LINKS,
                    "data": {"spec": {"queries": [{"spec": {"refId": "A", "query": QUERY}}], "transformations": [{}]}},
                    "vizConfig": {"kind": "VizConfig", "group": "stat", "spec": {"fieldConfig": FIELDS}},
                },
            }
        },
        "layout": {"kind": "TabsLayout", "spec": {"tabs": [{"spec": {"title": "t", "layout": ROWS}}]}},
        "variables": [
            {"kind": "QueryVariable", "spec": {"name": "v", "query": QUERY, "current": {"value": "a"}}},
            {"kind": "DatasourceVariable", "spec": {"name": "ds", "pluginId": "loki"}},
        ],
        "annotations": [{"kind": "AnnotationQuery", "spec": {"name": "a", "query": QUERY}}],
    },
}


def places(document: Any) -> list[tuple[str | int, ...]]:
    """The path of every value below the root."""
    found: list[tuple[str | int, ...]] = []
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), document)]
    while waiting:
        path, value = waiting.pop()
        found.append(path)
        keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        waiting += [((*path, key), value[key]) for key in keys]
    return found[1:]


SCALARS = st.none() | st.booleans() | st.integers(-2, 30) | st.floats() | st.sampled_from(["", "row", "$ds", "v2"])
ODD = SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(st.sampled_from(["uid", "spec", "type"]), SCALARS)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner)
)


def changed(document: Any, data: st.DataObject) -> Any:
    """A copy with a few values replaced by odd ones."""
    copy = deepcopy(document)
    for path in data.draw(st.lists(st.sampled_from(places(document)), min_size=1, max_size=4)):
        holder = copy
        with contextlib.suppress(KeyError, IndexError, TypeError):  # an earlier change took the place away
            for key in path[:-1]:
                holder = holder[key]
            holder[path[-1]] = data.draw(ODD)
    return copy


def located(board: Dashboard) -> list[str]:
    """Every pointer in a board."""
    pointers = [board.pointer]
    for panel in board.panels:
        pointers += (panel.pointer, *(link.pointer for link in (*panel.links, *panel.data_links)))
        pointers += (step.pointer for step in panel.transformations)
    for parts in (board.rows, board.variables, board.annotations, board.links, board.inputs, board.placements):
        pointers += (part.pointer for part in parts)
    for variable in board.variables:
        pointers += () if variable.text_pointer is None else (variable.text_pointer,)
    for _, query in board.queries():
        pointers += (query.pointer, *((query.text_pointer,) if query.text_key is not None else ()))
    return pointers


def check(document: Any) -> None:
    """A board's pointers all lead somewhere; anything that is no board says so."""
    with contextlib.suppress(NotADashboard):
        for pointer in located(read(document)):
            resolve(document, pointer)


@settings(deadline=None, max_examples=25)
@given(ANYTHING)
def test_any_json(document: Any) -> None:
    check(document)


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_a_classic_board_with_odd_values_in_it(data: st.DataObject) -> None:
    check(changed(CLASSIC, data))


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_a_v2_board_with_odd_values_in_it(data: st.DataObject) -> None:
    check(changed(V2, data))


def test_the_boards_that_are_changed_are_good() -> None:
    classic, v2 = read(CLASSIC), read(V2)
    assert (len(classic.panels), len(list(classic.queries())), len(classic.variables)) == (3, 5, 2)
    assert (len(v2.panels), len(list(v2.queries())), len(v2.placements), len(v2.rows)) == (1, 2, 2, 3)
    check(CLASSIC)
    check(V2)


def test_depth_does_not_matter() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    panel = {"targets": [{"expr": deep}], "options": deep, "fieldConfig": {"defaults": deep}}
    board = read({"panels": [panel, deep], "templating": {"list": [{"name": "v", "query": {"a": deep}}]}})
    assert len(board.panels) == 1
    while deep:  # taken apart by hand: the interpreter's own way down is recursive
        deep = deep.pop()
