"""What the documents promise is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

from click.testing import CliRunner

from generator.cli import cli
from generator.project import find

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_board_of_the_readme_is_one_new_file_of_ten_lines(tmp_path: Path) -> None:
    example = re.search(r"```python\n# dashboards/(\w+\.py)\n(.*?)```", README, re.DOTALL)
    assert example is not None
    name, code = example.groups()
    assert len(code.strip().splitlines()) <= 10
    copytree(ROOT / "dashboards", tmp_path / "dashboards", ignore=ignore_patterns("__pycache__"))
    boards = {board.key for board in find(ROOT / "generator.toml").boards} | {"checkout"}
    (tmp_path / "dashboards" / name).write_text(code)
    (tmp_path / "generator.toml").write_text((ROOT / "generator.toml").read_text("utf-8"))
    result = CliRunner().invoke(cli, ["render", "--config", str(tmp_path / "generator.toml")])
    assert result.exit_code == 0, result.output
    assert f"{len(boards)} boards" in result.output
    board = tmp_path / "provisioning/dashboards/aks-demo/aks-demo-checkout.json"
    assert '"title": "AKS Demo - Checkout"' in board.read_text("utf-8")


def test_the_board_of_the_readme_passes_the_lint() -> None:
    example = re.search(r"```python\n# dashboards/\w+\.py\n(.*?)```", README, re.DOTALL)
    assert example is not None
    for command in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--stdin-filename", "dashboards/checkout.py", "-"]
        result = subprocess.run(ruff, input=example.group(1), cwd=ROOT, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout + result.stderr


def test_every_command_and_only_those_stands_in_the_readme() -> None:
    listed = set(re.findall(r"^\| `generator (\w+)`", README, re.MULTILINE))
    result = CliRunner().invoke(cli, ["--help"])
    commands = set(re.findall(r"^  (\w+)  ", result.output.split("Commands:")[1], re.MULTILINE))
    assert listed == commands


def test_the_boards_of_the_readme_are_the_boards_there_are() -> None:
    listed = re.findall(r"^\| \*\*(.+?)\*\* \| (.+?) \|$", README, re.MULTILINE)
    project = find(ROOT / "generator.toml")
    there = [(f"AKS Demo - {board.title}", board.question) for board in project.boards]
    assert [one for one in there if one in listed] == listed
    assert len(listed) >= 6


def test_the_configuration_of_the_readme_is_accepted(tmp_path: Path) -> None:
    examples = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    assert len(examples) >= 2
    (tmp_path / "generator.toml").write_text("\n".join(examples))
    result = CliRunner().invoke(cli, ["render", "--config", str(tmp_path / "generator.toml")])
    assert result.exit_code == 0, result.output


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).is_file(), target


def test_the_readme_names_every_profile() -> None:
    from generator.signals.profile import PROFILES

    assert [name for name in PROFILES if f"`{name}`" not in README] == []


def test_completion_is_there_for_the_shells_of_the_readme() -> None:
    for shell in re.findall(r"(\w+)_source", README):
        script = subprocess.run(
            [sys.executable, "-m", "generator"],
            env={"_GENERATOR_COMPLETE": f"{shell}_source", "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )
        assert "generator" in script.stdout, shell


def test_the_alerts_of_the_page_are_the_alerts_there_are() -> None:
    page = (ROOT / "docs" / "alerts.md").read_text("utf-8")
    listed = re.findall(r"^\| `([a-z0-9-]+)` \| (\w+) \|", page, re.MULTILINE)
    there = [(one.key, one.severity) for board in find(ROOT / "generator.toml").boards for one in board.alerts]
    assert sorted(listed) == sorted(there)
