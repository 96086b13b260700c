"""The scope that a board opens with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generator.board_json import Dashboard, Option, read
from generator.interpolate import ALL, Chosen, Window, chosen, for_query, interpolate, scope_of
from generator.interpolate.options import custom_options, interval_options

WINDOW = Window(from_ms=0, to_ms=3_600_000, interval_s=15)


def board(*variables: dict[str, Any], **rest: Any) -> Dashboard:
    return read({"title": "T", "uid": "u", "panels": [], "templating": {"list": list(variables)}, **rest})


def value_of(variable: dict[str, Any]) -> Chosen | None:
    return scope_of(board({"name": "v", **variable})).variables["v"].value


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", []),
        ("a", [("a", "a")]),
        (" a , b,c ", [("a", "a"), ("b", "b"), ("c", "c")]),
        ("one : 1, two : 2", [("one", "1"), ("two", "2")]),
        (r"a\,b, c\,d : e\,f", [("a,b", "a,b"), ("c,d", "e,f")]),
        ("a:b, c :d", [("a:b", "a:b"), ("c :d", "c :d")]),
        ("a : b : c", [("a : b", "c")]),
        ("http://x : http://y", [("http://x", "http://y")]),
        (" : x, y : ", [(": x", ": x"), ("y :", "y :")]),
        ("a : 1,\nb : 2", [("a", "1"), ("b", "2")]),
    ],
)
def test_lists_of_custom_variables(query: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.text, one.value) for one in custom_options(query)] == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('["a", " b "]', (Option("a", "a", False), Option("b", "b", False))),
        ('[{"text": "A", "value": "a"}, {"value": 5}]', (Option("A", "a", False), Option("5", "5", False))),
        ('{"a": 1}', ()),
        ("[", ()),
        ("[null, {}, [1]]", ()),
        ("[" * 100_000, ()),
    ],
)
def test_lists_in_json(query: str, expected: tuple[Option, ...]) -> None:
    assert custom_options(query, "json") == expected


def test_lists_of_interval_variables() -> None:
    assert interval_options("1m,10m, '1 h',\"6h\"") == ("1m", "10m", "1 h", "6h")


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        # custom: checked against its list
        ({"type": "custom", "query": "a,b"}, "a"),
        ({"type": "custom", "query": "a,b", "current": {"value": "b"}}, "b"),
        ({"type": "custom", "query": "x : a, y : b", "current": {"text": "y", "value": "b"}}, "b"),
        ({"type": "custom", "query": "a,b", "current": {"value": "gone"}}, "a"),
        ({"type": "custom", "query": "a,b", "includeAll": True}, ALL),
        ({"type": "custom", "query": "a,b", "includeAll": True, "current": {"value": "$__all"}}, ALL),
        ({"type": "custom", "query": "a,b", "current": {"value": "$__all"}}, "a"),
        ({"type": "custom", "query": "a,b", "multi": True}, ("a",)),
        ({"type": "custom", "query": "a,b,c", "multi": True, "current": {"value": ["c", "gone", "a"]}}, ("c", "a")),
        ({"type": "custom", "query": ""}, ""),
        ({"type": "custom", "current": {"value": "10"}, "options": [{"value": "10"}]}, "10"),
        ({"type": "custom", "query": '["q"]', "valuesFormat": "json"}, "q"),
        # query and data source: only a running Grafana can fill them
        ({"type": "query"}, None),
        ({"type": "query", "current": {"text": "", "value": ""}}, None),
        ({"type": "query", "includeAll": True}, ALL),
        ({"type": "query", "current": {"value": ["$__all"]}, "multi": True, "includeAll": True}, ALL),
        ({"type": "query", "current": {"value": "x"}, "multi": True}, ("x",)),
        ({"type": "query", "current": {"value": "x"}}, "x"),
        ({"type": "datasource", "query": "loki", "current": {}}, None),
        ({"type": "datasource", "query": "loki", "current": {"text": "Loki", "value": "loki-uid"}}, "loki-uid"),
        # the others
        ({"type": "constant", "query": "k", "current": {"value": "old"}}, "k"),
        ({"type": "constant", "current": {"value": "old"}}, "old"),
        ({"type": "textbox", "query": "default"}, "default"),
        ({"type": "textbox", "query": "default", "current": {"value": "typed"}}, "typed"),
        ({"type": "textbox"}, ""),
        ({"type": "interval", "query": "1m,5m"}, "1m"),
        ({"type": "interval", "query": "1m,5m", "current": {"value": "5m"}}, "5m"),
        ({"type": "adhoc", "filters": []}, None),
        ({"type": "switch", "current": {"value": "true"}}, "true"),
    ],
)
def test_values(variable: dict[str, Any], expected: Chosen | None) -> None:
    assert value_of(variable) == expected


def test_texts_of_current_values() -> None:
    one = {"name": "v", "type": "query", "current": {"text": "One", "value": "1"}}
    many = {"name": "w", "type": "query", "multi": True, "current": {"text": ["A", "B"], "value": ["a", "b"]}}
    scope = scope_of(board(one, many))
    assert interpolate("${v:text} $v / $w", scope, "text") == "One One / A + B"
    assert interpolate("${v:text}", scope_of(board(one), {"v": "2"}), "text") == "2"


def test_overrides() -> None:
    variable = {"name": "v", "type": "custom", "query": "a,b", "multi": True, "includeAll": True, "allValue": ".*"}
    picker = {"name": "ds", "type": "datasource", "query": "prometheus"}
    scope = scope_of(board(variable, picker), {"v": ["x.y", "z"], "ds": "prom", "extra": "e"})
    assert interpolate('a{v=~"$v"} $ds $extra', scope, "prometheus") == r'a{v=~"(x\\.y|z)"} prom e'
    for everything in (ALL, "$__all", ["$__all"]):
        assert interpolate("$v", scope_of(board(variable), {"v": everything}), "prometheus") == ".*"


def test_of_two_variables_with_one_name_the_first_counts() -> None:
    first, second = ({"name": "v", "type": "constant", "query": value} for value in "ab")
    assert interpolate("$v", scope_of(board(first, second, {"type": "constant", "query": "c"})), "other") == "a"


def test_all_without_an_all_value_is_the_list() -> None:
    custom = {"name": "c", "type": "custom", "query": "A : a, b", "includeAll": True}
    stored = [{"text": "All", "value": "$__all"}, {"text": "x", "value": "x"}, {"text": "y", "value": "y"}]
    query = {"name": "q", "type": "query", "includeAll": True, "options": stored}
    unknown = {"name": "u", "type": "query", "includeAll": True, "options": []}
    scope = scope_of(board(custom, query, unknown))
    assert interpolate("$c $q $u", scope, "prometheus") == "(a|b) (x|y) $u"


def test_an_automatic_interval_needs_the_time_range() -> None:
    variable = {
        "name": "step",
        "type": "interval",
        "query": "1m,5m",
        "auto": True,
        "auto_count": 60,
        "auto_min": "10s",
        "current": {"text": "auto", "value": "$__auto_interval_step"},
    }
    assert interpolate("[$step]", scope_of(board(variable)), "prometheus") == "[$step]"
    assert interpolate("[$step]", scope_of(board(variable), window=WINDOW), "prometheus") == "[1m]"  # 3600 / 60
    long = replace(WINDOW, to_ms=60_000)
    assert interpolate("[$step]", scope_of(board(variable), window=long), "prometheus") == "[10s]"  # 1 s, at least 10


def test_import_inputs_with_a_value() -> None:
    inputs = [
        {"name": "VAR_PREFIX", "type": "constant", "value": "demo"},
        {"name": "DS_P", "type": "datasource", "pluginId": "prometheus"},
    ]
    scope = scope_of(board(__inputs=inputs))
    assert interpolate("${VAR_PREFIX} ${DS_P}", scope, "other") == "demo ${DS_P}"
    assert interpolate("${DS_P}", scope_of(board(__inputs=inputs), {"DS_P": "prom"}), "other") == "prom"


def test_the_board_is_known_by_name() -> None:
    assert interpolate("$__dashboard ${__dashboard.uid}", scope_of(board()), "text") == "T u"


def test_a_query_brings_its_own_step() -> None:
    targets = [
        {"datasource": {"type": "prometheus", "uid": "p"}, "expr": "a[$__rate_interval]", "interval": "$min"},
        {"datasource": {"type": "loki", "uid": "l"}, "expr": "{}[$__auto]", "queryType": "instant"},
        {"datasource": {"type": "loki", "uid": "l"}, "expr": "{}[$__auto]", "step": "2m"},
    ]
    whole = read(
        {
            "panels": [{"targets": targets}],
            "templating": {"list": [{"name": "min", "type": "constant", "query": "30s"}]},
        }
    )
    scope = scope_of(whole, window=WINDOW)
    first, second, third = whole.panels[0].queries
    assert interpolate("[$__rate_interval]", for_query(scope, first), "prometheus") == "[2m]"  # 4 * 30 s
    assert interpolate("[$__auto]", for_query(scope, second), "loki") == "[3600s]"
    assert interpolate("[$__auto]", for_query(scope, third), "loki") == "[2m]"
    without = scope_of(whole)
    assert for_query(without, first) is without


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a", "a"),
        (["a"], ("a",)),
        (("a", "b"), ("a", "b")),
        ([], ()),
        ("$__all", ALL),
        (["$__all", "a"], ALL),
        (ALL, ALL),
        (5, None),
        (["a", 5], None),
        (None, None),
    ],
)
def test_chosen(value: object, expected: Chosen | None) -> None:
    assert chosen(value) == expected
