"""In which language a query is written, and what told it."""

from __future__ import annotations

from typing import Any

import pytest

from generator.board_json import SourceRef, read

PICKERS = [
    {"name": "prometheus_datasource", "type": "datasource", "query": "prometheus"},
    {"name": "logs", "type": "datasource", "query": "loki"},
]
MIXED = {"type": "datasource", "uid": "-- Mixed --"}


def kind(target: dict[str, Any], panel: Any = None, panel_type: str = "timeseries") -> tuple[str | None, str | None]:
    document = {
        "templating": {"list": PICKERS},
        "__inputs": [{"name": "DS_TEMPO", "type": "datasource", "pluginId": "tempo"}],
        "panels": [{"type": panel_type, "datasource": panel, "targets": [target]}],
    }
    (query,) = read(document).panels[0].queries
    return query.kind, query.evidence


@pytest.mark.parametrize(
    ("target", "panel", "expected"),
    [
        # the query's own data source
        ({"datasource": {"type": "loki", "uid": "x"}, "expr": "up"}, {"type": "prometheus"}, ("loki", "target")),
        ({"datasource": {"type": "loki", "uid": "x"}}, MIXED, ("loki", "target")),
        ({"datasource": {"type": "zabbix", "uid": "x"}}, None, ("zabbix", "target")),
        (
            {"datasource": {"type": "grafana-amazonprometheus-datasource", "uid": "x"}},
            None,
            ("prometheus", "target"),
        ),
        # the panel's
        ({"expr": "up"}, {"type": "prometheus", "uid": "p"}, ("prometheus", "panel")),
        ({"datasource": {"uid": "p"}}, {"type": "loki", "uid": "p"}, ("loki", "panel")),
        ({"datasource": None, "expr": "up"}, {"type": "loki", "uid": "p"}, ("loki", "panel")),
        ({"datasource": MIXED, "expr": "up"}, {"type": "loki", "uid": "p"}, ("loki", "panel")),
        # a variable
        ({"datasource": {"uid": "${prometheus_datasource}"}}, None, ("prometheus", "variable")),
        ({"datasource": {"uid": "$logs"}}, {"type": "prometheus", "uid": "p"}, ("loki", "variable")),
        ({"datasource": "[[logs]]"}, MIXED, ("loki", "variable")),
        ({"expr": "up"}, {"uid": "${logs}"}, ("loki", "variable")),
        ({"expr": "up"}, "$logs", ("loki", "variable")),
        ({"datasource": "${DS_TEMPO}"}, None, ("tempo", "variable")),
        ({"datasource": {"type": "$type", "uid": "${logs:raw}"}}, None, ("loki", "variable")),
        # a name
        ({"datasource": "Grafana Cloud Loki", "expr": '{a="b"}'}, "-- Mixed --", ("loki", "name")),
        ({"datasource": {"uid": "mimir-prod"}, "expr": '{a="b"}'}, None, ("prometheus", "name")),
        # the shape
        ({"expr": "up"}, None, ("prometheus", "shape")),
        ({"expr": 'sum(rate({job="a"} |= "x" [5m]))'}, None, ("loki", "shape")),
        ({"expr": '{job="a"} | json'}, None, ("loki", "shape")),
        ({"expr": 'up / {job="a"}'}, None, ("loki", "shape")),
        ({"expr": 'sum by (x) (rate(foo {a="b"}[5m]))'}, None, ("prometheus", "shape")),
        ({"expr": '{__name__=~"a.+", b="c"}'}, None, ("prometheus", "shape")),
        ({"expr": "up", "maxLines": 5}, None, ("loki", "shape")),
        ({"queryType": "traceql", "query": "{}"}, None, ("tempo", "shape")),
        ({"queryType": "serviceMap"}, None, ("tempo", "shape")),
        # a uid of its own is not what the panel speaks of
        ({"datasource": {"uid": "other"}, "expr": "up"}, {"type": "loki", "uid": "p"}, ("prometheus", "shape")),
        # nothing tells
        ({"query": "SELECT 1"}, None, (None, None)),
        ({"expr": ""}, None, (None, None)),
        ({"expr": ""}, MIXED, (None, None)),
        ({"datasource": "${nobody}"}, None, (None, None)),
        # the built-in entries
        ({"datasource": {"type": "__expr__", "uid": "__expr__"}, "expression": "$A"}, None, ("__expr__", "target")),
        ({"datasource": {"uid": "-100"}, "expression": "$A"}, MIXED, ("__expr__", "target")),
        ({"datasource": "__expr__"}, None, ("__expr__", "target")),
        ({"queryType": "randomWalk"}, {"type": "datasource", "uid": "-- Grafana --"}, ("grafana", "panel")),
        ({"panelId": 3}, {"type": "datasource", "uid": "-- Dashboard --"}, ("dashboard", "panel")),
        ({"panelId": 3}, "-- Dashboard --", ("dashboard", "panel")),
    ],
)
def test_kind(target: dict[str, Any], panel: Any, expected: tuple[str | None, str | None]) -> None:
    assert kind(target, panel) == expected


def test_the_panel_type_tells_where_nothing_else_does() -> None:
    assert kind({"expr": "up"}, panel_type="logs") == ("loki", "shape")
    assert kind({"query": "{}"}, panel_type="traces") == ("tempo", "shape")


def test_the_effective_data_source() -> None:
    document = {
        "panels": [
            {
                "datasource": {"type": "loki", "uid": "l"},
                "targets": [{"expr": "a"}, {"datasource": {"type": "tempo", "uid": "t"}}, {"datasource": MIXED}],
            }
        ]
    }
    assert [query.datasource for query in read(document).panels[0].queries] == [
        SourceRef("loki", "l", "/panels/0/datasource"),
        SourceRef("tempo", "t", "/panels/0/targets/1/datasource"),
        SourceRef("loki", "l", "/panels/0/datasource"),
    ]


def test_many_unclosed_braces_take_no_time() -> None:
    assert kind({"expr": "({" * 50_000}) == ("prometheus", "shape")
