"""The commands of the deploy engine as they are typed, against a Grafana that answers like a real one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from fake_grafana import FakeGrafana
from fake_parts.access import ADMIN_TOKEN
from jsonschema import Draft202012Validator

from generator.cli import cli
from generator.errors import Exit, GeneratorError

Cli = Callable[..., Result]

SCHEMA = json.loads((resources.files("generator") / "deploy" / "report" / "result.schema.json").read_text("utf-8"))
BACKEND = "aks-demo-backend"


@pytest.fixture
def grafana() -> Iterator[FakeGrafana]:
    with FakeGrafana() as fake:
        yield fake


@pytest.fixture
def run(grafana: FakeGrafana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A command with the options that all share; `code` is what it must end with."""
    monkeypatch.setenv("GRAFANA_TOKEN", ADMIN_TOKEN)
    for name in ("GRAFANA_URL", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)

    def command(*arguments: str, code: int = 0) -> Result:
        shared = ["--grafana-url", grafana.url, "--state-dir", str(tmp_path / "state")]
        result = CliRunner().invoke(cli, [*arguments, *shared], standalone_mode=False)
        ended = result.exception.exit_code if isinstance(result.exception, GeneratorError) else result.return_value
        assert ended == code, (result.output, result.exception)
        return result

    return command


@pytest.fixture
def uploaded(run: Cli, grafana: FakeGrafana) -> FakeGrafana:
    run("upload")
    grafana.requests.clear()
    return grafana


def rename(data: dict[str, Any]) -> None:
    data["panels"][0]["title"] = "Mine"


@pytest.mark.parametrize("apis", [True, False])
def test_commands_that_read_never_write(run: Cli, uploaded: FakeGrafana, tmp_path: Path, apis: bool) -> None:
    uploaded.apis = apis
    uploaded.boards.edit_in_ui(BACKEND, rename)
    del uploaded.boards.by_uid["aks-demo-logs"]
    edited = Exit.DRIFT
    run("plan")
    run("plan", "--exit-code", code=edited)
    run("plan", "--save", str(tmp_path / "plan.json"))
    run("plan", "--folder", "provisioning")
    run("drift", code=edited)
    run("pull", "-d", str(tmp_path / "pulled"))
    run("prune", "--dry-run")
    run("prune")
    run("rollback", "last", "--dry-run", code=Exit.PARTIAL)
    run("backup", "-d", str(tmp_path / "backup"))
    run("status")
    assert [one.path for one in uploaded.requests if "/apis/" in one.path] or not apis
    assert len(uploaded.requests) > 100
    assert uploaded.writes == []


def test_a_plan_is_told_in_words_and_json_and_markdown(run: Cli, uploaded: FakeGrafana, tmp_path: Path) -> None:
    uploaded.boards.edit_in_ui(BACKEND, rename, user="kim")
    text = run("plan").output
    assert "edited     dashboard    AKS Demo - Backend Metrics" in text
    assert "panel 'Mine': title “" in text
    assert "--take-theirs" in text
    document = json.loads(run("plan", "-o", "json", "--junit", str(tmp_path / "j.xml")).stdout)
    Draft202012Validator(SCHEMA).validate(document)
    (edited,) = [one for one in document["resources"] if one["action"] == "edited"]
    assert (edited["uid"], len(edited["changes"])) == (BACKEND, 1)
    assert document["summary"]["total"] == 16
    suite = ElementTree.parse(tmp_path / "j.xml").getroot()  # noqa: S314
    assert (suite.get("tests"), suite.get("failures")) == ("16", "1")
    comment = run("plan", "-o", "markdown").stdout
    assert comment.startswith("### generator plan\n")
    assert "| **edited** | dashboard | [AKS Demo - Backend Metrics](" in comment
    assert "- `panel 'Mine': title" in comment


def test_an_edit_is_pulled_as_json(run: Cli, uploaded: FakeGrafana, tmp_path: Path) -> None:
    uploaded.boards.edit_in_ui(BACKEND, rename)
    output = run("pull", "-d", str(tmp_path)).output
    assert "panel 'Mine': title" in output
    assert json.loads((tmp_path / f"{BACKEND}.json").read_text("utf-8"))["panels"][0]["title"] == "Mine"
    uploaded.folders.by_uid["aks-demo"]["title"] = "Theirs"
    run("pull", "-d", str(tmp_path))
    assert json.loads((tmp_path / "folder" / "aks-demo.json").read_text("utf-8"))["title"] == "Theirs"
    run("pull", "nobody", code=Exit.USAGE)


def test_an_edit_is_left_or_overwritten_as_one_says(run: Cli, uploaded: FakeGrafana) -> None:
    uploaded.boards.edit_in_ui(BACKEND, rename)
    run("upload", code=Exit.PARTIAL)
    run("upload", "--take-theirs")
    assert uploaded.writes == []
    run("upload", "--force", "--take-theirs", code=Exit.USAGE)
    run("upload", "--force")
    assert len(uploaded.writes) == 1
    run("drift")


def test_a_saved_plan_is_applied_exactly_or_not_at_all(run: Cli, grafana: FakeGrafana, tmp_path: Path) -> None:
    saved = str(tmp_path / "plan.json")
    run("plan", "--save", saved)
    document = json.loads((tmp_path / "plan.json").read_text("utf-8"))
    Draft202012Validator(SCHEMA).validate(document)
    grafana.folders.add("aks-demo", "Somebody was faster")
    result = run("upload", "--plan", saved, code=Exit.FAILURE)
    assert "folder AKS Demo" in str(result.exception)
    assert grafana.writes == []
    del grafana.folders.by_uid["aks-demo"]
    run("plan", "--save", saved)
    run("upload", "--plan", saved)
    assert len(grafana.boards.by_uid) == 6
    run("upload", "--plan", saved, code=Exit.FAILURE)
    (tmp_path / "plan.json").write_text("[]")
    run("upload", "--plan", saved, code=Exit.USAGE)


def test_drift_is_not_what_we_changed_ourselves(run: Cli, uploaded: FakeGrafana) -> None:
    assert run("drift").output.startswith("0 resources")
    assert run("plan", "--profile", "stable").output.count("update     dashboard") >= 3
    run("drift", "--profile", "stable")
    uploaded.boards.edit_in_ui(BACKEND, rename)
    document = json.loads(run("drift", "--profile", "stable", "-o", "json", code=Exit.DRIFT).stdout)
    Draft202012Validator(SCHEMA).validate(document)
    assert [one["changes"][0].partition(":")[0] for one in document["resources"]] == ["panel 'Mine'"]
    del uploaded.boards.by_uid["aks-demo-logs"]
    assert "aks-demo-logs was deleted" in run("drift", code=Exit.DRIFT).output


@pytest.fixture
def fresh(uploaded: FakeGrafana, tmp_path: Path) -> FakeGrafana:
    """An uploaded project, seen from a machine that knows nothing of the upload."""
    shutil.rmtree(tmp_path / "state")
    return uploaded


def edit_everything(grafana: FakeGrafana) -> None:
    grafana.folders.by_uid["aks-demo"]["title"] = "Theirs"
    source = grafana.sources.by_uid["tempo"]
    grafana.sources.by_uid["tempo"] = {**source, "jsonData": {**source["jsonData"], "tracesToLogsV2": {}}}
    grafana.correlations.list[0]["description"] = "by hand"
    grafana.rules.groups.popitem()


def test_drift_of_what_is_no_dashboard_from_a_fresh_machine(run: Cli, fresh: FakeGrafana) -> None:
    assert run("drift").output.startswith("0 resources")
    edit_everything(fresh)
    output = run("drift", code=Exit.DRIFT).output
    assert "folder aks-demo was renamed to “Theirs” by someone" in output
    assert "jsonData.tracesToLogsV2 edited by someone" in output
    assert " was edited by someone: not overwritten" in output
    assert "is missing: deleted by someone" in output
    assert output.count("\nedited ") + output.startswith("edited ") == 4
    run("upload", "--take-theirs", "--skip", "alerts")
    assert fresh.writes == []
    run("upload", "--force")
    run("drift")
    assert fresh.folders.by_uid["aks-demo"]["title"] == "AKS Demo"


def test_nothing_that_was_edited_is_overwritten_from_a_fresh_machine(run: Cli, fresh: FakeGrafana) -> None:
    edit_everything(fresh)
    document = json.loads(run("upload", "-o", "json", code=Exit.PARTIAL).stdout)
    edited = [one["kind"] for one in document["resources"] if one["action"] == "edited"]
    assert sorted(edited) == ["correlation", "datasource", "folder"]
    assert {one.path.partition("/rule-groups")[0] for one in fresh.writes} == {"/api/v1/provisioning/folder/aks-demo"}


def test_a_board_that_was_moved_is_drift_and_one_that_we_move_is_not(run: Cli, fresh: FakeGrafana) -> None:
    fresh.folders.add("attic", "Attic")
    fresh.boards.by_uid[BACKEND].folder_uid = "attic"
    output = run("drift", code=Exit.DRIFT).output
    assert f"dashboard {BACKEND} was moved by someone" in output
    assert output.count("edited     ") == 1


@pytest.mark.parametrize("gone", ["correlation", "dashboard", "folder"])
def test_what_was_deleted_is_missed_on_a_fresh_machine(run: Cli, fresh: FakeGrafana, gone: str) -> None:
    if gone == "correlation":
        fresh.correlations.list.pop()
    elif gone == "dashboard":
        del fresh.boards.by_uid["aks-demo-logs"]
    else:
        # Grafana deletes what is in it as well.
        fresh.folders.by_uid.clear()
        fresh.boards.by_uid.clear()
        fresh.rules.groups.clear()
    document = json.loads(run("drift", "-o", "json", code=Exit.DRIFT).stdout)
    assert [one["kind"] for one in document["resources"]] == [gone]
    assert ("was deleted" if gone == "folder" else "is missing: deleted") in document["resources"][0]["error"]
    assert "stood there once" in run("plan").output
    run("upload")
    run("drift")


def test_what_we_want_anew_is_not_missed(run: Cli, fresh: FakeGrafana) -> None:
    del fresh.boards.by_uid["aks-demo-logs"]
    # As if the last upload had been of a project without that board.
    noted = fresh.folders.descriptions["aks-demo"].rpartition("list:")[0]
    fresh.folders.descriptions["aks-demo"] = f"{noted}list:{'0' * 16}"
    run("drift")
    assert "stood there once" not in run("plan").output


def test_what_is_no_longer_wanted(run: Cli, uploaded: FakeGrafana) -> None:
    from generator.deploy import marker

    for number in range(6):
        board = {"uid": f"aks-demo-old-{number}", "title": f"Old {number}", "panels": [], "tags": ["aks-demo"]}
        uploaded.boards._store(board["uid"], marker.stamp(board, "aks-demo"), "aks-demo", "admin")
    assert run("plan").output.count("no longer wanted: `generator prune`") == 6
    assert "--max-delete 6" in str(getattr(run("prune", "--yes", code=1).exception, "fix", ""))
    assert "--yes" in str(getattr(run("prune", "--max-delete", "6", code=1).exception, "fix", ""))
    assert uploaded.writes == []
    document = json.loads(run("prune", "--max-delete", "6", "--yes", "-o", "json").stdout)
    Draft202012Validator(SCHEMA).validate(document)
    assert document["summary"]["delete"] == 6
    assert len(uploaded.boards.by_uid) == 6
    run("rollback", "last", "--yes")
    assert len(uploaded.boards.by_uid) == 12


def test_where_data_sources_have_other_uids_nothing_of_ours_is_an_orphan(run: Cli, grafana: FakeGrafana) -> None:
    for kind in ("prometheus", "loki", "tempo"):
        grafana.sources.create(body={"uid": f"their-{kind}", "name": f"Their {kind}", "type": kind, "url": "http://x"})
    run("upload")
    assert {one["sourceUID"] for one in grafana.correlations.list} == {"their-loki"}
    assert "no longer wanted" not in run("plan", "--exit-code").output
    assert run("prune", "--dry-run").output.startswith("0 resources")


def test_nothing_is_pruned_while_what_is_wanted_is_not_there(run: Cli, uploaded: FakeGrafana) -> None:
    from generator.deploy import marker

    board = {"uid": "aks-demo-old", "title": "Old", "panels": [], "tags": ["aks-demo"]}
    uploaded.boards._store(board["uid"], marker.stamp(board, "aks-demo"), "aks-demo", "admin")
    del uploaded.boards.by_uid["aks-demo-logs"]
    result = run("prune", "--yes", code=1)
    assert "dashboard AKS Demo - Logs Analysis" in str(result.exception)
    assert "generator upload" in str(getattr(result.exception, "fix", ""))
    assert uploaded.writes == []
    run("upload")
    run("prune", "--yes")
    assert "aks-demo-old" not in uploaded.boards.by_uid


def test_a_run_is_taken_back(run: Cli, uploaded: FakeGrafana) -> None:
    assert run("rollback", "last", code=1).output.count("delete") >= 16
    document = json.loads(run("rollback", "last", "--yes", "-o", "json").stdout)
    Draft202012Validator(SCHEMA).validate(document)
    assert document["run"]
    assert (uploaded.boards.by_uid, uploaded.folders.by_uid, uploaded.rules.groups) == ({}, {}, {})
    run("rollback", "nothing", code=Exit.USAGE)
    assert "rollback, 16 resources" in run("status").output


def test_a_backup_is_a_folder_that_a_plan_can_be_compared_with(run: Cli, uploaded: FakeGrafana, tmp_path: Path) -> None:
    run("backup", "-d", str(tmp_path / "b"))
    assert len(list((tmp_path / "b").rglob("*.json"))) == 16
    assert "0 created, 0 updated" in run("plan", "--folder", str(tmp_path / "b"), "--exit-code").output
    assert len(uploaded.boards.by_uid) == 6


def test_two_grafanas_are_compared(
    run: Cli, uploaded: FakeGrafana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeGrafana() as other:
        config = Path("generator.toml").read_text("utf-8")
        (tmp_path / "generator.toml").write_text(f'{config}\n[contexts.other]\nurl = "{other.url}"\n')
        at = ("--config", str(tmp_path / "generator.toml"))
        monkeypatch.setenv("AGAINST_GRAFANA_TOKEN", ADMIN_TOKEN)
        output = run("plan", *at, "--against", "other").output
        assert output.count("create     dashboard") == 6
        result = CliRunner().invoke(cli, ["upload", *at, "--grafana-url", other.url], standalone_mode=False)
        assert result.return_value == 0
        uploaded.boards.edit_in_ui(BACKEND, rename)
        other.requests.clear()
        output = run("plan", *at, "--against", "other", "--exit-code", code=Exit.DRIFT).output
        assert "panel 'Mine': title" in output
        assert (other.writes, uploaded.writes) == ([], [])


def test_a_grafana_that_lacks_alert_rules_is_exit_6(run: Cli, grafana: FakeGrafana) -> None:
    grafana.fault("GET", "alert-rules", "status", status=404, times=9)
    result = run("upload", code=Exit.VERSION)
    assert "--skip alerts" in str(getattr(result.exception, "fix", ""))
    assert grafana.writes == []
    run("upload", "--skip", "alerts")
    assert grafana.rules.groups == {}


def test_requests_are_shown_without_secrets(run: Cli, uploaded: FakeGrafana, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAFANA_HTTP_HEADERS", '{"X-Proxy-Key": "proxy-secret"}')
    assert "GET /api/" not in run("drift").output
    result = run("drift", "--verbose")
    assert result.stderr.count(": 200, ") == len(uploaded.requests) / 2
    assert "GET /api/health: 200, " in result.stderr
    assert "GET /api/" not in result.stdout
    assert not any(secret in result.output for secret in (ADMIN_TOKEN, "proxy-secret", "Authorization"))
    assert "GET /api/" not in run("drift").output
