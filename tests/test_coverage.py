"""Every item of the plan has a panel, and the page that says so is made of the boards."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import coverage
from generator.errors import GeneratorError
from generator.project import Project, find

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def project() -> Project:
    return find(ROOT / "generator.toml")


def test_every_item_that_the_plan_collects_has_a_panel(project: Project) -> None:
    items = coverage.items(project, project.context())
    assert len(items) > 25
    assert [(item.name, item.unshown) for item in items if item.unshown or not item.places] == []


def test_an_item_whose_signal_no_board_uses_is_named(project: Project, tmp_path: Path) -> None:
    (tmp_path / "dashboards").mkdir()
    (tmp_path / "dashboards" / coverage.ITEMS).write_text('[A]\n"Redis calls" = ["redis.use_cache"]\n')
    (tmp_path / "dashboards" / "one.py").write_text((ROOT / "dashboards" / "logs.py").read_text("utf-8"))
    items = coverage.items(Project(project.config, tmp_path, tmp_path), project.context())
    assert items[0].unshown == ("redis.use_cache",)
    assert "| Redis calls | **not shown** | | `redis.use_cache` |" in coverage.markdown(items)


def test_an_unknown_signal_is_an_error_that_names_it(project: Project, tmp_path: Path) -> None:
    (tmp_path / "dashboards").mkdir()
    (tmp_path / "dashboards" / coverage.ITEMS).write_text('[A]\n"Calls" = ["redis.cals"]\n')
    with pytest.raises(GeneratorError, match=r'"Calls" names the unknown signal "redis\.cals"'):
        coverage.items(Project(project.config, tmp_path, tmp_path), project.context())


def test_the_page_names_board_panel_and_signal(project: Project) -> None:
    page = coverage.markdown(coverage.items(project, project.context()))
    assert "| Redis: session | Database Performance | Redis calls: sessions | `redis.use_session` |" in page
