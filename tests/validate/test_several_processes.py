"""Many files are judged in several processes; what is said of them is what one process says."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from generator.errors import GeneratorError
from generator.validate import crew
from tests.validate.test_validate_command import Validate, config, validate

__all__ = ["validate"]


def _boards(folder: Path, count: int) -> None:
    """Every third with a defect of its own, two of one uid in different shares, and files that are no boards."""
    folder.mkdir()
    for number in range(count):
        targets = [{"refId": "A", "expr": f"rate(up{number}[" if number % 3 == 0 else "up"}]
        panel = {"id": 1, "title": f"P{number}", "type": "timeseries", "datasource": {"type": "prometheus", "uid": "p"}}
        board = {
            "uid": f"b{number % (count - 1)}",
            "title": f"Board {number}",
            "panels": [{**panel, "targets": targets}],
        }
        (folder / f"{number:03}.json").write_text(json.dumps(board, indent=1), "utf-8")
    (folder / "a.json").write_text("{", "utf-8")
    (folder / "package.json").write_text('{"name": "x", "version": "1"}', "utf-8")


@pytest.mark.parametrize("output", ["text", "json", "sarif"])
def test_the_report_is_the_same_however_many_processes_there_are(
    validate: Validate, tmp_path: Path, output: str
) -> None:
    _boards(tmp_path / "boards", 100)
    one, three = (validate("boards", "-o", output, "-j", jobs) for jobs in ("1", "3"))
    assert three == one
    assert "board/unique-uid" in one.out


def test_acceptances_that_only_one_process_needs_are_of_use(validate: Validate, tmp_path: Path) -> None:
    _boards(tmp_path / "boards", 100)
    accepted = '[[validate.accept]]\nrule = "promql/*"\nreason = "a stub"\nfile = "099.json"\n'
    path = config(tmp_path, accepted)
    one, three = (validate("boards", "--config", path, "-o", "json", "-j", jobs).document for jobs in ("1", "3"))
    assert one == three
    assert one["summary"]["suppressed"]


def test_files_are_mended_in_every_process(validate: Validate, tmp_path: Path) -> None:
    _boards(tmp_path / "boards", 100)
    for path in sorted((tmp_path / "boards").glob("0*.json")):
        path.write_text(path.read_text("utf-8").replace('"id": 1,', ""), "utf-8")
    fixed = validate("boards", "--fix", "-o", "json", "-j", "3").document["summary"]["fixed"]
    assert fixed >= 100
    assert validate("boards", "--fix", "-o", "json", "-j", "3").document["summary"]["fixed"] == 0


def _dies(_: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def test_a_process_that_is_ended_from_outside_is_said_in_one_line() -> None:
    with pytest.raises(GeneratorError, match="ended from outside") as raised:
        list(crew.each(_dies, range(20), 2))
    assert "--jobs 1" in str(raised.value.fix)
