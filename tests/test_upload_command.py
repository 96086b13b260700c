"""`generator upload` as it is typed, with the project's own boards, against a Grafana that answers like a real one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_grafana import FakeGrafana
from fake_parts.access import ADMIN_TOKEN

from generator.project import Project

ROOT = Path(__file__).parents[1]


@pytest.fixture
def grafana() -> Iterator[FakeGrafana]:
    with FakeGrafana() as fake:
        yield fake


def _state(cwd: Path) -> list[str]:
    """Runs are kept beside a project of the test, never beside the repository's own."""
    return ["--state-dir", tempfile.mkdtemp()] if cwd == ROOT else []


def upload(
    grafana: FakeGrafana, *options: str, token: str = ADMIN_TOKEN, cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GRAFANA_")}
    return subprocess.run(
        [sys.executable, "-m", "generator", "upload", "--grafana-url", grafana.url, *_state(cwd), *options],
        cwd=cwd,
        env={**environment, "PYTHONPATH": str(ROOT), "GRAFANA_TOKEN": token, "NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_first_run_puts_everything_there_and_the_second_writes_nothing(
    grafana: FakeGrafana, project: Project
) -> None:
    first = upload(grafana)
    assert first.returncode == 0, first.stderr
    lines = first.stdout.splitlines()
    assert [line.split()[:2] for line in lines[:1]] == [["create", "folder"]]
    boards = [line for line in lines if line.split()[1:2] == ["dashboard"]]
    assert len(boards) == len(project.boards)
    assert all(f"{grafana.url}/d/aks-demo-" in line for line in boards)
    assert ADMIN_TOKEN not in first.stdout + first.stderr
    # A Grafana without data sources makes the first one its default.
    created = [one.body["type"] for one in grafana.writes if one.path == "/api/datasources" and one.body]
    assert created == ["prometheus", "loki", "tempo"]
    written = len(grafana.writes)
    second = upload(grafana)
    assert second.returncode == 0, second.stderr
    assert len(grafana.writes) == written
    assert "0 created, 0 updated" in second.stdout.splitlines()[-1]


def test_json_is_one_document_on_stdout(grafana: FakeGrafana, project: Project) -> None:
    result = upload(grafana, "-o", "json")
    document = json.loads(result.stdout)
    assert document["schema_version"] == 1
    kinds = [resource["kind"] for resource in document["resources"]]
    assert kinds.count("dashboard") == len(project.boards)
    assert kinds.count("datasource") == 3
    assert document["summary"]["total"] == len(kinds)
    assert result.stderr == ""


def test_boards_point_at_the_data_sources_that_are_there(grafana: FakeGrafana, project: Project) -> None:
    """A Grafana that already has a Prometheus, under a uid of its own."""
    import requests

    requests.post(
        f"{grafana.url}/api/datasources",
        json={"name": "Metrics", "type": "prometheus", "uid": "PBFA97CFB", "access": "proxy", "url": "http://p:9090"},
        headers={"Authorization": f"Bearer {ADMIN_TOKEN}"},
        timeout=5,
    ).raise_for_status()
    assert upload(grafana).returncode == 0
    saved = [one.body for one in grafana.writes if one.path == "/api/dashboards/db"]
    pickers = [
        variable["current"]["value"]
        for body in saved
        for variable in body["dashboard"]["templating"]["list"]
        if variable["name"] == "prometheus_datasource"
    ]
    assert pickers == ["PBFA97CFB"] * len(project.boards)
    tempo = next(one.body for one in grafana.writes if one.body and one.body.get("type") == "tempo")
    assert tempo["jsonData"]["serviceMap"] == {"datasourceUid": "PBFA97CFB"}
    assert "isDefault" not in tempo


def test_a_wrong_token_is_exit_3_and_says_what_to_do(grafana: FakeGrafana) -> None:
    result = upload(grafana, token="glsa_wrong")
    assert result.returncode == 3
    assert "fix:" in result.stderr
    assert "glsa_wrong" not in result.stdout + result.stderr
    assert grafana.writes == []


def test_something_that_is_no_grafana_is_exit_6(grafana: FakeGrafana) -> None:
    grafana.fault("GET", "/api/health", "html")
    result = upload(grafana)
    assert result.returncode == 6
    assert result.stderr.count("error:") == 1
