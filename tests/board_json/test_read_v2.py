"""Boards in the v2 model: elements, layouts, queries as kinds."""

from __future__ import annotations

from typing import Any

from generator.board_json import Grid, Library, SourceRef, read
from generator.board_json.pointer import resolve


def query(group: str, source: str | None, ref_id: str = "A", **spec: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": "DataQuery", "group": group, "version": "v0", "spec": spec}
    if source is not None:
        data["datasource"] = {"name": source}
    return {"kind": "PanelQuery", "spec": {"query": data, "refId": ref_id, "hidden": False}}


def panel(number: int, *queries: dict[str, Any], **spec: Any) -> dict[str, Any]:
    return {
        "kind": "Panel",
        "spec": {
            "id": number,
            "title": f"P{number}",
            "data": {"kind": "QueryGroup", "spec": {"queries": list(queries), "queryOptions": {"interval": "30s"}}},
            "vizConfig": {
                "kind": "VizConfig",
                "group": "timeseries",
                "spec": {"options": {"legend": {}}, "fieldConfig": {"defaults": {"links": [{"url": "/x"}]}}},
            },
            **spec,
        },
    }


def item(name: str, x: int = 0, y: int = 0) -> dict[str, Any]:
    element = {"kind": "ElementReference", "name": name}
    return {"kind": "GridLayoutItem", "spec": {"x": x, "y": y, "width": 12, "height": 8, "element": element}}


def auto(*names: str) -> dict[str, Any]:
    items = [{"kind": "AutoGridLayoutItem", "spec": {"element": {"name": name}}} for name in names]
    return {"kind": "AutoGridLayout", "spec": {"items": items}}


def grid(*items: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "GridLayout", "spec": {"items": list(items)}}


def row(title: str, layout: dict[str, Any], **spec: Any) -> dict[str, Any]:
    return {"kind": "RowsLayoutRow", "spec": {"title": title, "collapse": True, "layout": layout, **spec}}


def board_of(layout: Any, **elements: Any) -> dict[str, Any]:
    return {
        "apiVersion": "dashboard.grafana.app/v2beta1",
        "kind": "Dashboard",
        "metadata": {"name": "b"},
        "spec": {"title": "B", "elements": elements, "layout": layout},
    }


def test_a_panel_is_read_whole() -> None:
    document = board_of(
        grid(item("a/b", 12, 3)), **{"a/b": panel(4, query("prometheus", "${ds}", expr="up", instant=True))}
    )
    (one,) = read(document).panels
    assert (one.id, one.title, one.type, one.element) == (4, "P4", "timeseries", "a/b")
    assert (one.grid, one.row, one.interval, one.datasource) == (Grid(12, 3, 12, 8), None, "30s", None)
    assert one.pointer == "/spec/elements/a~1b"
    assert one.raw is resolve(document, one.pointer + "/spec")
    assert one.options.pointer == "/spec/elements/a~1b/spec/vizConfig/spec/options"
    assert resolve(document, one.options.pointer) == {"legend": {}}
    assert [link.pointer for link in one.data_links] == [
        "/spec/elements/a~1b/spec/vizConfig/spec/fieldConfig/defaults/links/0"
    ]
    (target,) = one.queries
    assert (target.ref_id, target.kind, target.evidence, target.text) == ("A", "prometheus", "target", "up")
    assert (target.instant, target.range) == (True, False)
    assert target.pointer == "/spec/elements/a~1b/spec/data/spec/queries/0"
    assert resolve(document, target.text_pointer) == "up"
    assert target.datasource == SourceRef("prometheus", "${ds}", f"{target.pointer}/spec/query")


def test_the_head_of_the_board() -> None:
    document = board_of(grid())
    document["spec"].update(
        tags=["t"],
        links=[{"type": "link", "url": "u"}],
        timeSettings={"from": "now-3h", "to": "now", "autoRefresh": "30s"},
    )
    board = read(document)
    assert (board.uid, board.title, board.tags, board.schema_version) == ("b", "B", ("t",), None)
    assert (board.time_from, board.time_to, board.refresh) == ("now-3h", "now", "30s")
    assert [link.pointer for link in board.links] == ["/spec/links/0"]


def test_the_first_alpha_wrote_queries_and_panel_types_as_kinds() -> None:
    old = panel(
        1,
        {
            "kind": "PanelQuery",
            "spec": {
                "refId": "A",
                "hidden": True,
                "datasource": {"type": "loki", "uid": "l"},
                "query": {"kind": "loki", "spec": {"expr": '{a="b"}', "queryType": "instant"}},
            },
        },
        vizConfig={"kind": "logs", "spec": {"options": {}, "fieldConfig": {}}},
    )
    (one,) = read(board_of(grid(), p=old)).panels
    (target,) = one.queries
    assert one.type == "logs"
    assert (target.kind, target.hidden, target.instant) == ("loki", True, True)
    assert target.datasource == SourceRef("loki", "l", f"{target.pointer}/spec/datasource")


def test_queries_without_a_group_are_told_by_their_variable_or_shape() -> None:
    document = board_of(
        grid(),
        p=panel(
            1,
            query("", "${ds}", "A", expr="up"),
            query("", None, "B", expr='{a="b"} |= "x"'),
            {"kind": "PanelQuery", "spec": {"query": None}},
            {"kind": "PanelQuery"},
        ),
    )
    document["spec"]["variables"] = [{"kind": "DatasourceVariable", "spec": {"name": "ds", "pluginId": "tempo"}}]
    (one,) = read(document).panels
    assert [(target.kind, target.evidence) for target in one.queries] == [
        ("tempo", "variable"),
        ("loki", "shape"),
        (None, None),
        (None, None),
    ]


def test_rows_tabs_and_grids_in_each_other() -> None:
    layout = {
        "kind": "TabsLayout",
        "spec": {
            "tabs": [
                {
                    "kind": "TabsLayoutTab",
                    "spec": {
                        "title": "Tab",
                        "layout": {
                            "kind": "RowsLayout",
                            "spec": {
                                "rows": [
                                    row("One", auto("a", "b"), repeat={"mode": "variable", "value": "svc"}),
                                    row("Two", grid(item("c", 0, 5))),
                                ]
                            },
                        },
                    },
                },
                {"kind": "TabsLayoutTab", "spec": {"layout": auto("d", "nobody")}},
            ]
        },
    }
    document = board_of(layout, **{name: panel(number) for number, name in enumerate("abcde")})
    board = read(document)
    assert {one.element: one.row.path if one.row else None for one in board.panels} == {
        "a": ("Tab", "One"),
        "b": ("Tab", "One"),
        "c": ("Tab", "Two"),
        "d": ("",),
        "e": None,
    }
    assert [(one.kind, one.title, one.collapsed, one.repeat) for one in board.rows] == [
        ("tab", "Tab", False, None),
        ("tab", None, False, None),
        ("row", "One", True, "svc"),
        ("row", "Two", True, None),
    ]
    assert [one.element for one in board.placements] == ["a", "b", "c", "d", "nobody"]
    assert board.panels[2].grid == Grid(0, 5, 12, 8)
    for pointer in [one.pointer for one in board.rows] + [one.pointer for one in board.placements]:
        assert "spec" in resolve(document, pointer)


def test_rows_inside_a_grid() -> None:
    layout = grid(
        item("a"),
        {
            "kind": "GridLayoutRow",
            "spec": {"title": "R", "collapsed": True, "y": 8, "elements": [item("b", 0, 1)]},
        },
    )
    board = read(board_of(layout, a=panel(1), b=panel(2)))
    assert [one.row.title if one.row else None for one in board.panels] == [None, "R"]
    assert board.panels[1].grid == Grid(0, 1, 12, 8)


def test_variables_of_a_row() -> None:
    layout = {
        "kind": "RowsLayout",
        "spec": {
            "rows": [row("R", auto("a"), variables=[{"kind": "CustomVariable", "spec": {"name": "own", "query": "x"}}])]
        },
    }
    (variable,) = read(board_of(layout, a=panel(1))).variables
    assert variable.row is not None
    assert (variable.name, variable.row.title) == ("own", "R")
    assert variable.pointer == "/spec/layout/spec/rows/0/spec/variables/0"


def test_library_panels_repeats_and_transformations() -> None:
    repeated = item("l")
    repeated["spec"]["repeat"] = {"mode": "variable", "value": "host"}
    library = {"kind": "LibraryPanel", "spec": {"id": 9, "title": "L", "libraryPanel": {"uid": "u", "name": "n"}}}
    changed = panel(1)
    changed["spec"]["data"]["spec"]["transformations"] = [
        {"kind": "reduce", "spec": {"id": "reduce", "options": {"a": 1}}},
        {"kind": "Transformation", "group": "organize", "spec": {"disabled": True}},
        {"kind": "merge", "spec": {}},
    ]
    one, other = read(board_of(grid(repeated), l=library, p=changed)).panels
    assert (one.library, one.repeat, one.id, one.queries) == (Library("u", "n"), "host", 9, ())
    assert [(step.id, step.disabled) for step in other.transformations] == [
        ("reduce", False),
        ("organize", True),
        ("merge", False),
    ]
    assert other.transformations[0].options.pointer.endswith("/transformations/0/spec/options")


def test_annotations() -> None:
    document = board_of(grid())
    grafana = {"kind": "DataQuery", "group": "grafana", "datasource": {"name": "-- Grafana --"}, "spec": {}}
    document["spec"]["annotations"] = [
        {"kind": "AnnotationQuery", "spec": {"name": "in", "builtIn": True, "enable": True, "query": grafana}},
        {
            "kind": "AnnotationQuery",
            "spec": {
                "name": "dep",
                "enable": True,
                "query": {"kind": "DataQuery", "group": "prometheus", "spec": {"expr": "changes(up[1m])"}},
            },
        },
        {
            "kind": "AnnotationQuery",
            "spec": {
                "name": "alpha",
                "datasource": {"type": "loki", "uid": "l"},
                "query": {"kind": "loki", "spec": {"expr": "{}"}},
            },
        },
    ]
    builtin, deploys, alpha = read(document).annotations
    assert (builtin.builtin, builtin.query) == (True, None)
    assert deploys.query is not None
    assert (deploys.query.kind, deploys.query.text, deploys.enabled) == ("prometheus", "changes(up[1m])", True)
    assert deploys.query.text_pointer == "/spec/annotations/1/spec/query/spec/expr"
    assert alpha.query is not None
    assert (alpha.query.kind, alpha.enabled, alpha.query.hidden) == ("loki", False, True)


def test_odd_shapes_are_left_out() -> None:
    layouts: list[Any] = [None, [], {"kind": "GridLayout"}, {"spec": {"items": [1], "rows": {}, "tabs": [None]}}]
    for layout in layouts:
        document = board_of(layout, a=5, b=None, c={"kind": "Panel"}, d={"kind": "Panel", "spec": {"vizConfig": []}})
        board = read(document)
        assert [(one.element, one.id, one.type) for one in board.panels] == [("c", None, None), ("d", None, None)]
        assert board.placements == ()


def test_a_layout_that_nests_without_end_is_followed_a_little() -> None:
    layout: dict[str, Any] = auto("a")
    for depth in range(3000):
        layout = {"kind": "RowsLayout", "spec": {"rows": [row(str(depth), layout)]}}
    board = read(board_of(layout, a=panel(1)))
    assert board.panels[0].row is None
    assert 10 < len(board.rows) < 20
