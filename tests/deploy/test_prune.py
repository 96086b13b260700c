"""Only ours, only what is no longer wanted, and never much at once."""

from dataclasses import replace
from typing import Any

import pytest
from fake_grafana import FakeGrafana

from generator.config.model import Folder
from generator.deploy import folder_mark, marker, prune
from generator.deploy.desired import Desired, DesiredFolder
from generator.deploy.digests import short
from generator.deploy.owned import owned
from generator.deploy.plan import draw_up
from generator.deploy.situation import Options
from generator.deploy.step import Step
from generator.deploy.upload import apply
from generator.errors import Exit, GeneratorError
from generator.grafana.client import Client

from .conftest import Run
from .project import FOLDER, PROJECT, board, paste
from .test_runs import everything


@pytest.fixture
def uploaded(run: Run, fake: FakeGrafana) -> FakeGrafana:
    run(render=everything)
    fake.boards._store("theirs", board("theirs"), "shop", "kim")
    fake.boards._store("other-a", marker.stamp(board("other-a"), "other"), "shop", "kim")
    fake.sources.provision({"name": "Files", "type": "loki", "uid": "files", "jsonData": {"managedBy": PROJECT}})
    return fake


def steps(client: Client, wanted: Desired, **given: Any) -> tuple[Step, ...]:
    return prune.draw_up(owned(client, PROJECT), wanted, **given)


@pytest.mark.usefixtures("uploaded")
def test_what_is_wanted_stays(client: Client) -> None:
    assert steps(client, everything()) == ()


@pytest.mark.parametrize("apis", [True, False])
def test_only_ours_is_taken_away(client: Client, uploaded: FakeGrafana, apis: bool) -> None:
    uploaded.apis = apis
    plan = steps(client, Desired(PROJECT, {}, (), FOLDER))
    assert [(one.kind, one.action) for one in plan] == [
        ("alert-rules", "delete"),
        ("dashboard", "delete"),
        ("dashboard", "delete"),
        ("library-panel", "delete"),
        ("correlation", "delete"),
        ("datasource", "delete"),
        ("datasource", "delete"),
        ("datasource", "delete"),
    ]
    assert apply(client, plan).exit_code is Exit.OK
    assert sorted(uploaded.boards.by_uid) == ["other-a", "theirs"]
    assert list(uploaded.sources.by_uid) == ["files"]
    assert (uploaded.rules.groups, uploaded.library.by_uid, uploaded.correlations.list) == ({}, {}, [])


@pytest.mark.usefixtures("uploaded")
def test_one_board_that_is_no_longer_wanted(client: Client) -> None:
    wanted = everything()
    wanted = replace(wanted, boards={"shop-a": wanted.boards["shop-a"]})
    (one,) = steps(client, wanted)
    assert (one.uid, one.action) == ("shop-b", "delete")
    (shown,) = prune.orphans([one])
    assert (shown.action, shown.write, "generator prune" in shown.note) == ("orphan", None, True)


def test_what_was_edited_stays(client: Client, uploaded: FakeGrafana) -> None:
    uploaded.boards.edit_in_ui("shop-b", lambda data: data.update(description="mine"))
    nothing = Desired(PROJECT, {}, (), FOLDER)
    assert {one.uid: one.action for one in steps(client, nothing)}["shop-b"] == "edited"
    assert {one.uid: one.action for one in steps(client, nothing, force=True)}["shop-b"] == "delete"


def test_an_edit_between_reading_and_deleting_is_not_deleted(client: Client, uploaded: FakeGrafana) -> None:
    plan = steps(client, Desired(PROJECT, {}, (), FOLDER))
    uploaded.boards.edit_in_ui("shop-b", lambda data: data.update(description="mine"))
    report = apply(client, plan)
    assert {one.uid: one.action for one in report.results}["shop-b"] == "refused"
    assert "shop-b" in uploaded.boards.by_uid


def test_a_data_source_with_secrets_stays(client: Client, uploaded: FakeGrafana) -> None:
    uploaded.sources.by_uid["loki"]["secureJsonFields"] = {"password": True}
    plan = steps(client, Desired(PROJECT, {}, (), FOLDER), force=True)
    assert {one.uid: one.action for one in plan}["loki"] == "refused"


@pytest.mark.usefixtures("uploaded")
def test_no_more_than_allowed(client: Client) -> None:
    plan = steps(client, Desired(PROJECT, {}, (), FOLDER))
    with pytest.raises(GeneratorError) as caught:
        prune.require_few(plan, 5)
    assert caught.value.fix.endswith("--max-delete 8")
    prune.require_few(plan, 8)


@pytest.mark.parametrize("action", ["create", "failed", "refused"])
def test_nothing_goes_while_something_wanted_of_its_kind_is_not_there(
    client: Client, uploaded: FakeGrafana, action: str
) -> None:
    wanted = everything()
    wanted = replace(wanted, boards={"shop-a": wanted.boards["shop-a"], "shop-new": board("shop-new", title="New")})
    if action == "failed":
        uploaded.fault("GET", "uid/shop-new", "status", status=403)
    if action == "refused":
        uploaded.boards._store("shop-new", board("shop-new", title="Theirs"), "shop", "kim")
    plan = draw_up(client, lambda _: wanted, Options("wire", paste))
    assert {one.uid: one.action for one in plan}["shop-new"] == action
    going = steps(client, wanted)
    assert [one.uid for one in going] == ["shop-b"]
    with pytest.raises(GeneratorError, match="what is wanted is not there yet: dashboard New; nothing was deleted"):
        prune.require_uploaded(going, plan)
    # What is deleted is of another kind: that board is none of its business.
    prune.require_uploaded([replace(one, kind="alert-rules") for one in going], plan)


def test_a_group_with_a_rule_of_somebody_else_is_not_ours(client: Client, uploaded: FakeGrafana) -> None:
    group = uploaded.rules.groups["shop", "Shop - A"]
    group["rules"].append({**group["rules"][0], "uid": "theirs", "annotations": {}})
    assert [one for one in steps(client, Desired(PROJECT, {}, (), FOLDER)) if one.kind == "alert-rules"] == []


# -- folders and correlations ------------------------------------------------------------------------------------------


OTHER = Folder("other", "Other")


@pytest.fixture
def nested(run: Run, fake: FakeGrafana) -> FakeGrafana:
    """A folder of ours with two in one another inside it, and a board in the innermost."""
    run(render=lambda _: Desired(PROJECT, {}, (), FOLDER, folders=(DesiredFolder(Folder("shop-blue", "Blue")),)))
    fake.folders.add("shop-deep", "Deep")
    fake.folders.by_uid["shop-deep"]["parentUid"] = "shop-blue"
    fake.folders.descriptions["shop-deep"] = folder_mark.text(
        PROJECT, {"title": short("Deep"), "parent": short("shop-blue")}
    )
    fake.boards._store("shop-old", marker.stamp(board("shop-old"), PROJECT), "shop-deep", "admin")
    return fake


def test_folders_go_when_all_that_is_in_them_goes(client: Client, nested: FakeGrafana) -> None:
    plan = steps(client, Desired(PROJECT, {}, (), FOLDER))
    assert [(one.uid, one.action) for one in plan] == [
        ("shop-old", "delete"),
        ("shop-deep", "delete"),
        ("shop-blue", "delete"),
    ]
    assert apply(client, plan).exit_code is Exit.OK
    assert list(nested.folders.by_uid) == ["shop"]


def test_a_folder_that_holds_something_else_stays(client: Client, nested: FakeGrafana) -> None:
    nested.boards._store("theirs", board("theirs"), "shop-blue", "kim")
    plan = steps(client, Desired(PROJECT, {}, (), OTHER), force=True)
    assert {one.uid: one.action for one in plan} == {
        "shop-old": "delete",
        "shop-deep": "delete",
        "shop-blue": "refused",
        "shop": "refused",
    }
    assert "holds 1 thing that stays" in str(next(one.failure for one in plan if one.uid == "shop-blue"))
    assert apply(client, plan).exit_code is Exit.PARTIAL
    assert sorted(nested.folders.by_uid) == ["shop", "shop-blue"]
    assert list(nested.boards.by_uid) == ["theirs"]


def test_what_is_put_into_a_folder_meanwhile_saves_it(client: Client, nested: FakeGrafana) -> None:
    plan = steps(client, Desired(PROJECT, {}, (), FOLDER))
    nested.boards._store("theirs", board("theirs"), "shop-blue", "kim")
    assert apply(client, plan).exit_code is Exit.PARTIAL
    assert "shop-blue" in nested.folders.by_uid
    assert "theirs" in nested.boards.by_uid


def test_a_folder_of_somebody_else_or_renamed_stays(client: Client, nested: FakeGrafana) -> None:
    nested.folders.add("theirs", "Theirs")
    nested.folders.by_uid["shop-deep"]["title"] = "By hand"
    plan = {one.uid: one.action for one in steps(client, Desired(PROJECT, {}, (), FOLDER))}
    assert plan == {"shop-old": "delete", "shop-deep": "edited", "shop-blue": "refused"}


@pytest.mark.usefixtures("uploaded")
def test_a_correlation_that_is_no_longer_wanted(client: Client, uploaded: FakeGrafana) -> None:
    wanted = everything()
    sources = [replace(one, correlations=()) for one in wanted.datasources]
    uploaded.correlations.list.append({**uploaded.correlations.list[0], "uid": "theirs", "label": "Theirs"})
    uploaded.correlations.list[-1]["config"] = {"field": "f", "target": {"expr": "x"}}
    (one,) = steps(client, replace(wanted, datasources=sources))
    assert (one.kind, one.title, one.action) == ("correlation", "Same request (loki -> loki)", "delete")
    assert apply(client, (one,)).exit_code is Exit.OK
    assert [each["uid"] for each in uploaded.correlations.list] == ["theirs"]


@pytest.mark.usefixtures("uploaded")
def test_a_wanted_correlation_under_another_label_stays(client: Client, uploaded: FakeGrafana) -> None:
    uploaded.correlations.list[0]["label"] = "Theirs"
    assert steps(client, everything()) == ()
