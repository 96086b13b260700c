"""The project's own boards, data sources and files pass their own validator, in every telemetry profile."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from generator.project import find
from generator.signals.profile import PROFILES
from generator.validate.reports.report import Screen
from generator.validate.session import Asked, run

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("profile", PROFILES)
def test_nothing_is_found(profile: str) -> None:
    project = find(ROOT / "generator.toml")
    report = run(Asked(profile=profile), project, {}, io.BytesIO(), Screen())
    assert report.findings == ()
    # Alert rules are left to the schema that rendering holds them against (`generator.check`).
    assert [one.file for one in report.summary.skipped] == ["provisioning/alerting/aks-demo.yaml"]
    assert len(report.summary.boards) == len(project.boards)
    assert report.summary.queries > 100


def test_files_of_the_project_are_judged_as_its_own(tmp_path: Path) -> None:
    board = (ROOT / "provisioning/dashboards/aks-demo/aks-demo-logs.json").read_text("utf-8")
    mutant = tmp_path / "a.json"
    mutant.write_text(board.replace('"graphTooltip": 1', '"graphTooltip": 1, "hideControls": true'), "utf-8")
    report = run(Asked(paths=(str(mutant),)), find(ROOT / "generator.toml"), {}, io.BytesIO(), Screen())
    assert {(one.rule, one.severity) for one in report.findings} >= {("schema/dashboard", "error")}
