"""Rendered boards are what Grafana itself would write, so that a save in its editor changes only what was edited.

`ui_save_defaults.json` is taken from a real save: the keys and defaults that Grafana 12.2 adds by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grafanalib.core as G
import pytest
from dashboard_parts import leaves, panels
from grafanalib._gen import DashboardEncoder
from hypothesis import given
from hypothesis import strategies as st

from generator.project import Project
from generator.render import normalise
from generator.render.defaults import CUSTOM, MAPPED, NO_QUERY, OPTIONS
from generator.render.render import render

Json = dict[str, Any]

SAVED: Json = json.loads((Path(__file__).parents[1] / "data" / "ui_save_defaults.json").read_text("utf-8"))

#: Panel type -> options of the saved panel that are choices and no defaults.
CHOSEN = {
    # The saved one had no buckets to show and calculated its own.
    "heatmap": {"calculate", "calculation"},
    # The editor's example text.
    "text": {"content"},
}
#: Whatever else a panel may have after a save: the editor drops all other keys.
KEPT = {"description", "interval", "maxDataPoints", "repeat", "repeatDirection", "timeFrom", "timeShift"} | {
    "transformations",
    "transparent",
}


PROMETHEUS = {"type": "prometheus", "uid": "${prometheus_datasource}"}


@pytest.fixture(scope="module")
def boards(project: Project) -> list[Json]:
    return [render(board, project.context()) for board in project.boards]


def each_panel(boards: list[Json]) -> Iterator[Json]:
    return (panel for board in boards for panel in panels(board) if panel["type"] != "row")


def clean(panel: Json) -> Json:
    """The panel after the pass, in a project that exports each minute."""
    return normalise.panel(panel, "60s", PROMETHEUS)


def raw(model: Any) -> Json:
    """What grafanalib makes of its model."""
    data: Json = json.loads(json.dumps(model, cls=DashboardEncoder))
    return data


def missing(saved: Any, ours: Any, path: str = "") -> Iterator[str]:
    """Paths that a save would add."""
    if isinstance(saved, dict):
        for name, member in saved.items():
            if not isinstance(ours, dict) or name not in ours:
                yield f"{path}.{name}"
            else:
                yield from missing(member, ours[name], f"{path}.{name}")


@pytest.mark.parametrize("kind", OPTIONS)
def test_defaults_are_those_of_a_save(kind: str) -> None:
    saved = SAVED["panels"][kind]
    own = CHOSEN.get(kind, set())
    assert {name: value for name, value in OPTIONS[kind].items() if name not in own} == {
        name: value for name, value in saved["options"].items() if name not in own
    }
    assert CUSTOM.get(kind) == saved["defaults"].get("custom")
    assert (kind in MAPPED) == saved["thresholds"] == ("mappings" in saved["defaults"])
    assert (kind in NO_QUERY) == ("targets" not in saved["keys"])


def test_every_type_of_panel_in_use_has_its_defaults(boards: list[Json]) -> None:
    assert {panel["type"] for panel in each_panel(boards)} <= OPTIONS.keys()


def test_a_save_would_add_nothing_to_a_panel(boards: list[Json]) -> None:
    for panel in each_panel(boards):
        saved = SAVED["panels"][panel["type"]]
        wanted = {"options": saved["options"], "fieldConfig": {"defaults": saved["defaults"], "overrides": []}}
        own = {f".options.{name}" for name in CHOSEN.get(panel["type"], set())}
        assert set(missing(wanted, panel)) <= own, panel["title"]
        # The version is the server's: it changes with every upgrade.
        assert set(saved["keys"]) - {"pluginVersion"} <= panel.keys(), panel["title"]


def test_a_save_would_take_nothing_from_a_panel(boards: list[Json]) -> None:
    for panel in each_panel(boards):
        assert panel.keys() <= set(SAVED["panels"][panel["type"]]["keys"]) | KEPT, panel["title"]
        # Empty lists and `false` are left out.
        assert panel.get("transparent", True) is True
        assert panel.get("transformations", [1]) != []


def test_a_save_would_add_and_take_nothing_from_a_board(boards: list[Json]) -> None:
    for board in boards:
        assert board.keys() - {"refresh"} == set(SAVED["dashboard"]) - {"id", "version"}
        assert board["annotations"]["list"][0] == SAVED["annotation"]


def test_a_save_would_add_and_take_nothing_from_a_variable(boards: list[Json]) -> None:
    for board in boards:
        for variable in board["templating"]["list"]:
            assert set(SAVED["variables"][variable["type"]]) <= variable.keys()
            for name, default in (("hide", 0), ("skipUrlSync", False), ("multi", False), ("sort", 0), ("label", "")):
                assert variable.get(name) != default or name not in variable, (variable["name"], name)
            assert variable.get("current", {}).keys() <= {"text", "value"}


def test_nothing_is_null(boards: list[Json]) -> None:
    assert {path for board in boards for path, value in leaves(board) if value is None} == set()


@pytest.mark.parametrize("model", [G.TimeSeries, G.Stat, G.Text, G.BarGauge, G.StateTimeline])
def test_what_grafanalib_adds_of_older_versions_is_gone(model: type[G.Panel]) -> None:
    panel = raw(model(title="T"))
    dead = {"editable", "error", "height", "minSpan", "span"}
    assert dead <= panel.keys(), "grafanalib no longer writes these"
    made = clean(panel | {"gridPos": {}, "id": 1})
    assert made.keys() <= set(SAVED["panels"][panel["type"]]["keys"]) | KEPT
    # It asks for 100 points whatever the width of the screen, and writes what the editor leaves out.
    assert panel["maxDataPoints"] == 100
    assert "maxDataPoints" not in made
    assert [path for path, value in leaves(made) if value is None] == []
    assert made["options"].keys() == OPTIONS[panel["type"]].keys()


def test_an_option_of_an_older_bar_gauge_is_gone() -> None:
    assert "fieldOptions" in raw(G.BarGauge(title="T"))["options"], "grafanalib no longer writes it"
    assert "fieldOptions" not in clean(raw(G.BarGauge(title="T")))["options"]


def test_a_linear_scale_has_no_base() -> None:
    graph = raw(G.TimeSeries(title="T"))
    assert "log" in graph["fieldConfig"]["defaults"]["custom"]["scaleDistribution"], "grafanalib no longer writes it"
    assert clean(graph)["fieldConfig"]["defaults"]["custom"] == CUSTOM["timeseries"]


def test_what_grafanalib_adds_to_a_board_is_gone() -> None:
    board = raw(G.Dashboard(title="T", uid="u"))
    dead = {"__inputs", "gnetId", "hideControls", "rows", "sharedCrosshair", "style", "id", "version"}
    assert dead <= board.keys(), "grafanalib no longer writes these"
    assert normalise.dashboard(board, []).keys() == (set(SAVED["dashboard"]) - {"id", "version"}) | {"refresh"}


def test_a_query_of_grafanalibs_own_becomes_one_of_today() -> None:
    target = G.Target(expr="up", legendFormat="{{job}}", refId="A", format="time_series")
    graph = raw(G.TimeSeries(title="T", targets=[target]))
    assert {"intervalFactor", "metric", "step", "target"} <= graph["targets"][0].keys(), "grafanalib has changed"
    made = clean(graph)
    assert made["datasource"] == PROMETHEUS
    (query,) = made["targets"]
    # It names no data source and no step: it gets the picked Prometheus and the export interval.
    assert query == {
        "refId": "A",
        "datasource": PROMETHEUS,
        "editorMode": "code",
        "expr": "up",
        "format": "time_series",
        "instant": False,
        "interval": "60s",
        "legendFormat": "{{job}}",
        "range": True,
    }


def test_what_a_query_of_grafanalibs_own_says_is_kept() -> None:
    loki = {"type": "loki", "uid": "x"}
    first = G.Target(expr="a", interval="5m", instant=True, datasource=loki, refId="Z")
    made = clean(raw(G.TimeSeries(title="T", targets=[first, G.Target(expr="b"), G.Target(expr="c")])))
    one, *others = made["targets"]
    assert (one["refId"], one["interval"], one["instant"], one["datasource"]) == ("Z", "5m", True, loki)
    # Queries without a name are told apart.
    assert len({query["refId"] for query in made["targets"]}) == 3
    assert [query["expr"] for query in others] == ["b", "c"]


def test_thresholds_have_a_base() -> None:
    steps = [{"color": "red", "value": 5}]
    thresholds = {"mode": "absolute", "steps": steps}
    made = clean({"type": "stat", "title": "T", "fieldConfig": {"defaults": {"thresholds": thresholds}}})
    base, *others = made["fieldConfig"]["defaults"]["thresholds"]["steps"]
    assert base == {"color": "green"}
    assert others == steps


def test_a_choice_survives() -> None:
    made = clean(
        {
            "type": "timeseries",
            "title": "T",
            "maxDataPoints": 250,
            "interval": "2m",
            "options": {"legend": {"calcs": ["max"]}, "tooltip": {"mode": "multi"}},
            "fieldConfig": {
                "defaults": {"unit": "s", "custom": {"lineWidth": 3, "stacking": {"mode": "normal"}}},
                "overrides": [{"matcher": {"id": "byName", "options": "a"}, "properties": []}],
            },
        }
    )
    assert (made["maxDataPoints"], made["interval"]) == (250, "2m")
    # What was said is kept, what was not said is as the editor would have it.
    assert made["options"]["legend"] == OPTIONS["timeseries"]["legend"] | {"calcs": ["max"]}
    assert made["options"]["tooltip"] == OPTIONS["timeseries"]["tooltip"] | {"mode": "multi"}
    custom = made["fieldConfig"]["defaults"]["custom"]
    assert custom == CUSTOM["timeseries"] | {"lineWidth": 3, "stacking": {"group": "A", "mode": "normal"}}
    assert made["fieldConfig"]["overrides"][0]["matcher"]["options"] == "a"


def test_an_unknown_type_of_panel_keeps_its_options() -> None:
    made = clean({"type": "acme-panel", "title": "T", "options": {"colour": "teal"}})
    assert made["options"] == {"colour": "teal"}


def test_panels_without_queries_name_no_data_source() -> None:
    text = clean({"type": "text", "title": "T", "datasource": {"uid": "x"}, "targets": [{"refId": "A"}]})
    assert not {"datasource", "targets"} & text.keys()


def test_normalising_leaves_the_table_of_defaults_alone() -> None:
    before = json.dumps([OPTIONS, CUSTOM])
    made = clean({"type": "timeseries", "title": "T"})
    made["options"]["legend"]["calcs"].append("max")
    made["fieldConfig"]["defaults"]["custom"]["hideFrom"]["viz"] = True
    assert json.dumps([OPTIONS, CUSTOM]) == before


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["a", "steps", "value"]), inner),
    max_leaves=20,
)


@given(_JSON)
def test_dropping_nulls_twice_is_dropping_them_once(value: Any) -> None:
    once = normalise.without_nulls(value)
    assert normalise.without_nulls(once) == once


def test_nulls_are_dropped_at_every_depth() -> None:
    given = {"a": None, "b": {"c": None, "d": [{"e": None, "f": 0}]}, "value": None}
    assert normalise.without_nulls(given) == {"b": {"d": [{"f": 0}]}}
