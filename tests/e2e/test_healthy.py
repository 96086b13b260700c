"""A healthy stack is found healthy, in every form of telemetry and at every stage: nothing is invented."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e_stack import APPS, Stack
from looking import directly, findings, through_grafana
from workload import Workload

pytestmark = pytest.mark.usefixtures("workload")

Project = Callable[..., Path]


@pytest.mark.parametrize(
    ("tenants", "profile", "stage"),
    [
        (("legacy",), "legacy", None),
        (("stable",), "stable", None),
        (("legacy", "stable"), "portable", None),
        (("both",), "portable", None),
        (("backonly",), "portable", "backend"),
        (("frontonly",), "portable", "frontend"),
        (("calm",), "stable", None),
    ],
)
def test_a_healthy_stack_has_no_finding(
    stack: Stack, workload: Workload, project: Project, tenants: tuple[str, ...], profile: str, stage: str | None
) -> None:
    config = project(*(APPS[name] for name in tenants), more=f'[telemetry]\nprofile = "{profile}"')
    report = directly(stack, config, stage=stage)
    assert findings(report) == []
    verdicts = Counter(one.verdict for one in report.panels)
    assert set(verdicts) <= {"data", "zero"}, verdicts
    assert verdicts["data"] > verdicts["zero"]
    tried = [one for one in report.correlation if one.tried]
    assert tried
    assert all(one.ok == one.tried for one in tried)
    assert not workload.errors, workload.errors[:3]


def test_where_nothing_fails_the_error_panels_are_rightly_empty(stack: Stack, project: Project) -> None:
    report = directly(stack, project(APPS["calm"], more='[telemetry]\nprofile = "stable"'), only=("panels",))
    zero = {one.panel for one in report.panels if one.verdict == "zero"}
    assert {"Error ratio", "Error traces", "Error log lines", "Refused: 401 and 403", "Failed logins"} <= zero
    assert not [one for one in report.panels if one.verdict == "empty"]


def test_through_grafana_it_is_the_same(stack: Stack, grafana: str, project: Project) -> None:
    config = project(APPS["legacy"], APPS["stable"], more=stack.make_sources("e2e"))
    command = [sys.executable, "-m", "generator", "upload", "--config", str(config), "--grafana-url", grafana]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment(stack))
    assert done.returncode == 0, done.stdout + done.stderr
    for live in (False, True):
        report = through_grafana(stack, config, live=live)
        assert findings(report) == []
        assert {one.tenant for one in report.panels} == {"legacy", "stable"}
        assert len(report.boards) == 6
    ways = {(one.direction, one.service) for one in report.correlation if one.tried}
    assert ("log -> trace (otlp)", "legacy-backend") in ways
    assert ("log -> trace (scraped)", "stable-backend") in ways


def test_the_command_says_so_with_its_exit_code(stack: Stack, project: Project) -> None:
    urls = ["--prometheus-url", stack.prometheus, "--loki-url", stack.loki, "--tempo-url", stack.tempo]
    command = [sys.executable, "-m", "generator", "verify", "--config", str(project(APPS["backonly"])), *urls]
    options = ["--stage", "backend", "--slow", "5m", "--timeout", "120", "-o", "json"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert json.loads(done.stdout)["summary"]["ok"] is True


def test_what_a_probe_sends_arrives(stack: Stack, project: Project, gateway: str) -> None:
    urls = ["--prometheus-url", stack.prometheus, "--loki-url", stack.loki, "--tempo-url", stack.tempo]
    command = [sys.executable, "-m", "generator", "verify", "--config", str(project(APPS["backonly"])), *urls]
    options = ["--only", "telemetry", "--stage", "backend", "--probe", "--otlp-endpoint", gateway, "-o", "json"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    probe = {one["signal"]: one["seconds"] for one in json.loads(done.stdout)["probe"]}
    assert set(probe) == {"trace", "log", "metric"}
    assert all(seconds is not None for seconds in probe.values()), done.stdout


def test_init_makes_a_project_that_verifies_green(stack: Stack, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    command = [sys.executable, "-m", "generator", "init", str(folder), "--name", "Corner Shop", "--timeout", "120"]
    urls = ["--prometheus-url", stack.prometheus, "--loki-url", stack.loki, "--tempo-url", stack.tempo]
    done = subprocess.run([*command, *urls], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    written = (folder / "generator.toml").read_text("utf-8")
    assert 'name = "Corner Shop"' in written
    assert "stable-backend" in written
    # The names of the demo that this project comes with, unless somebody sends under them.
    assert "AKS" not in written
    report = directly(stack, folder / "generator.toml", tenant="stable")
    assert findings(report) == []
    assert Counter(one.verdict for one in report.panels)["data"] > 90


def _environment(stack: Stack) -> dict[str, str]:
    return {**os.environ, "GRAFANA_USER": stack.user, "GRAFANA_PASSWORD": stack.password}
