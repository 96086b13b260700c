"""What a run leaves behind, and a whole run taken back."""

import json
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from fake_grafana import FakeGrafana

from generator.deploy import rollback
from generator.deploy.content import same
from generator.deploy.desired import Desired, DesiredPanel, DesiredRules
from generator.deploy.plan import draw_up
from generator.deploy.result import Report
from generator.deploy.runs import Run as Journal
from generator.deploy.runs import State
from generator.deploy.situation import Options
from generator.deploy.upload import apply
from generator.errors import Exit, UsageError
from generator.grafana.client import Client

from .conftest import Run
from .project import FOLDER, PROJECT, board, desired, paste
from .test_alert_rules import rule
from .test_library_panels import MODEL


@pytest.fixture
def state(tmp_path: Path) -> State:
    ticks = iter(range(59))
    return State(tmp_path / ".generator", lambda: datetime(2026, 11, 26, 18, 0, next(ticks, 59), tzinfo=timezone.utc))


def everything(uids: Any = None, **changes: Any) -> Desired:
    """All kinds; `changes` go into the boards, and into what else can tell one upload from another."""
    plain = desired(uids)
    lasting = "10m" if changes else "5m"
    return Desired(
        PROJECT,
        {uid: board(uid, **changes) for uid in plain.boards},
        plain.datasources,
        FOLDER,
        alerts=(DesiredRules("Shop - A", 60, (rule(**{"for": lasting}),)),),
        library=(DesiredPanel("shop-rate", "Rate", {**MODEL, **changes}),),
    )


@pytest.fixture
def record(run: Run, state: State, fake: FakeGrafana) -> Callable[..., Journal]:
    def make(**changes: Any) -> Journal:
        journal = state.start("upload", fake.url, PROJECT)
        run(render=lambda uids: everything(uids, **changes), journal=journal)
        return journal

    return make


def contents(fake: FakeGrafana) -> Any:
    """Everything that stands there, without what counts up."""
    left_out = ("version", "updated", "id", "updatedBy", "meta", "message")

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items() if key not in left_out}
        return [plain(item) for item in value] if isinstance(value, list) else value

    return plain(
        {
            "folders": list(fake.folders.by_uid.values()),
            "boards": {uid: [one.data, one.folder_uid] for uid, one in fake.boards.by_uid.items()},
            "sources": fake.sources.by_uid,
            "correlations": [{**one, "uid": ""} for one in fake.correlations.list],
            "rules": {str(key): group for key, group in fake.rules.groups.items()},
            "library": fake.library.by_uid,
        }
    )


def back(client: Client, state: State, number: str = "last", **given: Any) -> Report:
    steps = rollback.draw_up(client, state.run(number).entries, **given)
    return apply(client, steps, journal=state.start("rollback", client.transport.base_url, PROJECT))


def test_a_run_that_writes_nothing_leaves_nothing(record: Callable[..., Journal], state: State) -> None:
    record()
    assert len(state.runs()) == 1
    assert not record().opened
    assert len(state.runs()) == 1


def test_what_a_run_changes_is_kept_as_readable_files(record: Callable[..., Journal], state: State) -> None:
    record()
    journal = record(description="new")
    before = json.loads((journal.folder / "backup" / "dashboard" / "shop-a.json").read_text("utf-8"))
    assert "description" not in before["dashboard"]
    assert before["folderUid"] == "shop"
    assert before["permissions"] == [{"permission": 4, "userId": 1}]
    assert (journal.folder / "backup" / "alert-rules" / "shop%2FShop%20-%20A.json").is_file()
    events = [json.loads(line) for line in (journal.folder / "log.jsonl").read_text("utf-8").splitlines()]
    assert [event["event"] for event in events] == ["begin", "done"] * 4
    recorded = state.run("last")
    assert (recorded.id, recorded.command, recorded.project) == (journal.id, "upload", PROJECT)


def test_no_secret_is_kept(run: Run, state: State, fake: FakeGrafana) -> None:
    from dataclasses import replace

    def secret(uids: Any) -> Desired:
        plain = desired(uids)
        sources = [
            replace(one, body={**one.body, "secureJsonData": {"httpHeaderValue1": "tenant-secret"}})
            for one in plain.datasources
        ]
        return replace(plain, datasources=sources)

    run(render=secret, journal=state.start("upload", fake.url, PROJECT))
    kept = [path.read_text("utf-8") for path in state.folder.rglob("*") if path.is_file()]
    assert fake.sources.secrets["loki"] == {"httpHeaderValue1": "tenant-secret"}
    assert [text for text in kept if "tenant-secret" in text] == []


def test_an_update_is_taken_back(
    record: Callable[..., Journal], state: State, client: Client, fake: FakeGrafana
) -> None:
    record()
    before = contents(fake)
    record(description="new")
    assert contents(fake) != before
    report = back(client, state)
    assert report.exit_code is Exit.OK
    assert {one.action for one in report.results} == {"update"}
    assert contents(fake) == before
    assert {one.action for one in back(client, state, state.runs()[1]).results} == {"unchanged"}


def test_a_first_upload_is_taken_back_to_nothing(
    record: Callable[..., Journal], state: State, client: Client, fake: FakeGrafana
) -> None:
    record()
    report = back(client, state)
    assert report.exit_code is Exit.OK, report.to_text()
    assert [one.action for one in report.results] == ["delete"] * 9
    nothing = contents(fake)
    assert [key for key, there in nothing.items() if there] == []
    # And that is a run, which is taken back as well.
    assert back(client, state).exit_code is Exit.OK
    assert same(fake.boards.by_uid["shop-a"].data, board())


def test_what_was_changed_afterwards_is_left(
    record: Callable[..., Journal], state: State, client: Client, fake: FakeGrafana
) -> None:
    record()
    record(description="new")
    fake.boards.edit_in_ui("shop-a", lambda data: data.update(title="By hand"))
    report = back(client, state)
    (left,) = [one for one in report.results if one.error]
    assert (left.uid, left.action, left.changes) == ("shop-a", "edited", ("title “Shop - A” -> “By hand”",))
    assert fake.boards.by_uid["shop-a"].data["title"] == "By hand"
    assert back(client, state, state.runs()[1], force=True).exit_code is Exit.OK
    assert fake.boards.by_uid["shop-a"].data["title"] == "Shop - A"


def test_a_folder_that_holds_something_else_stays(
    record: Callable[..., Journal], state: State, client: Client, fake: FakeGrafana
) -> None:
    record()
    fake.boards._store("theirs", {"uid": "theirs", "title": "Theirs"}, "shop", "kim")
    report = back(client, state)
    (left,) = [one for one in report.results if one.error]
    assert (left.kind, left.action) == ("folder", "refused")
    assert "not empty" in left.error
    assert "theirs" in fake.boards.by_uid


def test_a_data_source_with_secrets_is_never_deleted(
    record: Callable[..., Journal], state: State, client: Client, fake: FakeGrafana
) -> None:
    record()
    fake.sources.secrets["loki"] = {"password": "x"}
    fake.sources.by_uid["loki"]["secureJsonFields"] = {"password": True}
    report = back(client, state, force=True)
    assert {one.title: one.action for one in report.results}["Loki"] == "refused"
    assert "loki" in fake.sources.by_uid


def test_a_run_that_was_killed_can_be_taken_back(
    record: Callable[..., Journal], state: State, client: Client, fake: FakeGrafana
) -> None:
    record()
    before = contents(fake)
    journal = record(description="new")
    log = journal.folder / "log.jsonl"
    # Killed while it was writing down that the last board was written.
    lines = log.read_text("utf-8").splitlines()
    kept = [line for line in lines if json.loads(line)["kind"] != "alert-rules"]
    log.write_text("\n".join([*kept[:-1], kept[-1][:20]]), "utf-8")
    (journal.folder / "after" / "dashboard" / "shop-b.json").unlink()
    report = back(client, state)
    assert report.exit_code is Exit.OK, report.to_text()
    assert contents(fake)["boards"] == before["boards"]


def test_a_run_that_is_not_there_names_those_that_are(record: Callable[..., Journal], state: State) -> None:
    number = record().id
    with pytest.raises(UsageError) as caught:
        state.run("20200101T000000Z-0000")
    assert number in caught.value.fix


def test_a_disk_that_cannot_be_written_stops_before_the_first_write(
    run: Run, tmp_path: Path, fake: FakeGrafana
) -> None:
    (tmp_path / "file").write_text("")
    journal = State(tmp_path / "file").start("upload", fake.url, PROJECT)
    with pytest.raises(Exception, match="cannot be written") as caught:
        run(journal=journal)
    assert "--state-dir" in getattr(caught.value, "fix", "")
    assert fake.writes == []


def test_the_cache_tells_an_edit_when_the_history_does_not(
    run: Run, record: Callable[..., Journal], state: State, fake: FakeGrafana
) -> None:
    record()
    fake.boards.edit_in_ui("shop-a", lambda data: data.update(description="by hand"))
    fake.boards.by_uid["shop-a"].history.clear()
    report = run(render=everything, options=Options("wire", paste, cache=state.cached))
    (edited,) = [one for one in report.results if one.action == "edited"]
    assert "no longer in its history" not in edited.error


def _adopted(run: Run, state: State, fake: FakeGrafana) -> Report:
    options = Options("wire", paste, adopt=frozenset({"shop"}))
    return run(render=lambda _: Desired(PROJECT, {}, (), FOLDER), options=options, journal=started(state, fake))


def started(state: State, fake: FakeGrafana) -> Journal:
    return state.start("upload", fake.url, PROJECT)


def test_the_description_of_a_folder_that_becomes_ours_is_shown_and_comes_back(
    run: Run, state: State, client: Client, fake: FakeGrafana
) -> None:
    fake.folders.add("shop", "Shop")
    fake.folders.descriptions["shop"] = "Ask Kim before you change this"
    (adopted,) = _adopted(run, state, fake).results
    assert (adopted.action, adopted.note) == ("update", "becomes ours")
    assert adopted.changes == ("description “Ask Kim before you change this” is replaced by our mark",)
    assert fake.folders.descriptions["shop"].startswith("managed_by: shop ")
    assert [one.action for one in back(client, state).results] == ["update"]
    assert fake.folders.descriptions["shop"] == "Ask Kim before you change this"
    assert [one.action for one in back(client, state, state.runs()[1]).results] == ["unchanged"]


def test_a_description_that_was_written_afterwards_is_left(
    run: Run, state: State, client: Client, fake: FakeGrafana
) -> None:
    fake.folders.add("shop", "Shop")
    _adopted(run, state, fake)
    fake.folders.descriptions["shop"] = "Ask Kim"
    assert [one.action for one in back(client, state).results] == ["edited"]
    assert fake.folders.descriptions["shop"] == "Ask Kim"


@pytest.mark.parametrize("shown", [False, True])
def test_a_description_that_nobody_could_see_is_not_made_up(
    run: Run, state: State, client: Client, fake: FakeGrafana, shown: bool
) -> None:
    fake.apis = False
    fake.folders.add("shop", "Old title")
    (adopted,) = _adopted(run, state, fake).results
    assert adopted.changes[-1] == "our mark replaces its description, which this Grafana does not show"
    marked = fake.folders.descriptions["shop"]
    fake.apis = shown
    assert [one.action for one in back(client, state).results] == ["update"]
    assert (fake.folders.by_uid["shop"]["title"], fake.folders.descriptions["shop"]) == ("Old title", marked)


def test_what_a_rollback_took_away_was_deleted_by_nobody(
    run: Run, state: State, client: Client, fake: FakeGrafana
) -> None:
    def wanted(*uids: str) -> Callable[[Any], Desired]:
        return lambda _: Desired(PROJECT, {uid: board(uid) for uid in uids}, (), FOLDER)

    run(render=wanted("shop-a"), journal=started(state, fake))
    run(render=wanted("shop-a", "shop-b"), journal=started(state, fake))
    assert back(client, state).exit_code is Exit.OK
    plan = draw_up(client, wanted("shop-a", "shop-b"), Options("wire", paste))
    assert {step.uid: (step.action, step.lost) for step in plan}["shop-b"] == ("create", False)
    # What somebody deletes is told all the same.
    run(render=wanted("shop-a", "shop-b"), journal=started(state, fake))
    del fake.boards.by_uid["shop-b"]
    plan = draw_up(client, wanted("shop-a", "shop-b"), Options("wire", paste))
    assert {step.uid: (step.action, step.lost) for step in plan}["shop-b"] == ("create", True)
