"""From a definition to its dashboard: the same bytes each time, ids that stay, and what every board carries."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dashboard_parts import data_panels, leaves, panels

from generator.board.board import Board, row, section
from generator.board.panels import Stat, Text, TimeSeries
from generator.board.use import use
from generator.config.model import Expectation
from generator.project import Project
from generator.render.render import render, to_bytes
from generator.signals import http
from generator.signals.profile import PROFILES

Json = dict[str, Any]

ROOT = Path(__file__).parents[2]

BOARDS = {
    "aks-demo-overview": "AKS Demo - Overview",
    "aks-demo-backend": "AKS Demo - Backend Metrics",
    "aks-demo-frontend": "AKS Demo - Frontend Metrics",
    "aks-demo-database": "AKS Demo - Database Performance",
    "aks-demo-logs": "AKS Demo - Logs Analysis",
    "aks-demo-traces-logs": "AKS Demo - Traces & Logs",
}


def small(*more: Text) -> Board:
    """A board of two panels in two rows, and more panels in a row above them."""
    stat = Stat(key="rate", uses=(use(http.RATE),), width=24)
    graph = TimeSeries(key="latency", uses=(use(http.P95, "service"),), width=24)
    return Board(
        key="small",
        title="Small",
        question="Does it hold?",
        rows=(row(*more), row(stat), section("deep", "Deep", graph, collapsed=True)),
    )


def ids(board: Json) -> dict[str, int]:
    return {panel["title"]: panel["id"] for panel in panels(board)}


@pytest.fixture(scope="module")
def rendered(project: Project) -> dict[str, Json]:
    context = project.context()
    return {board.key: render(board, context) for board in project.boards}


def every_panel(boards: dict[str, Json]) -> list[tuple[str, Json]]:
    return [(f"{board['uid']} › {one['title']}", one) for board in boards.values() for one in panels(board)]


def test_the_boards_bear_the_agreed_names(rendered: dict[str, Json]) -> None:
    assert {board["uid"]: board["title"] for board in rendered.values()}.items() >= BOARDS.items()
    assert all(board["tags"] == ["aks-demo"] for board in rendered.values())


def test_a_board_is_not_open_for_edits_and_carries_no_server_state(rendered: dict[str, Json]) -> None:
    for board in rendered.values():
        assert board["editable"] is False
        assert board["schemaVersion"] == 41
        assert not {"id", "version"} & board.keys()


def test_every_board_leads_to_all_others(rendered: dict[str, Json]) -> None:
    for board in rendered.values():
        (menu,) = board["links"]
        assert (menu["type"], menu["tags"]) == ("dashboards", board["tags"])
        assert menu["includeVars"] is menu["keepTime"] is True


#: Renders the project's files and says what each of them is made of.
_FINGERPRINTS = """
import hashlib, json, sys
from pathlib import Path
from generator.project import find
from generator.targets import model, provisioning
project = find(start=Path(sys.argv[1]))
files = provisioning.render(model.build(project, project.context()))
print(json.dumps([[path, hashlib.sha256(files[path]).hexdigest()] for path in files]))
"""


def test_the_same_bytes_whatever_order_sets_and_hashes_have(project: Project) -> None:
    outputs = [
        subprocess.run(
            [sys.executable, "-c", _FINGERPRINTS, project.definitions],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "4711")
    ]
    assert outputs[0] == outputs[1]
    assert len(json.loads(outputs[0])) > len(BOARDS)


def test_a_changed_title_moves_no_id(project: Project) -> None:
    board = small()
    before = render(board, project.context())
    stat = replace(board.rows[1].panels[0], title="Something else")
    deep = replace(board.rows[2], title="Deeper")
    after = render(replace(board, title="Renamed", rows=(board.rows[0], row(stat), deep)), project.context())
    assert ids(after)["Something else"] == ids(before)[http.RATE.title]
    assert [panel["id"] for panel in panels(after)] == [panel["id"] for panel in panels(before)]


def test_a_new_panel_moves_no_id(project: Project) -> None:
    before = ids(render(small(), project.context()))
    after = ids(render(small(Text(key="new", title="New", content="Hello")), project.context()))
    assert after.items() > before.items()
    assert after.keys() - before.keys() == {"New"}


def test_ids_are_not_shared_between_panels_of_a_board(rendered: dict[str, Json]) -> None:
    for board in rendered.values():
        found = [panel["id"] for panel in panels(board)]
        assert len(found) == len(set(found))
        assert all(0 < each < 2**31 for each in found)


def test_plain_json_data_is_the_default_rendering(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.definitions)
    for board in project.boards:
        assert board.to_json_data() == render(board, project.context("portable"))


def test_grafanalibs_own_command_takes_a_definition_as_it_is(project: Project, tmp_path: Path) -> None:
    source = tmp_path / "overview.dashboard.py"
    source.write_bytes((project.definitions / "dashboards" / "overview.py").read_bytes())
    written = tmp_path / "overview.json"
    subprocess.run(
        [Path(sys.executable).with_name("generate-dashboard"), "--output", written, source],
        check=True,
        capture_output=True,
        cwd=project.definitions,
    )
    (overview,) = (board for board in project.boards if board.key == "overview")
    assert json.loads(written.read_text("utf-8")) == render(overview, project.context("portable"))


def in_order(pairs: list[tuple[str, Any]]) -> Json:
    names = [name for name, _ in pairs]
    assert names == sorted(names), "keys come in the order in which Grafana shows them"
    return dict(pairs)


def test_bytes_are_json_in_order_with_readable_text(rendered: dict[str, Json]) -> None:
    for board in rendered.values():
        text = to_bytes(board).decode()
        assert json.loads(text, object_pairs_hook=in_order) == board
        assert text.endswith("}\n")
        assert not re.search(r"[^\\]\\u[0-9a-f]{4}", text)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_renders_the_same_panels(project: Project, rendered: dict[str, Json], profile: str) -> None:
    """A profile changes how something is asked, never what is shown."""
    for board in project.boards:
        other = render(board, project.context(profile))
        assert ids(other) == ids(rendered[board.key])


def test_every_panel_is_described_in_three_lines(rendered: dict[str, Json]) -> None:
    for where, panel in every_panel(rendered):
        if panel["type"] not in ("row", "text"):
            lines = panel["description"].split("\n")
            assert len(lines) == 3, where
            assert lines[2].startswith("Next: "), where


def test_every_data_source_is_the_picked_one(rendered: dict[str, Json]) -> None:
    """A panel and its queries name the picker, so that any data source of any Grafana works."""
    pickers = {"prometheus": "${prometheus_datasource}", "loki": "${loki_datasource}", "tempo": "${tempo_datasource}"}
    mixed = {"type": "datasource", "uid": "-- Mixed --"}
    for board in rendered.values():
        for panel in data_panels(board):
            sources = [target["datasource"] for target in panel["targets"]]
            assert all(source == {"type": source["type"], "uid": pickers[source["type"]]} for source in sources)
            alone = sources[0] if all(source == sources[0] for source in sources) else mixed
            assert panel["datasource"] == alone, panel["title"]
        for variable in board["templating"]["list"]:
            if "datasource" in variable:
                assert variable["datasource"]["uid"] == pickers[variable["datasource"]["type"]]
        for annotation in board["annotations"]["list"]:
            own = annotation["datasource"]["uid"] == "-- Grafana --"
            assert own or annotation["datasource"]["uid"] in pickers.values()


def test_every_prometheus_query_says_how_often_data_comes(project: Project) -> None:
    """`$__rate_interval` is made of it; a data source may say nothing, or something else."""
    context = replace(project.context(), config=replace(project.config, export_interval=15))
    for board in project.boards:
        for panel in data_panels(render(board, context)):
            for target in panel["targets"]:
                if target["datasource"]["type"] == "prometheus":
                    assert target["interval"] == "15s", panel["title"]


def test_every_panel_states_its_thresholds(rendered: dict[str, Json]) -> None:
    """Grafana draws red from 80 on where nothing is said."""
    for where, panel in every_panel(rendered):
        if panel["type"] in ("stat", "timeseries", "table", "bargauge", "state-timeline"):
            steps = panel["fieldConfig"]["defaults"]["thresholds"]["steps"]
            assert "value" not in steps[0], where
            assert [step["value"] for step in steps[1:]] == sorted(step["value"] for step in steps[1:]), where
            assert {"color": "red", "value": 80} not in steps, where


def test_every_panel_of_numbers_has_a_unit_and_says_what_emptiness_means(rendered: dict[str, Json]) -> None:
    for where, panel in every_panel(rendered):
        defaults = panel.get("fieldConfig", {}).get("defaults", {})
        if panel["type"] in ("stat", "timeseries", "bargauge", "state-timeline"):
            assert defaults["unit"], where
        if panel["type"] in ("stat", "timeseries", "table", "bargauge", "state-timeline", "heatmap", "logs"):
            assert defaults["noValue"], where


def test_a_signal_that_is_not_expected_says_so(project: Project) -> None:
    config = replace(project.config, expectations={"kafka": Expectation(expected=False)})
    (database,) = (board for board in project.boards if board.key == "database")
    rendered = render(database, replace(project.context(), config=config))
    said = {panel["title"]: panel["fieldConfig"]["defaults"]["noValue"] for panel in data_panels(rendered)}
    assert "Not expected" in said["Consumer lag"]
    assert "Not expected" not in said["Redis clients"]


def test_nothing_of_a_machine_or_an_address_is_rendered(rendered: dict[str, Json]) -> None:
    for board in rendered.values():
        for path, value in leaves(board):
            assert not (isinstance(value, str) and re.search(rf"https?://|{ROOT}|{Path.home()}", value)), path
