"""Data sources: created, wired, replaced, or left alone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fake_grafana import FakeGrafana

from generator.deploy.desired import Desired, DesiredSource
from generator.deploy.marker import APPLIED
from generator.deploy.result import Result
from generator.deploy.situation import Options
from generator.errors import Exit

from .conftest import Run
from .project import CONFIGURED, FOLDER, PROJECT, loki, paste, prometheus, tempo

THEIRS: dict[str, Any] = {
    "name": "Mimir",
    "type": "prometheus",
    "uid": "mimir",
    "url": "http://mimir/prometheus",
    "basicAuth": True,
    "basicAuthUser": "reader",
    "isDefault": True,
    "jsonData": {"timeInterval": "15s", "exemplarTraceIdDestinations": [{"name": "traceID", "url": "http://jaeger"}]},
    "secureJsonData": {"basicAuthPassword": "their-secret"},
}


def only(source: DesiredSource) -> Callable[[Any], Desired]:
    return lambda uids: Desired(PROJECT, {}, (replace_uid(source, uids),), FOLDER)


def replace_uid(source: DesiredSource, uids: Any) -> DesiredSource:
    return replace(source, body={**source.body, "uid": uids.get(source.kind, source.uid)})


def last(run: Run, source: DesiredSource | None = None, **given: Any) -> Result:
    return run(render=only(source or prometheus(CONFIGURED)), **given).results[-1]


@pytest.fixture
def theirs(fake: FakeGrafana) -> dict[str, Any]:
    """A data source that somebody made by hand, with a secret."""
    fake.sources.create(body=THEIRS)
    return fake.sources.by_uid["mimir"]


def unmarked(json_data: dict[str, Any]) -> dict[str, Any]:
    """Without the digests by which an edit is known."""
    return {key: value for key, value in json_data.items() if key != APPLIED}


def put(fake: FakeGrafana) -> dict[str, Any]:
    """The body of the one PUT."""
    (body,) = [one.body for one in fake.writes if one.method == "PUT"]
    return dict(body)


def test_a_missing_one_is_created_as_ours(run: Run, fake: FakeGrafana) -> None:
    source = prometheus(CONFIGURED, isDefault=True, secureJsonData={"httpHeaderValue1": "tenant-secret"})
    result = last(run, source)
    assert (result.action, result.url) == ("create", f"{fake.url}/connections/datasources/edit/prom")
    sent = fake.writes[-1].body
    assert "isDefault" not in sent
    assert unmarked(sent["jsonData"]) == {**source.body["jsonData"], "managedBy": PROJECT}
    assert fake.sources.secrets["prom"] == {"httpHeaderValue1": "tenant-secret"}
    assert "tenant-secret" not in repr(result)


@pytest.mark.parametrize("mode", ["wire", "replace"])
def test_what_we_created_needs_no_second_write(run: Run, fake: FakeGrafana, mode: str) -> None:
    source = prometheus(CONFIGURED, secureJsonData={"httpHeaderValue1": "tenant-secret"})
    last(run, source, mode=mode)
    count = len(fake.writes)
    assert last(run, source, mode=mode).action == "unchanged"
    assert len(fake.writes) == count


def test_wiring_changes_the_wiring_and_sends_everything_else_back(
    run: Run, fake: FakeGrafana, theirs: dict[str, Any]
) -> None:
    before = dict(theirs)
    result = last(run)
    assert (result.action, result.uid, result.title) == ("wire", "mimir", "Mimir")
    assert result.note == "jsonData.exemplarTraceIdDestinations"
    after = fake.sources.by_uid["mimir"]
    assert unmarked(after["jsonData"]) == {
        "timeInterval": "15s",
        "exemplarTraceIdDestinations": [
            {"name": "traceID", "url": "http://jaeger"},
            {"name": "trace_id", "datasourceUid": "tempo"},
        ],
    }
    changed = {key for key in after if after[key] != before[key]}
    assert changed == {"jsonData", "version"}
    assert fake.sources.secrets["mimir"] == {"basicAuthPassword": "their-secret"}
    assert "secureJsonData" not in put(fake)
    assert put(fake)["isDefault"] is True


@pytest.mark.usefixtures("theirs")
def test_wiring_that_is_there_is_not_written(run: Run, fake: FakeGrafana) -> None:
    last(run)
    count = len(fake.writes)
    assert last(run).action == "unchanged"
    assert len(fake.writes) == count


def test_is_default_is_never_set(run: Run, fake: FakeGrafana) -> None:
    fake.sources.create(body={**THEIRS, "uid": "first", "name": "First", "type": "influxdb"})
    fake.sources.create(body={**THEIRS, "isDefault": False})
    for mode in ("wire", "replace"):
        assert last(run, prometheus(CONFIGURED, isDefault=True), mode=mode).action in ("wire", "update")
    assert [one.body["isDefault"] for one in fake.writes if one.method == "PUT"] == [False, False]


@pytest.mark.usefixtures("theirs")
def test_replacing_makes_it_ours_and_keeps_its_secrets(run: Run, fake: FakeGrafana) -> None:
    result = last(run, mode="replace")
    assert (result.action, result.uid) == ("update", "mimir")
    after = fake.sources.by_uid["mimir"]
    assert (after["url"], after["basicAuth"], after["name"]) == ("http://prometheus:9090", False, "Prometheus")
    # What others set beside ours stays.
    assert unmarked(after["jsonData"]) == {**prometheus(CONFIGURED).body["jsonData"], "timeInterval": "15s"}
    assert (after["isDefault"], after["secureJsonFields"]) == (True, {"basicAuthPassword": True})
    assert last(run, mode="replace").action == "unchanged"


@pytest.mark.usefixtures("theirs")
def test_replacing_gives_our_secret_where_there_is_none(run: Run, fake: FakeGrafana) -> None:
    source = prometheus(CONFIGURED)
    last(run, source, mode="replace")
    secret = replace(source, body={**source.body, "secureJsonData": {"httpHeaderValue1": "tenant-secret"}})
    result = last(run, secret, mode="replace")
    assert (result.action, result.note) == ("update", "secureJsonData.httpHeaderValue1")
    assert fake.sources.secrets["mimir"]["httpHeaderValue1"] == "tenant-secret"
    assert last(run, secret, mode="replace").action == "unchanged"


@pytest.mark.usefixtures("theirs")
def test_skipping_writes_no_source_and_no_correlation(run: Run, fake: FakeGrafana) -> None:
    report = run(mode="skip")
    skipped = [result for result in report.results if result.action == "skip"]
    assert [result.kind for result in skipped] == ["datasource"] * 3 + ["correlation"]
    assert [result.note for result in skipped[:2]] == [
        "left alone",
        "not on this Grafana, and data sources are left alone: its panels stay empty",
    ]
    assert not [one for one in fake.writes if "datasources" in one.path]
    assert report.exit_code is Exit.OK


def test_skipping_works_without_the_right_to_read_them(run: Run, fake: FakeGrafana) -> None:
    fake.fault("GET", "^/api/datasources$", "status", status=403, body={"message": "Permissions needed: x"})
    assert run(mode="skip").exit_code is Exit.OK


@pytest.mark.parametrize("mode", ["wire", "replace"])
def test_a_read_only_one_is_refused_with_what_to_paste(run: Run, fake: FakeGrafana, mode: str) -> None:
    fake.sources.provision({**THEIRS, "secureJsonData": {}})
    source = prometheus(CONFIGURED, secureJsonData={"httpHeaderValue1": "tenant-secret"})
    pasted: list[DesiredSource] = []

    def paste(source: DesiredSource) -> str:
        pasted.append(source)
        return "pasted\n"

    report = run(render=only(source), mode=mode, paste=paste)
    result = report.results[-1]
    assert (result.action, result.error) == (
        "refused",
        "data source mimir is read-only: it is provisioned from a file",
    )
    after = prometheus(CONFIGURED).body if mode == "replace" else {**THEIRS, "access": "proxy"}
    assert [(one.name, one.body["url"], one.body["access"]) for one in pasted] == [
        (after["name"], after["url"], "proxy")
    ]
    names = [entry["name"] for entry in pasted[0].body["jsonData"]["exemplarTraceIdDestinations"]]
    assert names == (["trace_id"] if mode == "replace" else ["traceID", "trace_id"])
    assert not {"secureJsonData", "isDefault", "version"} & pasted[0].body.keys()
    assert result.fix == "put this into its entry in that file:\npasted"
    assert report.exit_code is Exit.PARTIAL
    assert [one.path for one in fake.writes] == ["/api/folders"]


def test_a_read_only_one_that_is_wired_is_unchanged(run: Run, fake: FakeGrafana) -> None:
    fake.sources.provision({**THEIRS, "jsonData": prometheus(CONFIGURED).body["jsonData"], "secureJsonData": {}})
    assert last(run).action == "unchanged"


def test_one_that_becomes_read_only_meanwhile_is_refused(run: Run, fake: FakeGrafana, theirs: dict[str, Any]) -> None:
    fake.fault("PUT", "mimir", "call", call=lambda: theirs.update(readOnly=True))
    result = last(run)
    assert (result.action, "read-only" in result.error) == ("refused", True)


@pytest.mark.parametrize(("taken", "value"), [("uid", "prom"), ("name", "Prometheus")])
def test_a_uid_or_name_of_another_type_is_refused(run: Run, fake: FakeGrafana, taken: str, value: str) -> None:
    fake.sources.create(body={**THEIRS, "type": "influxdb", taken: value})
    result = last(run)
    assert (result.action, result.error) == (
        "refused",
        f"data source prom: the {taken} “{value}” belongs to a influxdb data source",
    )
    assert result.fix == f"set [datasources.prometheus] {taken} in generator.toml to another value"


def test_several_that_could_be_meant_stop_the_run_before_it_writes(run: Run, fake: FakeGrafana) -> None:
    for number in (1, 2):
        fake.sources.create(body={**THEIRS, "uid": f"m{number}", "name": f"Mimir {number}"})
    with pytest.raises(Exception, match=r"m1 \(“Mimir 1”\), m2 \(“Mimir 2”\)"):
        run()
    assert fake.writes == []


@pytest.mark.usefixtures("theirs")
def test_boards_and_wiring_are_rendered_with_the_uids_of_the_target(run: Run, fake: FakeGrafana) -> None:
    asked: list[dict[str, str]] = []

    def render(uids: Any) -> Desired:
        asked.append(dict(uids))
        full = {**CONFIGURED, **uids}
        return Desired(PROJECT, {}, (prometheus(full), loki(full), tempo(full)), FOLDER)

    run(render=render)
    assert asked == [{}, {"prometheus": "mimir", "loki": "loki", "tempo": "tempo"}]
    assert fake.sources.by_uid["tempo"]["jsonData"]["serviceMap"] == {"datasourceUid": "mimir"}


def test_one_that_was_created_meanwhile_is_refused(run: Run, fake: FakeGrafana) -> None:
    fake.fault("POST", "datasources", "call", call=lambda: fake.sources.create(body={**THEIRS, "uid": "prom"}))
    result = last(run)
    assert (result.action, "created by someone while uploading" in result.error) == ("refused", True)


@pytest.mark.usefixtures("theirs")
def test_one_that_was_deleted_meanwhile_fails(run: Run, fake: FakeGrafana) -> None:
    fake.fault("GET", "uid/mimir", "status", status=404)
    assert last(run).error == "data source mimir was deleted while uploading"


@pytest.mark.usefixtures("theirs")
def test_a_lock_of_other_versions_is_respected(run: Run, fake: FakeGrafana) -> None:
    fake.fault("PUT", "mimir", "status", status=409, body={"message": "already been updated by someone else"})
    assert last(run).action == "refused"


EDIT = [{"name": "trace_id", "datasourceUid": "jaeger"}]


def edit_wiring(fake: FakeGrafana, uid: str) -> None:
    """Somebody lets the exemplars lead elsewhere, in the UI."""
    there = fake.sources.by_uid[uid]
    fake.sources.by_uid[uid] = {**there, "jsonData": {**there["jsonData"], "exemplarTraceIdDestinations": EDIT}}


@pytest.mark.parametrize("uid", ["prom", "mimir"])
def test_an_edit_of_what_we_set_is_not_overwritten(run: Run, fake: FakeGrafana, uid: str) -> None:
    if uid == "mimir":
        fake.sources.create(body=THEIRS)
    last(run)
    edit_wiring(fake, uid)
    count = len(fake.writes)
    result = last(run)
    assert (result.action, "not overwritten" in result.error) == ("edited", True)
    assert "--take-theirs" in result.fix
    assert any("jaeger" in line for line in result.changes)
    assert last(run, options=Options("wire", paste, take_theirs=True)).action == "skip"
    assert len(fake.writes) == count
    assert last(run, options=Options("wire", paste, force=True)).action == "wire"
    assert last(run).action == "unchanged"


def test_an_edit_of_anything_stops_what_we_replace(run: Run, fake: FakeGrafana) -> None:
    last(run)
    fake.sources.by_uid["prom"]["url"] = "http://elsewhere"
    assert last(run).action == "unchanged"
    result = last(run, mode="replace")
    assert (result.action, fake.sources.by_uid["prom"]["url"]) == ("edited", "http://elsewhere")


@pytest.mark.parametrize("mode", ["wire", "replace"])
def test_a_change_of_ours_beside_an_edit_of_something_else_goes_on(run: Run, fake: FakeGrafana, mode: str) -> None:
    last(run)
    fake.sources.by_uid["prom"]["jsonData"]["customQueryParameters"] = "a=b"
    wanted = prometheus(CONFIGURED)
    wiring = [{"name": "trace_id", "datasourceUid": "other"}]
    body = {**wanted.body, "jsonData": {**wanted.body["jsonData"], "exemplarTraceIdDestinations": wiring}}
    result = last(run, replace(wanted, body=body), mode=mode)
    assert result.error == ""
    assert fake.sources.by_uid["prom"]["jsonData"]["exemplarTraceIdDestinations"] == wiring
