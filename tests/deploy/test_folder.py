"""The folder: there, with its title, and never anybody else's business."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_grafana import FakeGrafana

from generator.config.model import Folder
from generator.deploy.desired import Desired, DesiredFolder
from generator.deploy.result import Result
from generator.deploy.runs import State
from generator.deploy.situation import Options
from generator.deploy.writes.folder import UpdateFolder
from generator.errors import Exit
from generator.grafana.client import Client

from .conftest import Run, actions
from .project import FOLDER, PROJECT, paste


def first(run: Run, **given: Any) -> Result:
    return run(**given).results[0]


def test_it_is_created_then_unchanged(run: Run, fake: FakeGrafana) -> None:
    made = first(run)
    assert (made.kind, made.action, made.url) == ("folder", "create", f"{fake.url}/dashboards/f/shop/shop")
    assert first(run).action == "unchanged"


def titled(title: str) -> Callable[[Any], Desired]:
    return lambda _: Desired(PROJECT, {}, (), replace(FOLDER, title=title))


def test_its_title_is_kept_in_step_with_its_version(run: Run, fake: FakeGrafana) -> None:
    first(run)
    renamed = first(run, render=titled("New"))
    assert (renamed.action, renamed.note, renamed.changes) == (
        "update",
        "was titled “Shop”",
        ("title “Shop” -> “New”",),
    )
    assert (fake.writes[-1].body["title"], fake.writes[-1].body["version"]) == ("New", 1)
    assert fake.folders.by_uid["shop"]["title"] == "New"
    assert first(run, render=titled("New")).action == "unchanged"


def test_one_that_somebody_else_made_keeps_its_title_unless_it_is_named(run: Run, fake: FakeGrafana) -> None:
    fake.folders.add("shop", "Old title")
    assert first(run).action == "refused"
    assert fake.folders.by_uid["shop"]["title"] == "Old title"
    assert first(run, options=Options("wire", paste, adopt=frozenset({"shop"}))).action == "update"
    assert fake.folders.by_uid["shop"]["title"] == "Shop"
    assert first(run).action == "unchanged"


def test_a_rename_by_someone_is_told_from_ours_without_any_file(run: Run, fake: FakeGrafana) -> None:
    first(run)
    fake.folders.by_uid["shop"] |= {"title": "Theirs", "version": 2}
    edited = first(run, render=titled("New"))
    assert (edited.action, edited.changes) == ("edited", ("title “New” -> “Theirs”",))
    assert "renamed to “Theirs” by someone" in edited.error
    assert first(run, options=Options("wire", paste, take_theirs=True)).action == "skip"
    assert fake.folders.by_uid["shop"]["title"] == "Theirs"
    # Taken over, it is ours from then on.
    assert first(run, render=titled("Theirs")).note.startswith("only our mark is renewed")
    assert first(run, render=titled("Newer")).action == "update"


def test_where_grafana_does_not_show_the_mark_a_title_is_not_overwritten_either(
    run: Run, fake: FakeGrafana, tmp_path: Path
) -> None:
    fake.apis = False
    state = State(tmp_path)
    options = Options("wire", paste, applied=state.last)
    first(run, options=options, journal=state.start("upload", fake.url, PROJECT))
    assert first(run).action == "unchanged"
    assert first(run, render=titled("New")).action == "refused"
    # The file of the last upload knows more.
    assert first(run, render=titled("New"), options=options).action == "update"
    fake.folders.by_uid["shop"] |= {"title": "Theirs"}
    assert first(run, render=titled("Newest"), options=options).action == "edited"


def test_one_that_was_moved_stays_and_can_be_moved_back(run: Run, fake: FakeGrafana) -> None:
    nested(run)
    fake.folders.add("team", "Team")
    fake.folders.by_uid["shop-blue"] |= {"parentUid": "team", "version": 3}
    edited = nested(run)[1]
    assert (edited.action, "moved into team by someone" in edited.error) == ("edited", True)
    assert nested(run, force=True)[1].action == "move"
    assert fake.folders.by_uid["shop-blue"]["parentUid"] == "shop"
    assert nested(run)[1].action == "unchanged"


def test_a_team_that_was_shut_out_stays_out(run: Run, fake: FakeGrafana) -> None:
    fake.folders.teams["blue"] = 7
    nested(run, "blue")
    fake.folders.acl["shop-blue"] = [{"role": "Viewer", "permission": 1}]
    edited = nested(run, "blue")[1]
    assert (edited.action, "closed to the team 'blue' by someone" in edited.error) == ("edited", True)
    assert nested(run, "blue", force=True)[1].action == "update"
    assert {"teamId": 7, "permission": 2} in fake.folders.acl["shop-blue"]


def test_a_team_whose_permissions_cannot_be_read_is_no_edit(run: Run, fake: FakeGrafana) -> None:
    fake.folders.teams["blue"] = 7
    nested(run, "blue")
    before = len(fake.writes)
    denied = fake.fault("GET", "permissions", "status", status=403, times=2)
    assert nested(run, "blue")[1].action == "unchanged"
    denied.times = 0
    assert nested(run, "blue")[1].action == "unchanged"
    assert len(fake.writes) == before


def test_a_team_that_is_named_later_is_let_in(run: Run, fake: FakeGrafana) -> None:
    fake.folders.teams["blue"] = 7
    nested(run)
    assert nested(run, "blue")[1].action == "update"
    assert nested(run, "blue")[1].action == "unchanged"


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
    first(run, render=titled("Old title"))
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


def nested(run: Run, team: str = "", **given: Any) -> list[Result]:
    inside = (DesiredFolder(Folder("shop-blue", "Blue"), team),)
    return list(run(render=lambda _: Desired(PROJECT, {}, (), FOLDER, folders=inside), **given).results)


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


@pytest.mark.parametrize(("wanted", "landed"), [("shop", False), ("team", True), (None, True)])
def test_a_move_without_an_answer_is_believed_when_it_stands_there(
    run: Run, client: Client, fake: FakeGrafana, wanted: str | None, landed: bool
) -> None:
    nested(run)
    fake.folders.add("team", "Team")
    fake.folders.by_uid["shop-blue"] |= {"parentUid": "team", "version": 9}
    write = UpdateFolder(Folder("shop-blue", "Blue"), 3, "", wanted)
    assert (write.landed(client) is not None) == landed
