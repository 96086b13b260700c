"""Correlations: each once, whatever is there already."""

from dataclasses import replace
from typing import Any

import pytest
from fake_grafana import FakeGrafana

from generator.deploy.correlation_mark import document
from generator.deploy.desired import Desired
from generator.deploy.result import Result
from generator.deploy.situation import Options
from generator.deploy.step import RefusedError
from generator.deploy.writes.correlation import DeleteCorrelation
from generator.errors import Exit, UsageError
from generator.grafana.client import Client

from .conftest import Run
from .project import desired, paste

TITLE = "Same request (loki -> loki)"


def correlation(run: Run, **given: Any) -> Result:
    (result,) = [one for one in run(**given).results if one.kind == "correlation"]
    return result


def writes(fake: FakeGrafana) -> list[tuple[str, Any]]:
    return [(one.method, one.body) for one in fake.writes if "correlations" in one.path]


def test_it_is_created_once(run: Run, fake: FakeGrafana) -> None:
    first = correlation(run)
    assert (first.action, first.title) == ("create", TITLE)
    assert first.uid == fake.correlations.list[0]["uid"]
    ((method, body),) = writes(fake)
    assert body["config"]["target"]["managedBy"].startswith("shop ")
    assert (method, body["type"], body["config"]["type"]) == ("POST", "query", "query")
    again = correlation(run)
    assert (again.action, again.uid) == ("unchanged", first.uid)
    assert len(fake.correlations.list) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"description": "else"},
        {"config": {"field": "else", "target": {}}},
        {"config": {"field": "request_id", "target": {}, "transformations": [{"type": "logfmt"}]}},
    ],
)
def test_a_different_one_is_changed_in_place(run: Run, fake: FakeGrafana, change: dict[str, Any]) -> None:
    first = correlation(run)
    wanted = {**fake.correlations.list[0]}
    fake.correlations.list[0].update(change)
    assert correlation(run).action == ("refused" if "config" in change else "edited")
    assert fake.correlations.list[0] == {**wanted, **change}
    changed = correlation(run, options=Options("wire", paste, force=True, adopt=frozenset({first.uid})))
    assert (changed.action, changed.uid) == ("update", first.uid)
    assert fake.correlations.list == [wanted]
    assert "targetUID" not in writes(fake)[-1][1]


def test_others_are_left_alone(run: Run, fake: FakeGrafana) -> None:
    others: list[dict[str, Any]] = [
        {"uid": "o1", "sourceUID": "loki", "targetUID": "loki", "label": "Other", "config": {}, "provisioned": False},
        {"uid": "o2", "sourceUID": "loki", "targetUID": "tempo", "label": "Same request", "config": {}},
        {"uid": "o3", "sourceUID": "x", "targetUID": "loki", "label": "Same request", "config": {}},
        {"uid": "o4", "sourceUID": "loki", "targetUID": None, "label": "Same request", "config": {}},
    ]
    fake.sources.create(body={"name": "Loki", "type": "loki", "uid": "loki"})
    fake.correlations.list += [dict(one) for one in others]
    assert correlation(run).action == "create"
    assert fake.correlations.list[:4] == others


def test_one_of_two_that_says_the_same_is_enough(run: Run, fake: FakeGrafana) -> None:
    correlation(run)
    fake.correlations.list.insert(0, {**fake.correlations.list[0], "uid": "twin", "description": "older"})
    count = len(writes(fake))
    assert correlation(run).action == "unchanged"
    assert len(writes(fake)) == count


def test_a_provisioned_one_that_differs_is_refused_and_not_fatal(run: Run, fake: FakeGrafana) -> None:
    correlation(run)
    fake.correlations.list[0] |= {"provisioned": True, "description": "else"}
    report = run()
    assert report.exit_code is Exit.PARTIAL
    (refused,) = [one for one in report.results if one.error]
    assert refused.error == f"correlation {TITLE} is provisioned from a file: Grafana refuses to change it"


@pytest.mark.parametrize(
    "message", ["source data source is read only", "Correlation can only be edited via provisioning"]
)
def test_a_403_of_a_provisioned_source_is_refused(run: Run, fake: FakeGrafana, message: str) -> None:
    fake.fault("POST", "correlations", "status", status=403, body={"message": message})
    refused = correlation(run)
    assert (refused.action, "provisioned from a file" in refused.error) == ("refused", True)


def test_a_missing_permission_is_no_provisioning(run: Run, fake: FakeGrafana) -> None:
    body = {"message": "Permissions needed: datasources:write"}
    fake.fault("POST", "correlations", "status", status=403, body=body)
    failed = correlation(run)
    assert (failed.action, "missing permission datasources:write" in failed.error) == ("failed", True)


def test_when_they_cannot_be_listed_none_is_made(run: Run, fake: FakeGrafana) -> None:
    fake.sources.create(body={"name": "Loki", "type": "loki", "uid": "loki"})
    fake.fault("GET", "correlations", "status", status=500, times=3)
    assert correlation(run).action == "failed"
    assert writes(fake) == []


def test_without_its_source_it_is_skipped(run: Run, fake: FakeGrafana) -> None:
    fake.fault("POST", "^/api/datasources$", "status", status=400, times=3)
    skipped = correlation(run)
    assert (skipped.action, skipped.error) == ("skip", "not written: datasource/loki is not there")
    assert writes(fake) == []


def test_a_target_that_the_project_does_not_have_is_named(run: Run, fake: FakeGrafana) -> None:
    def render(uids: Any) -> Desired:
        plain = desired(uids)
        wrong = replace(plain.datasources[1], correlations=({"target": "pyroscope", "label": "L", "config": {}},))
        return replace(plain, datasources=(wrong,))

    with pytest.raises(UsageError, match="points to “pyroscope”"):
        run(render=render)
    assert fake.writes == []


def test_on_a_read_only_source_it_is_created(run: Run, fake: FakeGrafana) -> None:
    fake.sources.provision({"name": "Loki", "type": "loki", "uid": "loki"})
    assert correlation(run).action == "create"


def ours(uids: Any, **changes: Any) -> Desired:
    """The project with another correlation."""
    plain = desired(uids)
    (one,) = plain.datasources[1].correlations
    return replace(
        plain,
        datasources=(
            plain.datasources[0],
            replace(plain.datasources[1], correlations=({**one, **changes},)),
            plain.datasources[2],
        ),
    )


@pytest.mark.parametrize("edited", [False, True])
def test_an_edit_is_told_from_a_change_of_ours_without_any_file(run: Run, fake: FakeGrafana, edited: bool) -> None:
    correlation(run)
    if edited:
        fake.correlations.list[0]["description"] = "by hand"

    def render(uids: Any) -> Desired:
        return ours(uids, description="ours")

    result = correlation(run, render=render)
    assert result.action == ("edited" if edited else "update")
    assert fake.correlations.list[0]["description"] == ("by hand" if edited else "ours")
    if edited:
        assert result.changes == ("description “ours” -> “by hand”",)
        assert correlation(run, render=render, options=Options("wire", paste, take_theirs=True)).action == "skip"
        assert correlation(run, render=render, force=True).action == "update"
    assert correlation(run, render=render).action == "unchanged"


def test_one_that_got_another_label_is_known_by_its_mark(run: Run, fake: FakeGrafana) -> None:
    correlation(run)
    fake.correlations.list[0]["label"] = "Theirs"
    result = correlation(run)
    assert (result.action, result.changes) == ("edited", ("label “Same request” -> “Theirs”",))
    assert len(fake.correlations.list) == 1
    assert correlation(run, force=True).action == "update"
    assert fake.correlations.list[0]["label"] == "Same request"


def test_the_mark_of_another_project_is_left(run: Run, fake: FakeGrafana) -> None:
    correlation(run)
    target = fake.correlations.list[0]["config"]["target"]
    target["managedBy"] = f"other {'0' * 16} {'1' * 16}"
    assert correlation(run).action == "unchanged"
    assert target["managedBy"].startswith("other ")
    refused = correlation(run, render=lambda uids: ours(uids, description="ours"))
    assert (refused.action, "--adopt" in refused.fix) == ("refused", True)


def test_an_edit_that_we_take_over_is_ours_from_then_on(run: Run, fake: FakeGrafana) -> None:
    correlation(run)
    fake.correlations.list[0]["description"] = "better"
    assert correlation(run, render=lambda uids: ours(uids, description="better")).action == "update"
    assert correlation(run, render=lambda uids: ours(uids, description="better")).action == "unchanged"
    assert correlation(run, render=lambda uids: ours(uids, description="best")).action == "update"


def test_a_lost_race_is_reported(run: Run, fake: FakeGrafana) -> None:
    correlation(run)
    reads = fake.fault("GET", "correlations", "call", times=3)
    reads.call = lambda: fake.correlations.list[0].update(description="theirs") if reads.times == 0 else None
    result = correlation(run, render=lambda uids: ours(uids, description="ours"))
    assert (result.action, "at the same moment" in result.error) == ("refused", True)


def test_an_edit_between_reading_and_deleting_is_not_deleted(run: Run, fake: FakeGrafana, client: Client) -> None:
    correlation(run)
    (live,) = client.correlations("loki")
    fake.correlations.list[0]["description"] = "by hand"
    with pytest.raises(RefusedError, match="not deleted"):
        DeleteCorrelation("loki", live.uid, document(live)).send(client)
    assert len(fake.correlations.list) == 1
