"""Classic boards: rows in their three forms, panels, queries, transformations, links, annotations."""

from __future__ import annotations

from typing import Any

from generator.board_json import Grid, Library, SourceRef, read
from generator.board_json.pointer import resolve

PROMETHEUS = {"type": "prometheus", "uid": "${ds}"}


def grid(x: int, y: int, w: int = 6, h: int = 4) -> dict[str, int]:
    return {"x": x, "y": y, "w": w, "h": h}


def board_of(*panels: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"title": "t", "schemaVersion": 41, "panels": list(panels), **rest}


# An extract of a board that Grafana 12.2 saved.
SAVED = board_of(
    {
        "datasource": PROMETHEUS,
        "description": "x",
        "fieldConfig": {"defaults": {"unit": "reqps"}, "overrides": []},
        "gridPos": grid(0, 0),
        "id": 7,
        "options": {"reduceOptions": {"calcs": ["lastNotNull"]}},
        "targets": [
            {
                "datasource": PROMETHEUS,
                "expr": "sum(rate(traces_spanmetrics_calls_total[$__rate_interval]))",
                "instant": True,
                "range": False,
                "refId": "A",
            }
        ],
        "title": "Rate",
        "type": "stat",
    },
    {
        "collapsed": True,
        "gridPos": grid(0, 8, 24, 1),
        "id": 20,
        "title": "Logs",
        "type": "row",
        "panels": [
            {
                "datasource": {"type": "loki", "uid": "loki"},
                "gridPos": grid(0, 9, 24, 8),
                "id": 21,
                "targets": [
                    {
                        "datasource": {"type": "loki", "uid": "loki"},
                        "expr": '{service_name=~".+"}',
                        "queryType": "range",
                        "refId": "A",
                    }
                ],
                "title": "L",
                "type": "logs",
            }
        ],
    },
)


def test_a_panel_is_read_whole() -> None:
    stat, logs = read(SAVED).panels
    assert (stat.id, stat.title, stat.type, stat.description, stat.row) == (7, "Rate", "stat", "x", None)
    assert (stat.grid, stat.pointer) == (Grid(0, 0, 6, 4), "/panels/0")
    assert stat.datasource == SourceRef("prometheus", "${ds}", "/panels/0/datasource")
    assert stat.field_config.at("defaults", "unit") is not None
    assert stat.options.pointer == "/panels/0/options"
    assert stat.options.at("reduceOptions", "calcs", 0).value == "lastNotNull"  # type: ignore[union-attr]
    assert stat.options.at("reduceOptions", "calcs", 1) is None
    assert stat.raw["gridPos"] == grid(0, 0)
    assert logs.row is not None
    assert (logs.row.title, logs.row.collapsed, logs.row.id, logs.row.path) == ("Logs", True, 20, ("Logs",))
    assert logs.pointer == "/panels/1/panels/0"


def test_queries_are_read_whole() -> None:
    stat, logs = read(SAVED).panels
    (query,) = stat.queries
    assert (query.ref_id, query.kind, query.evidence) == ("A", "prometheus", "target")
    assert (query.instant, query.range, query.hidden, query.exemplar) == (True, False, False, False)
    assert (query.text_key, query.pointer, query.raw_pointer) == ("expr", "/panels/0/targets/0", "/panels/0/targets/0")
    assert resolve(SAVED, query.text_pointer) == query.text
    (lines,) = logs.queries
    assert (lines.kind, lines.text, lines.query_type) == ("loki", '{service_name=~".+"}', "range")
    assert (lines.instant, lines.range) == (False, True)


def test_the_board_lists_its_queries_with_their_owners() -> None:
    document = board_of(
        {"title": "P", "targets": [{"refId": "A", "expr": "up"}, {"refId": "B", "expr": "down"}]},
        annotations={"list": [{"name": "N", "enable": True, "expr": "changes(up[1m])"}]},
    )
    assert [(owner.pointer, query.text) for owner, query in read(document).queries()] == [
        ("/panels/0", "up"),
        ("/panels/0", "down"),
        ("/annotations/list/0", "changes(up[1m])"),
    ]


def test_panels_after_an_open_row_belong_to_it_by_place_not_by_order() -> None:
    board = read(
        board_of(
            {"id": 1, "type": "stat", "gridPos": grid(0, 0)},
            {"id": 4, "type": "stat", "gridPos": grid(0, 10)},
            {"id": 2, "type": "row", "title": "One", "gridPos": grid(0, 4, 24, 1), "collapsed": False, "panels": []},
            {"id": 3, "type": "stat", "gridPos": grid(0, 5)},
            {"id": 5, "type": "row", "title": "Two", "gridPos": grid(0, 9, 24, 1), "panels": []},
        )
    )
    assert {panel.id: panel.row.title if panel.row else None for panel in board.panels} == {
        1: None,
        3: "One",
        4: "Two",
    }
    assert [(row.title, row.collapsed, row.pointer) for row in board.rows] == [
        ("One", False, "/panels/2"),
        ("Two", False, "/panels/4"),
    ]


def test_without_places_the_order_counts() -> None:
    board = read(board_of({"type": "row", "title": "R"}, {"type": "stat", "id": 1}, {"type": "stat", "id": 2}))
    assert [panel.row.title if panel.row else None for panel in board.panels] == ["R", "R"]


def test_rows_of_grafana_4() -> None:
    document = {
        "title": "old",
        "schemaVersion": 14,
        "rows": [
            {
                "title": "R",
                "collapse": True,
                "repeat": "host",
                "panels": [{"id": 1, "type": "graph", "datasource": "Prometheus", "targets": [{"expr": "up"}]}],
            }
        ],
    }
    (panel,) = read(document).panels
    assert panel.row is not None
    assert (panel.row.title, panel.row.collapsed, panel.row.repeat) == ("R", True, "host")
    assert (panel.grid, panel.pointer) == (None, "/rows/0/panels/0")
    assert panel.datasource == SourceRef(None, "Prometheus", "/rows/0/panels/0/datasource")
    assert (panel.queries[0].kind, panel.queries[0].evidence) == ("prometheus", "name")


def test_a_row_in_a_row_and_other_odd_entries_are_left_out() -> None:
    board = read(board_of({"type": "row", "panels": [{"type": "row", "panels": [{"type": "stat"}]}, 5, {"id": "3"}]}))
    assert [(panel.id, panel.type) for panel in board.panels] == [(None, None)]


def test_wrong_types_read_as_absent() -> None:
    (panel,) = read(
        board_of(
            {
                "id": True,
                "title": 5,
                "type": ["stat"],
                "gridPos": {"x": 0, "y": "1", "w": 6, "h": 4},
                "datasource": 7,
                "targets": [{"refId": 1, "expr": 5}, "up", None],
                "fieldConfig": [],
                "options": "none",
                "links": None,
                "transformations": {},
            }
        )
    ).panels
    assert (panel.id, panel.title, panel.type, panel.grid, panel.datasource) == (None, None, None, None, None)
    assert (panel.links, panel.data_links, panel.transformations) == ((), (), ())
    assert (panel.field_config.value, panel.options.value) == ({}, {})
    (query,) = panel.queries
    assert (query.ref_id, query.text, query.kind) == (None, None, None)
    assert query.text_pointer == "/panels/0/targets/0/expr"


def test_numbers_that_are_whole_are_integers_and_infinite_ones_are_absent() -> None:
    document = board_of(
        {"id": 3.0, "gridPos": {"x": 0.0, "y": 1.5, "w": 6, "h": 4}}, {"id": float("inf")}, schemaVersion=float("nan")
    )
    board = read(document)
    assert [panel.id for panel in board.panels] == [3, None]
    assert board.panels[0].grid == Grid(0, 1.5, 6, 4)
    assert board.schema_version is None


def test_query_options_library_and_repeat() -> None:
    (panel,) = read(
        board_of(
            {
                "libraryPanel": {"uid": "l", "name": "Lib"},
                "repeat": "service",
                "interval": "30s",
                "maxDataPoints": 200,
                "timeFrom": "1h",
                "timeShift": "1d",
            }
        )
    ).panels
    assert panel.library == Library("l", "Lib")
    assert (panel.repeat, panel.interval, panel.max_data_points) == ("service", "30s", 200)
    assert (panel.time_from, panel.time_shift, panel.element) == ("1h", "1d", None)


def test_what_grafana_would_run() -> None:
    prometheus, loki, tempo = ({"type": kind, "uid": "u"} for kind in ("prometheus", "loki", "tempo"))
    targets = [
        {"datasource": prometheus, "expr": "up"},
        {"datasource": prometheus, "expr": "up", "instant": True},
        {"datasource": prometheus, "expr": "up", "instant": True, "range": True, "exemplar": True, "interval": "1m"},
        {"datasource": prometheus, "expr": "up", "instant": False, "range": False, "format": "table"},
        {"datasource": loki, "expr": "{}", "queryType": "instant", "step": "5m"},
        {"datasource": loki, "expr": "{}", "instant": True},
        {"datasource": tempo, "query": "{} | rate()", "queryType": "traceql", "metricsQueryType": "instant"},
        {"datasource": tempo, "query": "{}", "queryType": "traceql", "step": "1m", "hide": True},
    ]
    (panel,) = read(board_of({"targets": targets})).panels
    assert [(query.instant, query.range) for query in panel.queries] == [
        (False, True),
        (True, False),
        (True, True),
        (False, True),
        (True, False),
        (True, False),
        (True, False),
        (False, True),
    ]
    assert [query.interval for query in panel.queries] == [None, None, "1m", None, "5m", None, None, "1m"]
    assert [query.hidden for query in panel.queries] == [False] * 7 + [True]
    assert (panel.queries[2].exemplar, panel.queries[3].format) == (True, "table")


def test_texts_of_other_plugins() -> None:
    targets = [
        {"datasource": {"type": "__expr__", "uid": "__expr__"}, "type": "math", "expression": "$A / $B"},
        {"datasource": {"type": "mysql", "uid": "m"}, "rawSql": "SELECT 1", "rawQuery": True},
        {"datasource": {"type": "tempo", "uid": "t"}, "queryType": "serviceMap", "serviceMapQuery": '{client="a"}'},
        {"datasource": {"type": "tempo", "uid": "t"}, "queryType": "serviceMap", "serviceMapQuery": ["{}", "{}"]},
        {"datasource": {"type": "datasource", "uid": "-- Dashboard --"}, "panelId": 2, "refId": "A"},
    ]
    (panel,) = read(board_of({"targets": targets})).panels
    assert [(query.kind, query.text_key, query.text) for query in panel.queries] == [
        ("__expr__", "expression", "$A / $B"),
        ("mysql", "rawSql", "SELECT 1"),
        ("tempo", "serviceMapQuery", '{client="a"}'),
        ("tempo", "serviceMapQuery", None),
        ("dashboard", None, None),
    ]


def test_transformations_old_and_new() -> None:
    (panel,) = read(
        board_of(
            {
                "transformations": [
                    {"id": "organize", "options": {"indexByName": {}}},
                    {"id": "reduce", "disabled": True},
                ]
            }
        )
    ).panels
    first, second = panel.transformations
    assert (first.id, first.disabled, first.options.pointer) == (
        "organize",
        False,
        "/panels/0/transformations/0/options",
    )
    assert (second.id, second.disabled, second.options.value) == ("reduce", True, {})


def test_links_of_board_panel_and_field() -> None:
    document = board_of(
        {
            "links": [{"title": "docs", "url": "https://x"}],
            "options": {"dataLinks": [{"title": "old", "url": "/o"}]},
            "fieldConfig": {
                "defaults": {"links": [{"title": "d", "url": "/d/${__field.labels.x}"}]},
                "overrides": [
                    {"matcher": {}, "properties": [{"id": "unit"}, {"id": "links", "value": [{"url": "/e"}]}]}
                ],
            },
        },
        links=[{"type": "dashboards", "tags": ["x"], "title": "nav"}, {"type": "link", "url": "https://y"}],
    )
    board = read(document)
    assert [(link.kind, link.title, link.url, link.tags) for link in board.links] == [
        ("dashboards", "nav", None, ("x",)),
        ("link", None, "https://y", ()),
    ]
    (panel,) = board.panels
    assert [(link.kind, link.url) for link in panel.links] == [("panel", "https://x")]
    assert [(link.url, link.pointer) for link in panel.data_links] == [
        ("/d/${__field.labels.x}", "/panels/0/fieldConfig/defaults/links/0"),
        ("/o", "/panels/0/options/dataLinks/0"),
        ("/e", "/panels/0/fieldConfig/overrides/0/properties/1/value/0"),
    ]
    for link in (*board.links, *panel.links, *panel.data_links):
        assert resolve(document, link.pointer) is link.raw


def test_annotations() -> None:
    document = board_of(
        annotations={
            "list": [
                {
                    "builtIn": 1,
                    "datasource": {"type": "grafana", "uid": "-- Grafana --"},
                    "enable": True,
                    "hide": True,
                    "name": "Annotations & Alerts",
                    "type": "dashboard",
                },
                {
                    "datasource": {"type": "prometheus", "uid": "prometheus"},
                    "enable": True,
                    "expr": "changes(up[1m])",
                    "name": "dep",
                },
                {
                    "datasource": {"type": "loki", "uid": "loki"},
                    "enable": False,
                    "target": {"expr": '{a="b"}', "refId": "Anno"},
                    "name": "logs",
                },
                {"datasource": {"type": "grafana", "uid": "-- Grafana --"}, "target": {"tags": ["deploy"]}},
            ]
        }
    )
    board = read(document)
    builtin, deploys, logs, tags = board.annotations
    assert (builtin.name, builtin.builtin, builtin.hidden, builtin.query) == ("Annotations & Alerts", True, True, None)
    assert deploys.query is not None
    assert (deploys.query.kind, deploys.query.text) == ("prometheus", "changes(up[1m])")
    assert deploys.query.text_pointer == "/annotations/list/1/expr"
    assert logs.query is not None
    assert (logs.query.kind, logs.query.ref_id, logs.query.hidden) == ("loki", "Anno", True)
    assert logs.query.text_pointer == "/annotations/list/2/target/expr"
    assert tags.query is None
    assert tags.datasource is not None
    assert tags.datasource.special == "grafana"


def test_inputs_of_an_export() -> None:
    document = board_of(
        {"datasource": {"type": "prometheus", "uid": "${DS_PROMETHEUS}"}},
        __inputs=[{"name": "DS_PROMETHEUS", "type": "datasource", "pluginId": "prometheus", "label": "Prometheus"}],
    )
    (entry,) = read(document).inputs
    assert (entry.name, entry.type, entry.plugin, entry.value, entry.pointer) == (
        "DS_PROMETHEUS",
        "datasource",
        "prometheus",
        None,
        "/__inputs/0",
    )
