"""An imported definition renders to the board that it was made of, and looks as the others do."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import definitions
from generator.errors import GeneratorError
from generator.importing.module import module_of
from generator.importing.python_text import literal
from generator.project import Project
from generator.render.render import render

ROOT = Path(__file__).parents[2]
BOARDS = sorted((ROOT / "provisioning/dashboards").glob("*/*.json"))

#: Of Grafana 4, with rows that hold panels, no grid, and inputs of an export.
OLD = {
    "__inputs": [{"name": "DS_PROM", "type": "datasource", "pluginId": "prometheus"}],
    "id": 7,
    "version": 3,
    "title": "예전 'Old' \"Board\" \\ 🚀",
    "rows": [{"title": "A", "panels": [{"type": "graph", "targets": [{"expr": 'up{job=~"$job"}\n* 1'}]}]}],
    "schemaVersion": 14,
    "templating": {"list": [{"name": "job", "type": "query", "query": "label_values(up, job)"}]},
}


def rendered(project: Project, folder: Path, document: Any, key: str = "board") -> Any:
    module = module_of(document, "aks-demo", key)
    (folder / f"{key}.py").write_text(module.source, encoding="utf-8")
    (board,) = definitions.boards(folder)
    return render(board, project.context())


@pytest.mark.parametrize("path", BOARDS, ids=lambda path: path.stem)
def test_our_own_boards_come_back(project: Project, tmp_path: Path, path: Path) -> None:
    document = json.loads(path.read_bytes())
    assert rendered(project, tmp_path, document) == document


@pytest.mark.parametrize("path", BOARDS[:2], ids=lambda path: path.stem)
def test_the_definition_passes_the_lint(path: Path) -> None:
    source = module_of(json.loads(path.read_bytes()), "aks-demo").source
    for command in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--stdin-filename", "dashboards/imported.py", "-"]
        done = subprocess.run(ruff, input=source, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_board_of_grafana_4_stays_what_it_was(project: Project, tmp_path: Path) -> None:
    module = module_of(OLD, "aks-demo")
    assert "OldRow(" in module.source
    assert module.kept == ()
    result = rendered(project, tmp_path, OLD)
    assert result == {key: value for key, value in OLD.items() if key not in ("id", "version")} | {"uid": "old-board"}


@pytest.mark.parametrize(
    "wrap",
    [
        lambda board: {"dashboard": board, "meta": {}},
        lambda board: {
            "apiVersion": "dashboard.grafana.app/v1beta1",
            "kind": "Dashboard",
            "metadata": {"name": board["uid"]},
            "spec": {key: value for key, value in board.items() if key != "uid"},
        },
    ],
)
def test_a_wrapper_is_taken_off(project: Project, tmp_path: Path, wrap: Any) -> None:
    board = {"uid": "u", "title": "T", "panels": [{"id": 1, "type": "text", "title": "x"}], "schemaVersion": 39}
    assert rendered(project, tmp_path, wrap(board)) == board


def test_keys_are_made_of_titles_and_are_unique() -> None:
    panels = [{"title": "Rate / s"}, {"title": "rate s"}, {"title": "1st"}, {}, {"title": "한국"}]
    source = module_of({"title": "T", "panels": panels}, "p").source
    keys = re.findall(r'key="([^"]*)"', source)
    assert keys[1:] == ["rate-s", "rate-s-2", "panel-1st", "panel-4", "board"]


def test_the_project_s_uid_is_no_part_of_the_key() -> None:
    assert module_of({"uid": "shop-checkout", "title": "T", "panels": []}, "shop").key == "checkout"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"elements": {}, "layout": {}}, "v2 format"),
        ({"panels": []}, "no title"),
        ({"title": "T", "uid": 5, "panels": []}, "uid is no text"),
        ([], "not a dashboard"),
        ({"title": "T", "panels": [], "x": float("inf")}, "too large"),
    ],
)
def test_what_cannot_be_imported_is_said(document: Any, words: str) -> None:
    with pytest.raises(GeneratorError, match=words):
        module_of(document, "p")


def test_nesting_without_end_is_refused() -> None:
    deep: Any = []
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(GeneratorError, match="deeper"):
        module_of({"title": "T", "panels": [], "x": deep}, "p")


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=200),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=20), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=200)
@given(_JSON)
def test_any_json_survives(value: Any) -> None:
    source = literal(value)
    assert eval(source) == value  # noqa: S307 - our own text
    source.encode()


@given(st.text(alphabet="a \"'\\\n\u2028한\ud800", max_size=400), st.integers(0, 60))
def test_lines_are_no_longer_than_the_house_s(text: str, indent: int) -> None:
    source = literal(text, indent, indent)
    assert eval(source) == text  # noqa: S307
    assert all(len(line) <= 120 for line in source.splitlines())


@settings(max_examples=30)
@given(st.text(max_size=30), st.text(max_size=30), st.dictionaries(st.text(max_size=5), _JSON, max_size=3))
def test_any_board_renders_to_itself(project: Project, title: str, question: str, more: Any) -> None:
    import tempfile

    document = {
        **more,
        "uid": "u",
        "title": f"T{title}",
        "description": question,
        "panels": [{"title": title, "v": more}],
    }
    for name in ("id", "version", "dashboard", "apiVersion", "elements"):
        document.pop(name, None)
    with tempfile.TemporaryDirectory() as folder:
        assert rendered(project, Path(folder), document) == document
