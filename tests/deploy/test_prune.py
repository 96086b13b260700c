"""Only ours, only what is no longer wanted, and never much at once."""

from dataclasses import replace
from typing import Any

import pytest
from fake_grafana import FakeGrafana

from generator.deploy import marker, prune
from generator.deploy.desired import Desired
from generator.deploy.owned import owned
from generator.deploy.step import Step
from generator.deploy.upload import apply
from generator.errors import Exit, GeneratorError
from generator.grafana.client import Client

from .conftest import Run
from .project import FOLDER, PROJECT, board
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
        ("datasource", "delete"),
        ("datasource", "delete"),
        ("datasource", "delete"),
    ]
    assert apply(client, plan).exit_code is Exit.OK
    assert sorted(uploaded.boards.by_uid) == ["other-a", "theirs"]
    assert list(uploaded.sources.by_uid) == ["files"]
    assert (uploaded.rules.groups, uploaded.library.by_uid) == ({}, {})


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
    assert caught.value.fix.endswith("--max-delete 7")
    prune.require_few(plan, 7)


def test_a_group_with_a_rule_of_somebody_else_is_not_ours(client: Client, uploaded: FakeGrafana) -> None:
    group = uploaded.rules.groups["shop", "Shop - A"]
    group["rules"].append({**group["rules"][0], "uid": "theirs", "annotations": {}})
    assert [one for one in steps(client, Desired(PROJECT, {}, (), FOLDER)) if one.kind == "alert-rules"] == []
