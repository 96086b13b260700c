"""Grafana 9 to 11: all that can be done there is done, and what cannot is named before anything is written."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from fake_grafana import FakeGrafana

from generator.config.model import Folder
from generator.deploy import prune
from generator.deploy.content import same
from generator.deploy.desired import Desired, DesiredFolder
from generator.deploy.owned import owned
from generator.deploy.result import Report
from generator.deploy.situation import Options
from generator.deploy.upload import apply, upload
from generator.errors import Exit, VersionError
from generator.grafana.capabilities import capabilities
from generator.grafana.client import Client

from .project import FOLDER, PROJECT, board, paste
from .test_runs import everything

WITHOUT_CORRELATIONS = Options("wire", paste, skip=frozenset({"correlations"}))
Connect = Callable[..., Client]


@pytest.fixture(params=["9.4.7", "10.1.0", "11.3.0", "12.2.0"])
def old(request: pytest.FixtureRequest) -> Iterator[FakeGrafana]:
    with FakeGrafana(version=request.param) as grafana:
        yield grafana


def put(client: Client, render: Any = everything, options: Options | None = None) -> Report:
    return upload(client, render, "wire", None, paste, options=options)


def test_every_kind_is_brought_there_once(old: FakeGrafana, connect: Connect) -> None:
    client = connect(url=old.url)
    first = put(client)
    assert (first.exit_code, first.summary["create"]) == (Exit.OK, 9)
    number = len(old.writes)
    again = put(client)
    assert (again.exit_code, again.summary["unchanged"], len(old.writes)) == (Exit.OK, 9, number)
    assert len(old.correlations.list) == 1
    changed = put(client, lambda uids: everything(uids, description="new"))
    assert (changed.exit_code, changed.summary["update"]) == (Exit.OK, 4)


def test_an_edit_is_told_and_left(old: FakeGrafana, connect: Connect) -> None:
    client = connect(url=old.url)
    put(client)
    old.boards.edit_in_ui("shop-a", lambda data: data.update(title="By hand"))
    old.correlations.list[0]["description"] = "by hand"
    report = put(client)
    assert {one.kind: one.action for one in report.results if one.error} == {
        "dashboard": "edited",
        "correlation": "edited",
    }
    (edited,) = [one for one in report.results if one.uid == "shop-a"]
    assert edited.changes == ("title “Shop - A” -> “By hand”",)
    assert "no longer in its history" not in edited.error


def test_what_is_no_longer_wanted_goes(old: FakeGrafana, connect: Connect) -> None:
    client = connect(url=old.url)
    put(client)
    plan = prune.draw_up(owned(client, PROJECT), Desired(PROJECT, {}, (), FOLDER))
    assert apply(client, plan).exit_code is Exit.OK
    assert (old.boards.by_uid, old.correlations.list, old.rules.groups) == ({}, [], {})


@pytest.mark.parametrize(("version", "nested"), [("9.4.7", False), ("10.1.0", False), ("11.3.0", True)])
def test_folders_in_folders(connect: Connect, version: str, nested: bool) -> None:
    inside = (DesiredFolder(Folder("shop-blue", "Blue")),)
    with FakeGrafana(version=version) as grafana:
        client = connect(url=grafana.url)

        def render(_: Any) -> Desired:
            return Desired(PROJECT, {}, (), FOLDER, folders=inside)

        if nested:
            assert put(client, render).exit_code is Exit.OK
            assert grafana.folders.by_uid["shop-blue"]["parentUid"] == "shop"
            return
        with pytest.raises(VersionError, match="no folders in folders") as caught:
            put(client, render)
        assert "nestedFolders" in caught.value.summary
        assert grafana.writes == []


@pytest.mark.parametrize("there", [True, False])
def test_before_there_were_correlations(connect: Connect, there: bool) -> None:
    with FakeGrafana(version="9.2.0") as grafana:
        if there:
            grafana.sources.create(body={"name": "Loki", "type": "loki", "uid": "loki"})
        client = connect(url=grafana.url)
        with pytest.raises(VersionError, match="no correlations") as caught:
            put(client)
        assert "--skip correlations" in caught.value.fix
        assert grafana.writes == []
        assert put(client, options=WITHOUT_CORRELATIONS).exit_code is Exit.OK
        assert set(grafana.boards.by_uid) == {"shop-a", "shop-b"}


def test_before_alert_rules_could_be_uploaded(connect: Connect) -> None:
    with FakeGrafana(version="9.0.0") as grafana:
        client = connect(url=grafana.url)
        with pytest.raises(VersionError, match="alert rules") as caught:
            put(client, options=WITHOUT_CORRELATIONS)
        assert "--skip alerts" in caught.value.fix
        assert grafana.writes == []
        options = replace(WITHOUT_CORRELATIONS, skip=frozenset({"correlations", "alerts"}))
        assert put(client, options=options).exit_code is Exit.OK


def test_two_boards_of_one_title_are_one_clear_line_where_titles_must_differ(connect: Connect) -> None:
    boards = {uid: {**board(uid), "title": "Same"} for uid in ("shop-a", "shop-b")}
    with FakeGrafana(version="10.1.0") as grafana:
        report = put(connect(url=grafana.url), lambda _: Desired(PROJECT, boards, (), FOLDER))
        (failed,) = [one for one in report.results if one.error]
        assert "same name in the folder already exists" in failed.error
        assert same(grafana.boards.by_uid["shop-a"].data, boards["shop-a"])


@pytest.mark.parametrize(
    ("version", "lacks"),
    [
        ("9.0.0", {"list of whole boards", "folders in folders", "marks of folders", "alert rules", "correlations"}),
        ("9.4.7", {"list of whole boards", "folders in folders", "marks of folders"}),
        ("10.1.0", {"list of whole boards", "folders in folders", "marks of folders"}),
        ("11.3.0", {"list of whole boards", "marks of folders"}),
        ("12.2.0", set()),
        ("13.0.0", set()),
        # A hidden version tells nothing, and nothing is read from it.
        ("", set()),
    ],
)
def test_what_it_can_do_is_asked(connect: Connect, version: str, lacks: set[str]) -> None:
    with FakeGrafana(version=version) as grafana:
        able = capabilities(connect(url=grafana.url))
    assert {name for name, has in able.items() if not has} == lacks
