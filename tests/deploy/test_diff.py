"""What differs between two dashboards, in words."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.deploy.diff import dashboard_changes, path_changes
from generator.project import Project
from generator.render.render import render

SAVES = json.loads((Path(__file__).parents[1] / "data" / "deploy" / "ui_save.json").read_text("utf-8"))

QUERY = {"refId": "A", "expr": "up", "datasource": {"type": "prometheus", "uid": "p"}}
STEPS = {"mode": "absolute", "steps": [{"color": "green"}, {"color": "red", "value": 0.5}]}


def panel(number: int, title: str, **changes: Any) -> dict[str, Any]:
    base = {
        "id": number,
        "title": title,
        "type": "stat",
        "gridPos": {"x": 0, "y": 4 * number, "w": 8, "h": 4},
        "targets": [dict(QUERY)],
        "fieldConfig": {"defaults": {"unit": "s", "thresholds": STEPS}, "overrides": []},
    }
    return {**base, **changes}


BOARD: dict[str, Any] = {
    "uid": "b",
    "title": "B",
    "panels": [panel(1, "Rate"), panel(2, "Lag"), panel(3, "p95 latency")],
    "templating": {"list": [{"name": "service", "type": "custom", "query": "a,b"}]},
    "annotations": {"list": [{"name": "deploys", "enable": True, "expr": "x"}]},
    "links": [{"title": "Menu", "url": "/d/x"}],
}


def edited(change: Callable[[dict[str, Any]], Any]) -> tuple[str, ...]:
    after = copy.deepcopy(BOARD)
    change(after)
    return dashboard_changes(BOARD, after)


def test_a_save_in_the_ui_is_the_edit_and_nothing_else() -> None:
    one, every = SAVES["one_board"], SAVES["all_panels"]
    assert dashboard_changes(one["before"], one["after"]) == ("description “d1” -> “edited in the UI”",)
    assert dashboard_changes(every["before"], every["after"]) == ("description “” -> “edited in the UI”",)


@pytest.mark.parametrize("key", ["one_board", "all_panels"])
def test_an_edit_below_the_defaults_of_a_save_is_seen(key: str) -> None:
    """The other way round: each default that a save adds is an edit when somebody chose another value."""
    before, saved = SAVES[key]["before"], SAVES[key]["after"]
    unseen = []
    for at, one in enumerate(saved["panels"]):
        for name in one.get("options", {}):
            after = copy.deepcopy(saved)
            after["panels"][at]["options"][name] = "something else"
            if len(dashboard_changes(before, after)) != 2:
                unseen.append((one["type"], name))
    assert unseen == []


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            lambda b: b["panels"][2]["targets"][0].update(expr="down"),
            "panel 'p95 latency': query A changed: “up” -> “down”",
        ),
        (
            lambda b: b["panels"][2]["targets"].append({"refId": "B", "expr": "x"}),
            "panel 'p95 latency': query B added: “x”",
        ),
        (lambda b: b["panels"][2]["targets"].clear(), "panel 'p95 latency': query A removed"),
        (lambda b: b["panels"][0]["targets"][0].update(instant=True), "panel 'Rate': query A.instant added: true"),
        (lambda b: b["panels"].pop(1), "panel 'Lag' removed"),
        (lambda b: b["panels"].append(panel(9, "New")), "panel 'New' added"),
        (
            lambda b: b["panels"][0]["fieldConfig"]["defaults"].update(
                thresholds={"mode": "absolute", "steps": [{"color": "green"}, {"color": "red", "value": 0.7}]}
            ),
            "panel 'Rate': threshold 0.5 -> 0.7",
        ),
        (
            lambda b: b["panels"][0]["fieldConfig"]["defaults"].update(thresholds={"steps": [{"color": "green"}]}),
            "panel 'Rate': thresholds “green 0, red 0.5” -> “green 0”",
        ),
        (lambda b: b["panels"][0]["fieldConfig"]["defaults"].update(unit="ms"), "panel 'Rate': unit “s” -> “ms”"),
        (
            lambda b: b["panels"][0].update(options={"graphMode": "none"}),
            "panel 'Rate': options.graphMode “area” -> “none”",
        ),
        (lambda b: b["panels"][0]["gridPos"].update(x=8), "panel 'Rate': moved"),
        (lambda b: b["panels"][0]["gridPos"].update(w=12), "panel 'Rate': resized 8x4 -> 12x4"),
        (lambda b: b["panels"][0].update(title="Requests"), "panel 'Requests': title “Rate” -> “Requests”"),
        (lambda b: b["panels"][0].update(id=77), "panel 'Rate': no line at all"),
        (lambda b: b["panels"][0].update(type="text"), "panel 'Rate': stat became text"),
        (lambda b: b.update(title="C"), "title “B” -> “C”"),
        (lambda b: b["templating"]["list"][0].update(query="a"), "variable 'service': query “a,b” -> “a”"),
        (lambda b: b["templating"]["list"].clear(), "variable 'service' removed"),
        (lambda b: b["annotations"]["list"][0].update(expr="y"), "annotation 'deploys': expr “x” -> “y”"),
        (lambda b: b["links"].append({"title": "Docs"}), "link 'Docs' added"),
        (lambda b: b.update(refresh="1m"), "refresh “” -> “1m”"),
    ],
)
def test_one_edit_is_one_line(change: Callable[[dict[str, Any]], Any], line: str) -> None:
    expected = () if line.endswith("no line at all") else (line,)
    assert edited(change)[:1] == expected


def test_panels_that_make_room_are_counted() -> None:
    def insert(board: dict[str, Any]) -> None:
        board["panels"] = [
            panel(9, "New", gridPos={"x": 0, "y": 0, "w": 8, "h": 4}),
            *board["panels"],
            panel(4, "Four"),
        ]
        for one in board["panels"][1:]:
            one["gridPos"]["y"] += 4

    before = {**BOARD, "panels": [*BOARD["panels"], panel(4, "Four")]}
    after = copy.deepcopy(BOARD)
    insert(after)
    assert dashboard_changes(before, after) == ("panel 'New' added", "4 panels moved up or down to make room")


def test_a_panel_in_a_folded_row_is_the_same_panel() -> None:
    def fold(board: dict[str, Any]) -> None:
        board["panels"] = [{"id": 20, "type": "row", "title": "More", "collapsed": True, "panels": board["panels"]}]

    lines = edited(fold)
    assert lines[0] == "row 'More' added"
    assert lines[1:] == tuple(f"panel '{name}': moved into row 'More'" for name in ("Rate", "Lag", "p95 latency"))


def test_long_queries_show_where_they_differ() -> None:
    long = 'sum(rate(http_server_request_duration_seconds_count{job=~".*"}[5m])) by (service) / ' * 5
    after = copy.deepcopy(BOARD)
    before = copy.deepcopy(BOARD)
    before["panels"][0]["targets"][0]["expr"], after["panels"][0]["targets"][0]["expr"] = long + "1", long + "2"
    (line,) = dashboard_changes(before, after)
    assert len(line) < 300
    assert line.endswith("2”")


def test_key_paths_name_the_place() -> None:
    before = {"jsonData": {"timeInterval": "15s", "list": [1, 2]}, "gone": 1}
    after = {"jsonData": {"timeInterval": "30s", "list": [1, 3]}, "new": "x", "null": None}
    assert path_changes(before, after) == (
        "gone removed: 1",
        "jsonData.list[1] 2 -> 3",
        "jsonData.timeInterval “15s” -> “30s”",
        "new added: “x”",
    )


def test_each_board_of_the_project_is_itself(project: Project) -> None:
    for board in project.boards:
        rendered = render(board, project.context())
        assert dashboard_changes(rendered, copy.deepcopy(rendered)) == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["panels", "list", "type", "id", "targets", "title", "fieldConfig"]), inner)
    ),
    max_leaves=12,
)
ROOTS = st.dictionaries(st.sampled_from(["panels", "templating", "annotations", "links", "timepicker", "title"]), JSON)


@given(ROOTS, ROOTS)
def test_no_shape_of_json_breaks_it(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert dashboard_changes(before, before) == ()
    assert isinstance(dashboard_changes(before, after), tuple)
