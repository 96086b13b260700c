"""Which configuration and which definitions a command works with, and what one new file in a folder does."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.errors import UsageError
from generator.project import Project, find, packaged

ROOT = Path(__file__).parents[1]

CONFIG = """
[project]
name = "Shop"
uid = "shop"
[tenants.east]
backend = ["api"]
"""
SEVENTH = """\
from generator.board.board import Board, row
from generator.board.panels import Stat
from generator.board.use import use
from generator.signals import http

dashboard = Board(key="seventh", title="Seventh Board", question="Is there a seventh?", rows=(
    row(Stat(key="rate", uses=(use(http.RATE),), width=24)),
))
"""
DEFINITIONS = ("dashboards", "datasources")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's definitions and configuration in a folder of their own."""
    for name in DEFINITIONS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "generator.toml", tmp_path)
    return tmp_path


def render(folder: Path) -> subprocess.CompletedProcess[str]:
    """Render in this folder as one does from the command line."""
    return subprocess.run(
        [sys.executable, "-m", "generator", "render"], cwd=folder, check=False, capture_output=True, text=True
    )


def files(folder: Path) -> dict[str, bytes]:
    """The files that rendering has left."""
    out = folder / "provisioning"
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_a_seventh_board_is_one_new_file(copy: Path) -> None:
    assert render(copy).returncode == 0
    before = files(copy)
    definition = copy / "dashboards" / "anything.py"
    definition.write_text(SEVENTH, "utf-8")
    assert render(copy).returncode == 0
    after = files(copy)
    new = "dashboards/aks-demo/aks-demo-seventh.json"
    assert after.keys() - before.keys() == {new}
    # Nothing that was there is different, but for the list of generated files.
    assert {path for path, content in before.items() if after[path] != content} == {".generated"}
    board = json.loads(after[new])
    assert (board["title"], board["uid"]) == ("AKS Demo - Seventh Board", "aks-demo-seventh")
    assert board["tags"] == ["aks-demo"]
    (menu,) = board["links"]
    # All boards find each other by the tag.
    assert (menu["type"], menu["tags"]) == ("dashboards", ["aks-demo"])
    assert [variable["name"] for variable in board["templating"]["list"]][-2:] == ["tenant", "service"]

    # A definition that is broken changes nothing, and one that goes takes its file along.
    definition.write_text(SEVENTH.replace("http.RATE", "http.RAET"), "utf-8")
    broken = render(copy)
    assert broken.returncode == 1
    assert "anything.py:7: AttributeError" in broken.stderr
    assert "Traceback" not in broken.stderr
    assert files(copy) == after
    definition.unlink()
    assert render(copy).returncode == 0
    assert files(copy) == before


def test_the_nearest_configuration_upwards_counts(tmp_path: Path) -> None:
    (tmp_path / "generator.toml").write_text(CONFIG)
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find(start=below).config.project.name == "Shop"
    (tmp_path / "a" / "generator.toml").write_text(CONFIG.replace('"Shop"', '"Nearer"'))
    assert find(start=below).config.project.name == "Nearer"


def test_without_a_configuration_the_packaged_project_counts(tmp_path: Path) -> None:
    project = find(start=tmp_path)
    assert project.config.project.uid == "aks-demo"
    assert {board.key for board in project.boards} >= {"overview", "traces-logs"}
    assert {source.kind for source in project.datasources} == {"prometheus", "loki", "tempo"}


def test_a_configuration_without_definitions_beside_it_takes_the_packaged_ones(tmp_path: Path) -> None:
    (tmp_path / "generator.toml").write_text(CONFIG)
    project = find(start=tmp_path)
    assert project.definitions == packaged()
    assert {project.context().uid(board.key) for board in project.boards} >= {"shop-overview", "shop-logs"}


@pytest.mark.parametrize("config", [None, "[validate.severity]\n'board/tags' = 'off'\n"])
def test_modules_of_somebody_else_are_not_run(tmp_path: Path, config: str | None) -> None:
    (tmp_path / "dashboards").mkdir()
    (tmp_path / "dashboards" / "theirs.py").write_text("raise SystemExit('run')", "utf-8")
    if config:
        (tmp_path / "generator.toml").write_text(config, "utf-8")
    found = find(start=tmp_path)
    assert found.definitions == packaged()
    assert [board.key for board in found.boards] == [board.key for board in find(ROOT / "generator.toml").boards]


def test_definitions_beside_the_configuration_count(tmp_path: Path) -> None:
    (tmp_path / "generator.toml").write_text(CONFIG)
    (tmp_path / "dashboards").mkdir()
    (tmp_path / "dashboards" / "one.py").write_text(SEVENTH)
    project = find(start=tmp_path)
    assert [board.key for board in project.boards] == ["seventh"]
    # Data sources of one's own are not needed.
    assert len(project.datasources) == 3


def test_options_win_over_what_is_near(tmp_path: Path) -> None:
    (tmp_path / "generator.toml").write_text(CONFIG)
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "dashboards").mkdir(parents=True)
    (elsewhere / "dashboards" / "one.py").write_text(SEVENTH)
    other = tmp_path / "other.toml"
    other.write_text(CONFIG.replace('"Shop"', '"Other"'))
    project = find(config=other, folder=elsewhere, start=tmp_path)
    assert project.config.project.name == "Other"
    assert [board.key for board in project.boards] == ["seventh"]


def test_a_folder_without_boards_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no dashboards/ folder") as caught:
        find(folder=tmp_path, start=tmp_path)
    assert str(tmp_path) in caught.value.summary


def test_generated_files_go_beside_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "generator.toml").write_text(CONFIG)
    below = tmp_path / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert find().root == tmp_path.resolve()


def test_in_the_checkout_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package is installed from this very folder: that does not make its configuration a packaged one."""
    monkeypatch.chdir(ROOT / "docs")
    assert find().root == ROOT


def test_files_of_the_packaged_project_go_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find().root == tmp_path


def test_an_unknown_profile_names_the_known_ones(project: Project) -> None:
    with pytest.raises(UsageError, match='unknown telemetry profile "portabel"') as caught:
        project.context("portabel")
    assert "portable" in caught.value.fix


def test_the_configured_profile_counts_unless_another_is_named(tmp_path: Path) -> None:
    (tmp_path / "generator.toml").write_text(CONFIG + '[telemetry]\nprofile = "legacy"\n')
    project = find(start=tmp_path)
    assert project.context().profile.name == "legacy"
    assert project.context("stable").profile.name == "stable"


def test_an_unknown_profile_in_the_configuration_is_found_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "generator.toml").write_text(CONFIG + '[telemetry]\nprofile = "portabel"\n')
    line = CONFIG.count("\n") + 2
    with pytest.raises(UsageError, match=rf'generator\.toml:{line}: unknown telemetry profile "portabel"') as caught:
        find(start=tmp_path)
    assert 'did you mean "portable"?' in caught.value.summary


def test_an_unknown_signal_in_the_configuration_is_named(tmp_path: Path) -> None:
    (tmp_path / "generator.toml").write_text(CONFIG + "[signals.kafak]\nexpected = false\n")
    line = CONFIG.count("\n") + 1
    with pytest.raises(UsageError, match=rf'generator\.toml:{line}: \[signals\] names "kafak"') as caught:
        find(start=tmp_path)
    assert "kafka" in caught.value.summary


def test_boards_that_are_not_used_are_said_before_others_are_made(tmp_path: Path) -> None:
    find(start=tmp_path).require_meant()
    (tmp_path / "dashboards").mkdir()
    (tmp_path / "dashboards" / "shop.py").write_text("dashboard = None\n", "utf-8")
    with pytest.raises(UsageError, match="is not used"):
        find(start=tmp_path).require_meant()
    find(folder=tmp_path, start=tmp_path).require_meant()
    (tmp_path / "generator.toml").write_text('[validate.severity]\n"panel/unit" = "off"\n', "utf-8")
    with pytest.raises(UsageError, match="only about checking"):
        find(start=tmp_path).require_meant()


def test_definitions_are_added_to_somebodys_own_project_only(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no project here"):
        find(start=tmp_path).require_own()
    (tmp_path / "dashboards").mkdir()
    find(folder=tmp_path, start=tmp_path).require_own()
