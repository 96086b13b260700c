"""The command line as a person uses it: what it prints, where, and the exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "generator.toml").write_text((ROOT / "generator.toml").read_text("utf-8"))
    return tmp_path


def test_render_says_what_it_wrote_and_writes_it_once(project: Path) -> None:
    first = run("render", cwd=project)
    assert first.returncode == 0, first.stderr
    assert "wrote   " in first.stdout
    boards = len(list((project / "provisioning/dashboards/aks-demo").glob("*.json")))
    # And the three data sources, the provider, and two folders that are kept empty.
    files = boards + 6
    assert first.stdout.splitlines()[-1].endswith(f"{files} written, 0 unchanged")
    assert first.stderr == ""
    again = run("render", cwd=project)
    assert again.stdout.splitlines() == [
        f"{boards} boards and 3 data sources in {project / 'provisioning'}: 0 written, {files} unchanged"
    ]


def test_check_lists_the_stale_files_and_writes_nothing(project: Path) -> None:
    run("render", cwd=project)
    board = project / "provisioning/dashboards/aks-demo/aks-demo-logs.json"
    board.write_text("{}")
    (project / "provisioning/datasources/loki.yaml").unlink()
    check = run("render", "--check", cwd=project)
    assert check.returncode == 1
    assert f"{board}: changed" in check.stdout
    assert "loki.yaml: new" in check.stdout
    assert "fix: generator render" in check.stderr
    assert board.read_text() == "{}"


def test_an_unknown_profile_or_target_is_a_usage_error_that_names_the_known(project: Path) -> None:
    for arguments, known in ((["--profile", "portabel"], "portable, legacy"), (["--target", "x"], "provisioning")):
        result = run("render", *arguments, cwd=project)
        assert result.returncode == 2
        assert result.stdout == ""
        assert known in result.stderr
        assert "Traceback" not in result.stderr


def test_a_broken_configuration_names_file_and_line(project: Path) -> None:
    (project / "generator.toml").write_text('[project]\nname = "x"\nuid = "x"\n[tennants.a]\nbackend = ["b"]\n')
    result = run("render", cwd=project)
    assert result.returncode == 2
    assert "generator.toml:4" in result.stderr
    assert 'did you mean "tenants"' in result.stderr


def test_signals_print_as_text_json_and_markdown(project: Path) -> None:
    assert "http_server_duration_milliseconds" in run("signals", "http.rate", "--profile", "legacy", cwd=project).stdout
    document = json.loads(run("signals", "http.rate", "-o", "json", cwd=project).stdout)
    assert document["schema_version"] == 1
    assert [signal["id"] for signal in document["signals"]] == ["http.rate"]
    assert run("signals", "-o", "markdown", cwd=project).stdout.startswith("# Signals")


def test_upload_without_a_grafana_is_a_usage_error(project: Path) -> None:
    result = run("upload", cwd=project)
    assert result.returncode == 2
    assert "--grafana-url URL" in result.stderr


def test_a_grafana_that_is_not_there_is_one_line(project: Path) -> None:
    result = run("push", "--grafana-url", "http://127.0.0.1:9", cwd=project, GRAFANA_TOKEN="glsa_secret")
    assert result.returncode == 1
    assert result.stderr.count("error:") == 1
    assert "glsa_secret" not in result.stdout + result.stderr


def test_help_and_version(project: Path) -> None:
    assert "upload" in run("--help", cwd=project).stdout
    assert run("--version", cwd=project).stdout.startswith("generator, version ")


def test_an_unknown_command_is_a_usage_error(project: Path) -> None:
    assert run("uplaod", cwd=project).returncode == 2


def test_starting_imports_no_heavy_library() -> None:
    code = (
        "import sys, generator.__main__, generator.cli as c; "
        "c.cli.get_help(c.cli.make_context('g', [], resilient_parsing=True)); "
        "print([m for m in ('grafanalib', 'jsonschema', 'tomlkit', 'requests', 'yaml') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.stdout.strip() == "[]", result.stderr
