"""Each target has a page, and what a page tells people to type works."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from shutil import copyfile

import pytest
import yaml
from click.testing import CliRunner, Result

from generator.cli import cli
from generator.config import parse
from generator.targets import registry

from .test_cluster import APPLICATION
from .test_every_target import kustomize, run

ROOT = Path(__file__).parents[2]
PAGES = [*sorted((ROOT / "docs/targets").glob("*.md")), ROOT / "docs/import.md"]


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text("utf-8"), re.DOTALL)


def commands(page: Path, program: str) -> list[list[str]]:
    lines = (line for block in blocks(page, "sh") for line in block.splitlines())
    return [shlex.split(line) for line in lines if line.startswith(f"{program} ")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with manifests of its own and a dashboard to import."""
    copyfile(ROOT / "generator.toml", tmp_path / "generator.toml")
    for tenant in ("hyunjun", "jiwoo"):
        own = tmp_path / "k8s" / tenant
        own.mkdir(parents=True)
        names = [f"{tenant}-backend", f"{tenant}-frontend"]
        for name in names:
            (own / f"{name}.yaml").write_text(APPLICATION.replace("NAME", name))
        (own / "kustomization.yaml").write_text(yaml.safe_dump({"resources": [f"{name}.yaml" for name in names]}))
    board = {"uid": "mine", "title": "Mine", "panels": [], "schemaVersion": 41}
    (tmp_path / "dashboard.json").write_text(json.dumps(board))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_target_has_a_page_and_the_readme_lists_them() -> None:
    assert sorted(page.stem for page in (ROOT / "docs/targets").glob("*.md")) == registry.names()
    listed = re.findall(
        r"^\| \[`([\w-]+)`\]\(docs/targets/([\w-]+)\.md\)", (ROOT / "README.md").read_text(), re.MULTILINE
    )
    assert sorted(listed) == [(name, name) for name in registry.names()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_commands_run(page: Path, folder: Path) -> None:
    typed = commands(page, "generator")
    assert typed
    for command in typed:
        if command[1] == "import":
            (folder / "dashboards").mkdir()
        result = CliRunner().invoke(cli, command[1:], standalone_mode=False)
        assert (result.exception, result.return_value) == (None, 0), (command, result.output)
    for command in commands(page, "kubectl"):
        # What it applies, it can build.
        path = command[command.index("kustomize") + 1] if "kustomize" in command else command[command.index("-k") + 1]
        assert list(yaml.safe_load_all(run(*kustomize(), path, cwd=folder)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_settings_are_accepted(page: Path) -> None:
    for block in blocks(page, "toml"):
        parse((ROOT / "generator.toml").read_text("utf-8") + block, None)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).is_file(), target


def test_files_that_pages_name_are_made(folder: Path) -> None:
    page = (ROOT / "docs/targets/cluster.md").read_text("utf-8")
    CliRunner().invoke(cli, ["render", "--target", "cluster"])
    named = set(re.findall(r"cluster/[\w./-]+\.(?:txt|yaml)", page))
    assert len(named) >= 3
    assert [path for path in named if not (folder / path).is_file()] == []


def render(name: str, *options: str) -> Result:
    return CliRunner().invoke(cli, ["render", "--target", name, *options], standalone_mode=False)


@pytest.mark.parametrize("name", registry.names())
def test_stale_output_is_found_and_only_ours_is_removed(name: str, folder: Path) -> None:
    output = folder / name
    assert render(name).return_value == 0
    assert render(name, "--check").return_value == 0
    made = sorted(path for path in output.rglob("*") if path.is_file() and path.name[0] not in "._")
    made[0].write_text("changed")
    (output / "theirs.txt").write_text("theirs")
    manifest = output / ".generated"
    manifest.write_text(manifest.read_text() + "old.txt\n")
    (output / "old.txt").write_text("ours")
    check = render(name, "--check")
    assert check.return_value == 1
    assert f"{made[0]}: changed" in check.stdout
    assert f"{output / 'old.txt'}: stale" in check.stdout
    # The list of files says nothing that these do not.
    assert check.stdout.count("\n") == 2
    assert render(name).return_value == 0
    assert (output / "theirs.txt").is_file()
    assert not (output / "old.txt").exists()


def test_manifests_that_are_not_there_are_named(folder: Path) -> None:
    assert "note:" not in render("cluster").stderr.replace("note: no page may send", "")
    (folder / "k8s/jiwoo/kustomization.yaml").unlink()
    said = render("cluster")
    assert said.return_value == 0
    assert f"note: {folder}/k8s/jiwoo/kustomization.yaml: not there" in said.stderr
    assert "k8s/hyunjun" not in said.stderr
