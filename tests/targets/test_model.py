"""What every target renders besides boards and data sources: folders of tenants, panels of the library."""

from dataclasses import replace
from pathlib import Path

import pytest

from generator.board.board import Board, row
from generator.board.panels import Stat
from generator.board.use import use
from generator.config import load
from generator.config.model import Folder
from generator.errors import UsageError
from generator.project import Project
from generator.render.render import render
from generator.signals import http
from generator.targets import model

CONFIG = '[project]\nname = "Shop"\nuid = "shop"\n[tenants.blue]\nbackend = ["blue"]\n'


def configured(folder: Path, more: str) -> Path:
    path = folder / "generator.toml"
    path.write_text(CONFIG + more)
    return path


def test_a_tenant_has_a_folder_and_a_team_when_it_says_so(tmp_path: Path) -> None:
    assert load(configured(tmp_path, "")).tenants[0].folder is None
    tenant = load(configured(tmp_path, 'folder = true\nteam = "Blue"\n')).tenants[0]
    assert (tenant.folder, tenant.team) == (Folder("shop-blue", "blue"), "Blue")


def test_a_team_without_a_folder_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load(configured(tmp_path, 'team = "Blue"\n'))
    assert caught.value.summary.endswith("tenants.blue.team has no folder to edit in")
    assert caught.value.fix == "write folder = true in [tenants.blue], or take the team out"


def test_a_shared_panel_is_offered_in_the_library_as_well(project: Project) -> None:
    panel = Stat(key="p95", uses=(use(http.P95),), width=24, shared=True)
    board = Board(key="shop", title="Shop", question="?", rows=(row(panel),))
    alone = replace(project)
    alone.__dict__["boards"] = (board,)
    context = project.context()
    (shared,) = model.build(alone, context).library
    (placed,) = render(board, context)["panels"]
    assert (shared.uid, shared.name) == ("aks-demo-shop-p95", placed["title"])
    assert shared.model == {key: value for key, value in placed.items() if key not in ("id", "gridPos")}
    assert model.build(project, context).library == ()
