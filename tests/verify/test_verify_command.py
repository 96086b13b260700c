"""The commands themselves: what they refuse, how they leave, what they write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fake_grafana import FakeGrafana

from generator.cli import main
from generator.config import load
from generator.verify import session, stand
from generator.verify.result import ReachCheck, Report, TelemetryRow

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main([*arguments])
    code: int = left.value.code  # type: ignore[assignment]
    return code


CONFIG = ("--config", str(ROOT / "generator.toml"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "no Grafana is named"),
        (("--prometheus-url", "prometheus:9090"), "--prometheus-url"),
        (("--prometheus-url", "http://x", "--grafana-url", "http://g"), "both a Grafana and addresses"),
        (("--tempo-url", "http://x", "--wait", "soon"), "--wait"),
        (("--tempo-url", "http://x", "--probe"), "--otlp-endpoint"),
        (("--tempo-url", "http://x", "--tenant", "jiwo"), 'did you mean "jiwoo"'),
        (("--tempo-url", "http://x", "--service", "x"), "no service"),
        (("--tempo-url", "http://x", "--live", "x.json"), "either FILEs or --live"),
    ],
)
def test_what_cannot_be_is_refused(arguments: tuple[str, ...], words: str, capsys: Any, monkeypatch: Any) -> None:
    for name in ("GRAFANA_URL", "GRAFANA_SERVER"):
        monkeypatch.delenv(name, raising=False)
    assert run("verify", *CONFIG, *arguments) == 2
    assert words in capsys.readouterr().err


def test_a_store_that_nobody_answers_for_is_a_finding(capsys: Any) -> None:
    urls = [one for kind in ("prometheus", "loki", "tempo") for one in (f"--{kind}-url", "http://127.0.0.1:9")]
    assert run("verify", *CONFIG, *urls, "--only", "telemetry", "--timeout", "2") == 1
    said = capsys.readouterr().out
    assert said.count("FAILED") == 3
    assert "refused" in said


def test_wrong_credentials_are_told_apart(monkeypatch: Any, capsys: Any) -> None:
    with FakeGrafana() as grafana:
        monkeypatch.setenv("GRAFANA_TOKEN", "wrong-token")
        assert run("verify", *CONFIG, "--grafana-url", grafana.url) == 3
        assert not grafana.writes
    assert "GRAFANA_TOKEN" in capsys.readouterr().err


def test_a_wait_ends_as_soon_as_all_is_well(monkeypatch: Any) -> None:
    monkeypatch.setattr(session, "PAUSE", 0.0)
    bad = Report(reach=(ReachCheck("Loki", False, "refused"),))
    reports = iter([bad, bad, Report()])
    said: list[int] = []
    found = session.wait(lambda: next(reports), 60.0, lambda report, _: said.append(report.findings))
    assert found.findings == 0
    assert said == [1, 1]


def test_a_wait_ends_when_its_time_is_up() -> None:
    bad = Report(reach=(ReachCheck("Loki", False, "refused"),))
    assert session.wait(lambda: bad, 0.0, lambda *_: None) is bad


def test_detect_writes_the_profile_and_nothing_else(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    from generator.detect.arrival import METRICS, Arrival, Sender, Stack

    path = tmp_path / "generator.toml"
    text = '# mine\n[project]\nname = "X" # x\nuid = "x"\n\n[tenants.t]\nbackend = ["api"]\n'
    path.write_text(text, "utf-8")
    stack = Stack({"api": Sender("api", {METRICS: Arrival(("legacy",), 1.0)})})
    monkeypatch.setattr(stand, "look_around", lambda *_, **__: stack)
    arguments = ("detect", "--config", str(path), "--prometheus-url", "http://127.0.0.1:9")
    assert run(*arguments) == 0
    assert path.read_text("utf-8") == text
    assert run(*arguments, "--write") == 0
    written = path.read_text("utf-8")
    assert load(path).profile == "legacy"
    assert all(line in written for line in text.splitlines() if line)
    assert "profile that fits: legacy" in capsys.readouterr().out


def test_init_never_writes_over_a_project(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "generator.toml").write_text("mine", "utf-8")
    assert run("init", str(tmp_path), "--prometheus-url", "http://127.0.0.1:9") == 2
    assert (tmp_path / "generator.toml").read_text("utf-8") == "mine"
    assert "is there already" in capsys.readouterr().err


def test_init_on_a_stack_without_services_makes_nothing(tmp_path: Path, capsys: Any) -> None:
    folder = tmp_path / "new"
    assert run("init", str(folder), "--prometheus-url", "http://127.0.0.1:9", "--timeout", "2") == 1
    assert not folder.exists()
    assert "prometheus was not asked" in capsys.readouterr().err


def test_a_row_of_the_matrix_is_bad_only_where_somebody_expects_it() -> None:
    assert TelemetryRow("a", "t", "logs", False).bad
    assert not TelemetryRow("a", "t", "logs", False, expected=False).bad
    assert TelemetryRow("a", "t", "metrics", True, reason="wrong dialect").bad
