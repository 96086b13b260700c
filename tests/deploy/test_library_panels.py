"""Panels of the library: created, changed in the version that was read, told apart from edits."""

from typing import Any

from fake_grafana import FakeGrafana

from generator.deploy.desired import Desired, DesiredPanel
from generator.deploy.kinds import library_panel
from generator.deploy.result import Result
from generator.deploy.situation import Options

from .conftest import Run
from .project import FOLDER, PROJECT, paste

MODEL: dict[str, Any] = {"type": "stat", "title": "Rate", "description": "How many.", "targets": [{"expr": "up"}]}


def last(run: Run, **given: Any) -> Result:
    changes = given.pop("changes", {})
    wanted = (DesiredPanel("shop-rate", "Rate", {**MODEL, **changes}),)
    return run(render=lambda _: Desired(PROJECT, {}, (), FOLDER, library=wanted), **given).results[-1]


def test_a_panel_is_put_there_once(run: Run, fake: FakeGrafana) -> None:
    assert (last(run).action, last(run).action) == ("create", "unchanged")
    stored = fake.library.by_uid["shop-rate"]
    assert (stored["folderUid"], stored["version"]) == ("shop", 1)
    assert library_panel.owner(stored["model"]) == PROJECT
    assert stored["model"]["description"].startswith("How many.\n\n<!-- managed_by: shop sha256:")


def test_a_change_names_its_version_and_folder(run: Run, fake: FakeGrafana) -> None:
    last(run)
    result = last(run, changes={"title": "Requests"})
    assert (result.action, result.changes) == ("update", ("model.title “Rate” -> “Requests”",))
    assert (fake.library.by_uid["shop-rate"]["version"], fake.library.by_uid["shop-rate"]["folderUid"]) == (2, "shop")


def test_an_edit_stops_it_and_what_an_editor_fills_in_does_not(run: Run, fake: FakeGrafana) -> None:
    last(run)
    stored = fake.library.by_uid["shop-rate"]
    stored["model"] |= {"options": {"graphMode": "area"}, "pluginVersion": "12.2.0"}
    assert last(run).action == "unchanged"
    stored["model"]["title"] = "Mine"
    assert last(run).action == "edited"
    assert last(run, options=Options("wire", paste, take_theirs=True)).action == "skip"
    assert last(run, force=True).action == "update"


def test_a_panel_of_somebody_else_is_left_unless_named(run: Run, fake: FakeGrafana) -> None:
    last(run)
    fake.library.by_uid["shop-rate"]["model"] = {"type": "stat", "title": "Theirs", "description": ""}
    assert last(run).action == "refused"
    assert last(run, options=Options("wire", paste, adopt=frozenset({"shop-rate"}))).action == "update"


def test_an_edit_between_reading_and_writing_is_not_overwritten(run: Run, fake: FakeGrafana) -> None:
    last(run)
    fake.fault("PATCH", "library", "call", call=lambda: fake.library.by_uid["shop-rate"].update(version=9))
    result = last(run, changes={"title": "Requests"})
    assert result.action == "refused"
    assert "changed by someone else" in result.error
