"""Dashboards: what is written, and what is left alone."""

from typing import Any

import pytest
from fake_grafana import FakeGrafana

from generator.config.model import Folder
from generator.deploy import marker
from generator.deploy.content import same
from generator.deploy.desired import Desired
from generator.deploy.result import Result
from generator.deploy.situation import Options
from generator.errors import Exit

from .conftest import Run
from .project import FOLDER, PROJECT, board, paste


def only(*boards: dict[str, Any]) -> Any:
    """A project of these boards and no data source."""
    return lambda _: Desired(PROJECT, {one["uid"]: one for one in boards}, (), FOLDER)


def last(run: Run, *boards: dict[str, Any], **given: Any) -> Result:
    return run(render=only(*(boards or (board(),))), **given).results[-1]


def saves(fake: FakeGrafana) -> list[dict[str, Any]]:
    return [one.body for one in fake.writes if one.path == "/api/dashboards/db"]


def test_a_new_board_is_created_in_the_folder_with_our_mark(run: Run, fake: FakeGrafana) -> None:
    result = last(run)
    assert (result.action, result.url) == ("create", f"{fake.url}/d/shop-a/shop-a")
    (body,) = saves(fake)
    assert (body["folderUid"], body["overwrite"]) == ("shop", False)
    assert not {"id", "version"} & body["dashboard"].keys()
    assert body["message"].startswith("generator ")
    stored = fake.boards.by_uid["shop-a"].data
    mark = marker.read(stored)
    assert mark is not None
    assert mark.project == PROJECT
    assert same(stored, board())


def test_the_same_board_is_not_written_again(run: Run, fake: FakeGrafana) -> None:
    last(run)
    result = last(run, {**board(), "id": 4, "version": 77, "description": None})
    assert (result.action, result.attempts, result.url) == ("unchanged", 0, f"{fake.url}/d/shop-a/shop-a")
    assert len(saves(fake)) == 1


def test_a_change_is_written_over_the_version_that_was_read(run: Run, fake: FakeGrafana) -> None:
    last(run)
    result = last(run, board(description="new"))
    assert (result.action, result.note, result.attempts) == ("update", "", 1)
    assert (saves(fake)[-1]["dashboard"]["version"], saves(fake)[-1]["overwrite"]) == (1, False)
    assert not marker.edited(fake.boards.by_uid["shop-a"].data)


def test_an_edit_in_the_ui_stops_the_board(run: Run, fake: FakeGrafana) -> None:
    last(run)
    fake.boards.edit_in_ui("shop-a", lambda data: data.update(description="by hand"), user="kim")
    result = last(run)
    assert (result.action, result.changes) == ("edited", ("description “” -> “by hand”",))
    assert result.error == "dashboard shop-a was edited by kim at 2026-11-23T10:00:00Z: not overwritten"
    for way_out in ("generator pull", "--take-theirs", "--force"):
        assert way_out in result.fix
    assert len(saves(fake)) == 1


def test_an_edit_of_both_sides_names_theirs_and_counts_ours(run: Run, fake: FakeGrafana) -> None:
    last(run)
    fake.boards.edit_in_ui("shop-a", lambda data: data.update(description="by hand"))
    result = last(run, board(refresh="5m"))
    assert (result.action, result.changes) == ("edited", ("description “” -> “by hand”",))
    assert "our definition changed as well (1 changes)" in result.error


def test_an_edit_is_overwritten_only_by_force(run: Run, fake: FakeGrafana) -> None:
    last(run)
    fake.boards.edit_in_ui("shop-a", lambda data: data.update(description="by hand"), user="kim")
    result = last(run, force=True)
    assert (result.action, result.changes) == ("update", ("description “by hand” -> “”",))
    assert result.note == "was edited by kim at 2026-11-23T10:00:00Z; version 2 in Grafana's history keeps it"
    assert last(run).action == "unchanged"


def test_an_edit_can_be_left(run: Run, fake: FakeGrafana) -> None:
    last(run)
    fake.boards.edit_in_ui("shop-a", lambda data: data.update(description="by hand"))
    report = run(render=only(board(refresh="5m")), options=Options("wire", paste, take_theirs=True))
    assert (report.results[-1].action, report.exit_code) == ("skip", Exit.OK)
    assert fake.boards.by_uid["shop-a"].data["description"] == "by hand"


def test_an_edit_is_told_also_when_the_history_has_forgotten_ours(run: Run, fake: FakeGrafana) -> None:
    last(run)
    fake.boards.edit_in_ui("shop-a", lambda data: data.update(description="by hand"))
    fake.boards.by_uid["shop-a"].history.clear()
    result = last(run)
    assert result.action == "edited"
    assert "no longer in its history" in result.error


def test_what_the_editor_fills_in_is_no_edit(run: Run, fake: FakeGrafana) -> None:
    def fill(data: dict[str, Any]) -> None:
        data["panels"][0] |= {"pluginVersion": "12.2.0", "transparent": False, "options": {"graphMode": "area"}}
        data |= {"fiscalYearStartMonth": 0, "preload": False, "timepicker": {}, "links": []}

    last(run)
    fake.boards.edit_in_ui("shop-a", fill)
    assert last(run).action == "unchanged"
    result = last(run, board(refresh="5m"))
    assert (result.action, result.changes) == ("update", ("refresh “1m” -> “5m”",))


@pytest.mark.parametrize("others", [(), (board("shop-b"), board("shop-c"))])
def test_an_edit_that_says_what_we_want_becomes_ours(
    run: Run, fake: FakeGrafana, others: tuple[dict[str, Any], ...]
) -> None:
    def ours(text: str) -> Result:
        return last(run, *others, board(description=text))

    ours("one")
    fake.boards.edit_in_ui("shop-a", lambda data: data.update(description="two"))
    taken_over = ours("two")
    assert (taken_over.action, taken_over.changes) == ("update", ())
    assert taken_over.note == "only our mark is renewed: it says what we want"
    assert ours("two").action == "unchanged"
    assert ours("three").action == "update"


def test_a_place_that_we_want_as_well_becomes_ours(run: Run, fake: FakeGrafana) -> None:
    last(run)
    fake.folders.add("attic", "Attic")
    fake.boards.by_uid["shop-a"].folder_uid = "attic"
    attic = Folder("attic", "Attic")
    assert last(run, folder=attic, options=Options("wire", paste, attic, adopt=frozenset({"attic"}))).action == "update"
    assert last(run, folder=attic).action == "unchanged"
    assert last(run, folder=Folder("third", "Third")).action == "move"


@pytest.mark.parametrize(
    ("mark", "note"),
    [(None, "was not created by this tool"), ("other", "was uploaded by the project other")],
)
def test_a_board_of_somebody_else_is_named(run: Run, fake: FakeGrafana, mark: str | None, note: str) -> None:
    fake.folders.add("shop", "Shop")
    theirs = board(title="Theirs")
    fake.boards.provision(marker.stamp(theirs, mark) if mark else theirs, folder_uid="shop")
    there = fake.boards.by_uid["shop-a"]
    there.provisioned, there.external, there.version = False, "", 6
    result = last(run, board(description="new"))
    assert (result.action, result.error) == ("refused", f"dashboard shop-a {note}: not overwritten")
    adopt = Options("wire", paste, adopt=frozenset({"shop-a"}))
    result = last(run, board(description="new"), options=adopt)
    assert (result.action, result.note) == ("update", f"{note}; version 6 in Grafana's history keeps it")


@pytest.mark.parametrize(("place", "named"), [("attic", "attic"), ("", "none")])
def test_a_board_that_was_moved_is_not_moved_back_silently(run: Run, fake: FakeGrafana, place: str, named: str) -> None:
    last(run)
    fake.folders.add("attic", "Attic")
    there = fake.boards.by_uid["shop-a"]
    there.folder_uid = place
    result = last(run)
    assert (result.action, result.changes) == ("edited", (f"moved from the folder shop to {named}",))
    assert result.error == "dashboard shop-a was moved by someone: not moved back"
    assert result.fix == "--take-theirs leaves it there; --force moves it back"
    assert last(run, options=Options("wire", paste, take_theirs=True)).action == "skip"
    assert there.folder_uid == place
    assert last(run, force=True).action == "move"
    assert (there.folder_uid, last(run).action) == ("shop", "unchanged")


def test_a_board_that_was_moved_is_told_from_where_we_had_put_it(run: Run, fake: FakeGrafana) -> None:
    last(run)
    fake.folders.add("third", "Third")
    fake.boards.by_uid["shop-a"].folder_uid = "third"
    result = last(run, folder=Folder("new", "New"))
    assert (result.action, result.changes) == ("edited", ("moved from the folder shop to third",))


def test_a_board_that_we_want_elsewhere_is_moved_with_its_content(run: Run, fake: FakeGrafana) -> None:
    last(run)
    moved = last(run, folder=Folder("attic", "Attic"))
    assert (moved.action, moved.note) == ("move", "was in the folder shop")
    assert fake.boards.by_uid["shop-a"].folder_uid == "attic"
    assert same(fake.boards.by_uid["shop-a"].data, board())
    assert last(run, folder=Folder("attic", "Attic")).action == "unchanged"


def test_a_board_saved_without_a_change_is_moved_all_the_same(run: Run, fake: FakeGrafana) -> None:
    last(run)
    fake.boards.edit_in_ui("shop-a", lambda data: data.update(fiscalYearStartMonth=0))
    assert last(run).action == "unchanged"
    assert last(run, folder=Folder("attic", "Attic")).action in ("move", "update")
    assert fake.boards.by_uid["shop-a"].folder_uid == "attic"


def test_an_edit_that_we_have_taken_over_does_not_stop_our_next_change(run: Run, fake: FakeGrafana) -> None:
    panels = [{"id": 1, "type": "stat", "title": "Rate", "gridPos": {"x": 0, "y": 0, "w": 4, "h": 4}}]
    last(run, board(panels=panels))
    theirs = [{**panels[0], "title": "Requests"}]
    fake.boards.edit_in_ui("shop-a", lambda data: data.update(panels=theirs))
    ours = [*theirs, {**panels[0], "id": 2, "title": "Errors"}]
    assert last(run, board(panels=panels, description="ours")).action == "edited"
    assert last(run, board(panels=ours, description="ours")).action == "update"


def test_an_edit_between_reading_and_writing_is_not_overwritten(run: Run, fake: FakeGrafana) -> None:
    last(run)
    fake.fault(
        "POST",
        "dashboards/db",
        "call",
        call=lambda: fake.boards.edit_in_ui("shop-a", lambda data: data.update(title="Theirs")),
    )
    report = run(render=only(board(description="new")))
    result = report.results[-1]
    assert (result.action, report.exit_code) == ("refused", Exit.PARTIAL)
    assert "changed by someone while uploading" in result.error
    assert fake.boards.by_uid["shop-a"].data["title"] == "Theirs"


def test_a_board_that_appears_meanwhile_is_not_overwritten(run: Run, fake: FakeGrafana) -> None:
    theirs = {"uid": "shop-a", "title": "Theirs", "panels": []}
    fake.fault(
        "POST", "dashboards/db", "call", call=lambda: fake.boards.provision(theirs, folder_uid="", editable=True)
    )
    assert last(run).action == "refused"
    assert fake.boards.by_uid["shop-a"].data["title"] == "Theirs"


def test_a_provisioned_board_is_refused_and_the_others_go_on(run: Run, fake: FakeGrafana) -> None:
    fake.folders.add("files", "Files")
    fake.boards.provision({"uid": "shop-a", "title": "From a file", "panels": []}, folder_uid="files")
    report = run(render=only(board(), board("shop-b")))
    assert [result.action for result in report.results] == ["create", "refused", "create"]
    refused = report.results[1]
    assert refused.error == "dashboard shop-a is provisioned from a file (a.json): Grafana refuses to save it"
    assert "files that Grafana's provisioning reads" in refused.fix
    assert refused.url == f"{fake.url}/d/shop-a/from-a-file"
    assert report.exit_code is Exit.PARTIAL
    assert [body["dashboard"]["uid"] for body in saves(fake)] == ["shop-b"]


def test_a_provisioned_board_that_says_the_same_needs_nothing(run: Run, fake: FakeGrafana) -> None:
    fake.folders.add("shop", "Shop")
    fake.boards.provision(board(), folder_uid="shop")
    result = last(run)
    assert (result.action, result.error) == ("unchanged", "")
    assert "a.json" in result.note


def test_a_board_that_is_provisioned_meanwhile_is_refused(run: Run, fake: FakeGrafana) -> None:
    fake.fault("POST", "dashboards/db", "status", status=400, body={"message": "Cannot save provisioned dashboard"})
    result = last(run)
    assert (result.action, result.error) == (
        "refused",
        "dashboard shop-a is provisioned from a file: Cannot save provisioned dashboard",
    )


def test_a_provisioned_board_that_may_be_saved_is_saved_with_a_warning(run: Run, fake: FakeGrafana) -> None:
    fake.boards.provision({"uid": "shop-a", "title": "From a file", "panels": []}, folder_uid="", editable=True)
    result = last(run, options=Options("wire", paste, adopt=frozenset({"shop-a"})))
    assert result.action == "update"
    assert "the next change of that file replaces it" in result.note


def test_a_board_in_the_newer_schema_is_refused_unless_forced(run: Run, fake: FakeGrafana) -> None:
    last(run)
    fake.boards.by_uid["shop-a"].api_version = "v2beta1"
    refused = last(run, board(description="new"))
    assert (refused.action, "v2beta1" in refused.error, "--force" in refused.fix) == ("refused", True, True)
    assert last(run, board(description="new"), force=True).action == "update"


def test_a_board_that_this_api_cannot_show_is_never_overwritten(run: Run, fake: FakeGrafana) -> None:
    last(run)
    fake.boards.by_uid["shop-a"].hidden = True
    assert last(run, board(description="new"), force=True).action == "refused"
    assert len(saves(fake)) == 1


def test_a_board_of_a_plugin_is_refused(run: Run, fake: FakeGrafana) -> None:
    body = {"message": "The dashboard belongs to plugin X.", "status": "plugin-dashboard"}
    fake.fault("POST", "dashboards/db", "status", status=412, body=body)
    assert last(run).error == "dashboard shop-a: The dashboard belongs to plugin X."


def test_a_title_that_is_taken_on_an_old_grafana_is_a_failure(run: Run, fake: FakeGrafana) -> None:
    body = {"message": "A dashboard with the same name in the folder already exists", "status": "name-exists"}
    fake.fault("POST", "dashboards/db", "status", status=412, body=body)
    result = last(run)
    assert (result.action, "same name" in result.error) == ("failed", True)


def test_a_board_that_cannot_be_read_fails_alone(run: Run, fake: FakeGrafana) -> None:
    body = {"message": "x. Permissions needed: dashboards:read"}
    fake.fault("GET", "uid/shop-a", "status", status=403, body=body)
    report = run(render=only(board(), board("shop-b")))
    assert [result.action for result in report.results] == ["create", "failed", "create"]
    assert "dashboards:read" in report.results[1].error


def test_a_refresh_below_the_minimum_settles_at_once(run: Run, fake: FakeGrafana) -> None:
    result = last(run, board(refresh="1s"))
    assert result.note == "refresh 1s is below what this Grafana allows: 5s"
    assert not marker.edited(fake.boards.by_uid["shop-a"].data)
    assert last(run, board(refresh="1s")).action == "unchanged"
    assert last(run, board(refresh="1s", title="Shop - A ")).action == "unchanged"
