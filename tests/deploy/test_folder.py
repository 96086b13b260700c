"""The folder: there, with its title, and never anybody else's business."""

from typing import Any

import pytest
from fake_grafana import FakeGrafana

from generator.config.model import Folder
from generator.deploy.desired import Desired, DesiredFolder
from generator.deploy.result import Result
from generator.errors import Exit

from .conftest import Run, actions
from .project import FOLDER, PROJECT


def first(run: Run, **given: Any) -> Result:
    return run(**given).results[0]


def test_it_is_created_then_unchanged(run: Run, fake: FakeGrafana) -> None:
    made = first(run)
    assert (made.kind, made.action, made.url) == ("folder", "create", f"{fake.url}/dashboards/f/shop/shop")
    assert first(run).action == "unchanged"


def test_its_title_is_kept_in_step_with_its_version(run: Run, fake: FakeGrafana) -> None:
    fake.folders.add("shop", "Old title")
    renamed = first(run)
    assert (renamed.action, renamed.note) == ("update", "was titled “Old title”")
    assert fake.writes[0].body == {"title": "Shop", "version": 1}
    assert fake.folders.by_uid["shop"]["title"] == "Shop"


def test_a_nested_one_is_not_moved(run: Run, fake: FakeGrafana) -> None:
    fake.folders.add("shop", "Shop")["parentUid"] = "team"
    assert first(run).action == "unchanged"


@pytest.mark.parametrize("status", [409, 412])
def test_somebody_else_makes_it_meanwhile(run: Run, fake: FakeGrafana, status: int) -> None:
    def made() -> None:
        fake.folders.add("shop", "Shop", "kim")

    fake.fault("POST", "folders", "call", call=made)
    if status == 409:
        fake.fault("POST", "folders", "status", status=409, body={"message": "a folder with the same uid exists"})
        made()
        fake.fault("GET", "folders", "status", status=404)
    report = run()
    assert (report.results[0].action, report.exit_code) == ("create", Exit.OK)
    assert len(fake.boards.by_uid) == 2


def test_a_rename_meanwhile_is_not_overwritten_and_the_boards_go_on(run: Run, fake: FakeGrafana) -> None:
    fake.folders.add("shop", "Old title")
    fake.fault("PUT", "folders", "call", call=lambda: fake.folders.by_uid["shop"].update(version=5, title="Theirs"))
    report = run()
    assert (report.results[0].action, report.exit_code) == ("refused", Exit.PARTIAL)
    assert fake.folders.by_uid["shop"]["title"] == "Theirs"
    assert len(fake.boards.by_uid) == 2


def test_without_it_the_boards_are_skipped_with_the_reason(run: Run, fake: FakeGrafana) -> None:
    fake.fault("POST", "folders", "status", status=400, body={"message": "uid contains illegal characters"})
    report = run()
    found = actions(report)
    assert (found["Shop"], found["Shop - A"], found["Shop - B"]) == ("failed", "skip", "skip")
    assert report.results[-1].error == "not written: folder/shop is not there"
    assert found["Tempo"] == "create"
    assert report.exit_code is Exit.PARTIAL
    assert fake.boards.by_uid == {}


def test_an_unreadable_one_is_not_created(run: Run, fake: FakeGrafana) -> None:
    fake.fault("GET", "folders", "status", status=403, body={"message": "Permissions needed: folders:read"})
    assert first(run).action == "failed"
    assert not [one for one in fake.writes if "folders" in one.path]


def test_another_one_can_be_named(run: Run, fake: FakeGrafana) -> None:
    run(folder=Folder("preview", "Preview"))
    assert set(fake.folders.by_uid) == {"preview"}
    assert {one.folder_uid for one in fake.boards.by_uid.values()} == {"preview"}


# -- inside one another, and for teams ---------------------------------------------------------------------------------


def nested(run: Run, team: str = "") -> list[Result]:
    inside = (DesiredFolder(Folder("shop-blue", "Blue"), team),)
    return list(run(render=lambda _: Desired(PROJECT, {}, (), FOLDER, folders=inside)).results)


def test_a_folder_inside_ours(run: Run, fake: FakeGrafana) -> None:
    assert [one.action for one in nested(run)] == ["create", "create"]
    assert fake.folders.by_uid["shop-blue"]["parentUid"] == "shop"
    assert [one.action for one in nested(run)] == ["unchanged", "unchanged"]


def test_a_team_is_let_in_beside_those_who_are(run: Run, fake: FakeGrafana) -> None:
    fake.folders.teams["blue"] = 7
    assert nested(run, "blue")[1].changes == ("team 'blue' may edit",)
    entries = fake.folders.acl["shop-blue"]
    assert {"teamId": 7, "permission": 2} in entries
    assert {"role": "Viewer", "permission": 1} in entries
    before = len(fake.writes)
    assert nested(run, "blue")[1].action == "unchanged"
    assert len(fake.writes) == before


def test_a_team_that_is_not_there_is_named(run: Run) -> None:
    result = nested(run, "red")[1]
    assert (result.action, "“red”" in result.error) == ("failed", True)
