"""Groups of alert rules: written once, told apart from edits, never over a change that was not read."""

from typing import Any

import pytest
from fake_grafana import FakeGrafana

from generator.deploy import rules
from generator.deploy.desired import Desired, DesiredRules
from generator.deploy.result import Report, Result
from generator.deploy.situation import Options
from generator.errors import Exit, VersionError

from .conftest import Run
from .project import FOLDER, PROJECT, paste

KEY = ("shop", "Shop - A")


def rule(uid: str = "shop-a-down", **changes: Any) -> dict[str, Any]:
    query = {
        "refId": "A",
        "relativeTimeRange": {"from": 600, "to": 0},
        "datasourceUid": "prom",
        "model": {"refId": "A", "expr": "up == 0", "instant": True},
    }
    return {
        "uid": uid,
        "title": f"Rule {uid}",
        "condition": "A",
        "data": [query],
        "for": "5m",
        "labels": {"severity": "critical"},
        "annotations": {"summary": "It is down", "__dashboardUid__": "shop-a", "__panelId__": "1"},
        "noDataState": "OK",
        "execErrState": "Error",
        **changes,
    }


def alerts(run: Run, *rules: dict[str, Any], **given: Any) -> Report:
    wanted = (DesiredRules("Shop - A", 60, rules or (rule(),)),)
    return run(render=lambda _: Desired(PROJECT, {}, (), FOLDER, alerts=wanted), **given)


def last(run: Run, *rules: dict[str, Any], **given: Any) -> Result:
    return alerts(run, *rules, **given).results[-1]


def edit(fake: FakeGrafana, **changes: Any) -> None:
    fake.rules.groups[KEY]["rules"][0].update(changes)


def test_a_group_is_created_once(run: Run, fake: FakeGrafana) -> None:
    first = last(run)
    assert (first.action, first.uid, first.attempts) == ("create", "shop/Shop - A", 1)
    stored = fake.rules.groups[KEY]["rules"]
    assert rules.owner(stored[0]) == PROJECT
    assert not rules.edited(stored[0])
    before = len(fake.writes)
    assert last(run).action == "unchanged"
    assert len(fake.writes) == before


def test_a_change_is_told_rule_by_rule(run: Run, fake: FakeGrafana) -> None:
    last(run)
    result = last(run, rule(**{"for": "10m"}), rule("shop-a-slow"))
    assert (result.action, result.changes) == (
        "update",
        ("rule 'Rule shop-a-down': for “300s” -> “600s”", "rule 'Rule shop-a-slow' added"),
    )
    assert last(run, rule("shop-a-slow")).changes == ("rule 'Rule shop-a-down' removed",)
    assert len(fake.rules.groups[KEY]["rules"]) == 1


def test_an_edit_stops_the_group(run: Run, fake: FakeGrafana) -> None:
    last(run)
    edit(fake, isPaused=True)
    result = last(run)
    assert (result.action, result.changes) == ("edited", ("rule 'Rule shop-a-down': isPaused false -> true",))
    assert last(run, options=Options("wire", paste, take_theirs=True)).action == "skip"
    assert fake.rules.groups[KEY]["rules"][0]["isPaused"]
    assert last(run, force=True).action == "update"
    assert last(run).action == "unchanged"


def test_how_often_a_group_is_evaluated(run: Run, fake: FakeGrafana) -> None:
    def every(seconds: int, **given: Any) -> Result:
        wanted = (DesiredRules("Shop - A", seconds, (rule(),)),)
        return run(render=lambda _: Desired(PROJECT, {}, (), FOLDER, alerts=wanted), **given).results[-1]

    every(60)
    result = every(30)
    assert (result.action, result.changes) == ("update", ("evaluated every 60 s -> every 30 s",))
    assert (fake.rules.groups[KEY]["interval"], every(30).action) == (30, "unchanged")
    fake.rules.groups[KEY]["interval"] = 300
    result = every(30)
    assert (result.action, result.changes) == ("edited", ("evaluated every 30 s -> every 300 s",))
    assert "the interval was changed" in result.error
    assert every(30, force=True).action == "update"
    fake.rules.groups[KEY]["interval"] = 300
    assert every(300).note.startswith("only our mark is renewed")
    assert (every(300).action, every(60).action) == ("unchanged", "update")


def test_an_edit_that_we_take_over_is_ours_from_then_on(run: Run, fake: FakeGrafana) -> None:
    last(run)
    edit(fake, **{"for": "7m"})
    assert last(run, rule(**{"for": "7m"})).note.startswith("only our mark is renewed")
    assert last(run, rule(**{"for": "7m"})).action == "unchanged"
    assert last(run, rule(**{"for": "9m"})).action == "update"


def test_a_rule_of_somebody_else_in_our_group_is_not_deleted(run: Run, fake: FakeGrafana) -> None:
    last(run)
    fake.rules.groups[KEY]["rules"].append({**rule("theirs"), "ruleGroup": KEY[1], "folderUID": KEY[0]})
    result = last(run)
    assert result.action == "edited"
    assert "“Rule theirs” is not ours" in result.error
    assert len(fake.rules.groups[KEY]["rules"]) == 2


def test_an_edit_between_reading_and_writing_is_not_overwritten(run: Run, fake: FakeGrafana) -> None:
    last(run)
    reads = fake.fault("GET", "rule-groups", "call", times=2)
    reads.call = lambda: edit(fake, isPaused=True) if reads.times == 0 else None
    result = last(run, rule(**{"for": "10m"}))
    assert result.action == "refused"
    assert "changed by someone while uploading" in result.error
    assert fake.rules.groups[KEY]["rules"][0]["for"] == "5m"


def test_a_lost_race_is_reported(run: Run, fake: FakeGrafana) -> None:
    last(run)
    reads = fake.fault("GET", "rule-groups", "call", times=3)
    reads.call = lambda: edit(fake, isPaused=True) if reads.times == 0 else None
    result = last(run, rule(**{"for": "10m"}))
    assert result.action == "refused"
    assert "at the same moment" in result.error


@pytest.mark.parametrize("kind", ["reset_after", "truncated"])
def test_an_answer_that_is_lost_is_looked_for(run: Run, fake: FakeGrafana, kind: Any) -> None:
    fake.fault("PUT", "rule-groups", kind)
    assert alerts(run).exit_code is Exit.OK
    assert len([one for one in fake.writes if one.method == "PUT"]) == 1


def test_a_grafana_without_them_says_what_is_missing(run: Run, fake: FakeGrafana) -> None:
    fake.fault("GET", "alert-rules", "status", status=404, times=9)
    with pytest.raises(VersionError) as caught:
        alerts(run)
    assert "alert rules" in caught.value.summary
    assert "--skip alerts" in caught.value.fix
    assert fake.writes == []
    assert alerts(run, options=Options("wire", paste, skip=frozenset({"alerts"}))).exit_code is Exit.OK


def test_durations_and_defaults_are_no_difference() -> None:
    stored = {**rule(), "for": "5m0s", "keep_firing_for": "0s", "isPaused": False, "record": None, "id": 7}
    stored["data"] = [{**stored["data"][0], "queryType": ""}]
    stored["data"][0]["model"] = {**stored["data"][0]["model"], "intervalMs": 1000, "maxDataPoints": 43200}
    assert rules.rule_changes([rule()], [stored]) == ()
