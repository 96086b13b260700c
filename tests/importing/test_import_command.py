"""`generator import` as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner, Result
from fake_grafana import FakeGrafana
from fake_parts.access import ADMIN_TOKEN

from generator.cli import cli
from generator.errors import GeneratorError, UsageError
from generator.importing.module import module_of

ROOT = Path(__file__).parents[2]
#: Refused by the checks of our own boards, and still rendered: it is kept as it came.
ODD = {"uid": "odd", "title": "Odd", "schemaVersion": 20, "panels": [{"id": 1, "type": "graph", "gone": True}]}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "generator.toml").write_text((ROOT / "generator.toml").read_text("utf-8"))
    (tmp_path / "dashboards").mkdir()
    (tmp_path / "odd.json").write_text(json.dumps(ODD))
    return tmp_path


def invoke(project: Path, *arguments: str, stdin: str = "") -> Result:
    command = ["import", *arguments, "--config", str(project / "generator.toml")]
    return CliRunner().invoke(cli, command, input=stdin, env={"GRAFANA_TOKEN": None})


def test_a_file_becomes_a_definition_that_renders_to_it(project: Path) -> None:
    result = invoke(project, str(project / "odd.json"))
    assert result.exit_code == 0, result.output
    assert f"wrote   {project}/dashboards/odd.py" in result.stdout
    assert "kept verbatim: panels: gone (1)" in result.stderr
    done = CliRunner().invoke(cli, ["render", "--config", str(project / "generator.toml")])
    assert done.exit_code == 0, done.output
    assert json.loads((project / "provisioning/dashboards/aks-demo/aks-demo-odd.json").read_bytes()) == ODD


def test_a_definition_that_is_there_is_not_replaced_unasked(project: Path) -> None:
    own = project / "dashboards/odd.py"
    own.write_text("mine")
    result = invoke(project, str(project / "odd.json"))
    assert isinstance(result.exception, GeneratorError)
    assert own.read_text() == "mine"
    assert invoke(project, str(project / "odd.json"), "--force").exit_code == 0
    assert own.read_text() != "mine"


def test_standard_input_and_output(project: Path) -> None:
    result = invoke(project, "-", "--stdout", "--key", "other", stdin=json.dumps(ODD))
    assert result.exit_code == 0, result.output
    assert 'key="other"' in result.stdout
    assert list((project / "dashboards").iterdir()) == []


@pytest.mark.parametrize(("text", "words"), [("{", "not JSON"), ("[" * 200_000, "nested too deeply"), ("3", "not a d")])
def test_what_is_no_dashboard_is_said(project: Path, text: str, words: str) -> None:
    result = invoke(project, "-", stdin=text)
    assert isinstance(result.exception, GeneratorError)
    assert words in result.exception.summary


def test_a_file_that_is_not_there(project: Path) -> None:
    assert isinstance(invoke(project, "none.json").exception, UsageError)


def test_an_address_that_is_no_dashboard_s(project: Path) -> None:
    result = invoke(project, "https://grafana.example.com/explore")
    assert isinstance(result.exception, UsageError)
    assert "BASE/d/UID" in result.exception.fix


def test_a_dashboard_is_read_from_its_grafana(project: Path) -> None:
    with FakeGrafana() as grafana:
        token = project / "token"
        token.write_text(ADMIN_TOKEN)
        token.chmod(0o600)
        put = {"dashboard": ODD, "overwrite": True}
        headers = {"Authorization": f"Bearer {ADMIN_TOKEN}"}
        requests.post(f"{grafana.url}/api/dashboards/db", json=put, headers=headers, timeout=10).raise_for_status()
        result = invoke(project, f"{grafana.url}/d/odd/some-slug?from=now-1h", "--token-file", str(token), "--stdout")
        assert result.exit_code == 0, result.exception
        assert module_of(ODD, "aks-demo").source == result.stdout
        missing = invoke(project, f"{grafana.url}/d/none", "--token-file", str(token))
        assert isinstance(missing.exception, GeneratorError)
        assert 'no dashboard "none"' in missing.exception.summary


def test_a_key_that_a_board_of_another_file_has_is_refused_before_anything_is_written(project: Path) -> None:
    assert invoke(project, str(project / "odd.json")).exit_code == 0
    (project / "dashboards/odd.py").rename(project / "dashboards/strange.py")
    result = invoke(project, str(project / "odd.json"), "--force")
    assert isinstance(result.exception, GeneratorError)
    assert result.exception.summary.endswith('strange.py: has the key "odd" already')
    assert not (project / "dashboards/odd.py").exists()
    assert invoke(project, str(project / "odd.json"), "--key", "other").exit_code == 0
