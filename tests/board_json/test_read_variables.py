"""Template variables of every type, classic and v2."""

from __future__ import annotations

from typing import Any

import pytest

from generator.board_json import Current, Option, SourceRef, Variable, read
from generator.board_json.pointer import resolve


def classic(*variables: dict[str, Any]) -> tuple[Variable, ...]:
    return read({"panels": [], "templating": {"list": list(variables)}}).variables


def v2(*variables: dict[str, Any]) -> dict[str, Any]:
    return {"elements": {}, "layout": {"kind": "GridLayout", "spec": {"items": []}}, "variables": list(variables)}


# As Grafana 12.2 saved them.
SAVED: tuple[dict[str, Any], ...] = (
    {"name": "c", "query": "a,b", "type": "custom"},
    {"name": "t", "query": "", "type": "textbox"},
    {"hide": 2, "name": "k", "query": "x", "skipUrlSync": True, "type": "constant"},
    {
        "datasource": {"type": "prometheus", "uid": "prometheus"},
        "name": "q",
        "query": {"qryType": 1, "query": "label_values(up,job)", "refId": "V"},
        "refresh": 2,
        "type": "query",
    },
    {"name": "dsv", "query": "loki", "refresh": 1, "type": "datasource"},
    {"baseFilters": [], "datasource": {"type": "prometheus", "uid": "prometheus"}, "name": "ah", "type": "adhoc"},
)


def test_variables_as_grafana_saves_them() -> None:
    assert [(one.name, one.type, one.text, one.refresh, one.hide, one.kind) for one in classic(*SAVED)] == [
        ("c", "custom", "a,b", None, None, None),
        ("t", "textbox", "", None, None, None),
        ("k", "constant", "x", None, 2, None),
        ("q", "query", "label_values(up,job)", 2, None, "prometheus"),
        ("dsv", "datasource", "loki", 1, None, None),
        ("ah", "adhoc", None, None, None, None),
    ]
    assert [one.skip_url_sync for one in classic(*SAVED)] == [False, False, True, False, False, False]


def test_a_query_variable_is_read_whole() -> None:
    (variable,) = classic(
        {
            "name": "service",
            "type": "query",
            "label": "Service",
            "description": "d",
            "datasource": {"type": "prometheus", "uid": "${ds}"},
            "query": "label_values(target_info, job)",
            "regex": "/.*/",
            "multi": True,
            "includeAll": True,
            "allValue": ".+",
            "current": {"text": ["a", "b"], "value": ["a", "b"]},
            "options": [{"text": "All", "value": "$__all", "selected": True}, {"text": "1", "value": 1}],
        }
    )
    assert (variable.label, variable.description, variable.regex) == ("Service", "d", "/.*/")
    assert (variable.multi, variable.include_all, variable.all_value) == (True, True, ".+")
    assert variable.current == Current(("a", "b"), ("a", "b"))
    assert variable.options == (Option("All", "$__all", True), Option("1", "1", False))
    assert variable.datasource == SourceRef("prometheus", "${ds}", "/templating/list/0/datasource")
    assert variable.pointer == "/templating/list/0"


@pytest.mark.parametrize(
    ("entry", "text", "pointer"),
    [
        ({"query": "label_values(a)"}, "label_values(a)", "/query"),
        ({"query": {"query": "label_values(a)", "qryType": 1}}, "label_values(a)", "/query/query"),
        ({"query": {"label": "l", "stream": '{a="b"}', "type": 1}}, '{a="b"}', "/query/stream"),
        ({"query": {"label": "l", "stream": "", "type": 1}, "definition": "d"}, "d", "/definition"),
        ({"query": {"type": 1, "label": "resource.service.name"}}, None, None),
        ({"definition": "label_values(a)"}, "label_values(a)", "/definition"),
        ({"query": 5}, None, None),
    ],
)
def test_where_the_text_stands(entry: dict[str, Any], text: str | None, pointer: str | None) -> None:
    document = {"panels": [], "templating": {"list": [{"name": "v", "type": "query", **entry}]}}
    (variable,) = read(document).variables
    assert variable.text == text
    if pointer is None:
        assert variable.text_pointer is None
    else:
        assert variable.text_pointer == f"/templating/list/0{pointer}"
        assert resolve(document, variable.text_pointer) == text


@pytest.mark.parametrize(
    ("current", "expected"),
    [
        ({}, None),
        (None, None),
        ({"text": "a"}, None),
        ({"text": "A", "value": "a"}, Current("A", "a")),
        ({"value": ["a", 5, None, True]}, Current(None, ("a", "5", "true"))),
        ({"text": "All", "value": ["$__all"]}, Current("All", ("$__all",))),
        ({"value": False}, Current(None, "false")),
        ("on", Current("on", "on")),
        ({"value": {"a": 1}}, None),
    ],
)
def test_current(current: object, expected: Current | None) -> None:
    assert classic({"name": "v", "current": current})[0].current == expected


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ({"datasource": {"type": "loki", "uid": "x"}, "query": "label_values(a)"}, "loki"),
        ({"datasource": {"uid": "$ds"}, "query": "x"}, "tempo"),
        ({"query": "label_values(up, job)"}, "prometheus"),
        ({"query": 'label_values(up{a="b"}, job)'}, "prometheus"),
        ({"query": 'label_values({a="b"}, job)'}, None),
        ({"query": "label_values(job)"}, None),
        ({"query": " query_result(up)"}, "prometheus"),
        ({"datasource": "Loki", "query": "label_names()"}, "loki"),
        ({"query": "SHOW TAGS"}, None),
    ],
)
def test_language_of_a_query_variable(entry: dict[str, Any], kind: str | None) -> None:
    picker = {"name": "ds", "type": "datasource", "query": "tempo"}
    assert classic({"name": "v", "type": "query", **entry}, picker)[0].kind == kind


def test_old_booleans_read_as_numbers() -> None:
    (variable,) = classic({"name": "v", "refresh": True, "hide": False})
    assert (variable.refresh, variable.hide) == (1, 0)


def test_v2_variables() -> None:
    document = v2(
        {
            "kind": "QueryVariable",
            "spec": {
                "name": "q",
                "refresh": "onTimeRangeChanged",
                "hide": "hideVariable",
                "query": {
                    "kind": "DataQuery",
                    "group": "prometheus",
                    "version": "v0",
                    "datasource": {"name": "${ds}"},
                    "spec": {"query": "label_values(up, job)", "qryType": 1},
                },
                "current": {"text": "All", "value": ["$__all"]},
                "includeAll": True,
            },
        },
        {
            "kind": "QueryVariable",
            "spec": {
                "name": "alpha",
                "datasource": {"type": "loki", "uid": "l"},
                "query": {"kind": "loki", "spec": {"__legacyStringValue": "label_values(app)"}},
            },
        },
        {"kind": "DatasourceVariable", "spec": {"name": "ds", "pluginId": "prometheus", "refresh": "onDashboardLoad"}},
        {"kind": "CustomVariable", "spec": {"name": "c", "query": "a : 1, b", "hide": "inControlsMenu"}},
        {"kind": "TextVariable", "spec": {"name": "t", "query": "x"}},
        {"kind": "SwitchVariable", "spec": {"name": "s", "current": "true"}},
        {"kind": "AdhocVariable", "group": "loki", "datasource": {"name": "l2"}, "spec": {"name": "f"}},
        {"kind": "AdhocVariable", "spec": {"name": "g", "datasource": {"type": "loki", "uid": "l3"}}},
        {"kind": "NewVariable", "spec": {"name": "n"}},
        {"kind": 5, "spec": []},
    )
    variables = read(document).variables
    assert [(one.name, one.type, one.text, one.kind) for one in variables] == [
        ("q", "query", "label_values(up, job)", "prometheus"),
        ("alpha", "query", "label_values(app)", "loki"),
        ("ds", "datasource", "prometheus", None),
        ("c", "custom", "a : 1, b", None),
        ("t", "textbox", "x", None),
        ("s", "switch", None, None),
        ("f", "adhoc", None, None),
        ("g", "adhoc", None, None),
        ("n", "NewVariable", None, None),
        (None, None, None, None),
    ]
    first, alpha = variables[:2]
    assert (first.refresh, first.hide, first.include_all) == (2, 2, True)
    assert first.text_pointer == "/variables/0/spec/query/spec/query"
    assert alpha.text_pointer == "/variables/1/spec/query/spec/__legacyStringValue"
    assert [one.datasource.uid if one.datasource else None for one in variables[6:8]] == ["l2", "l3"]
    assert (variables[2].refresh, variables[3].hide) == (1, 3)
    assert variables[5].current == Current("true", "true")
