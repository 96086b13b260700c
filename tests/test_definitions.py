"""A definition is picked up by being there, and one that is wrong is named, file and line."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from generator import definitions
from generator.errors import GeneratorError, UsageError

BOARD = """\
from generator.board.board import Board, row
from generator.board.panels import Text

dashboard = Board(key={key!r}, title={title!r}, question="?", order={order}, rows=(
    row(Text(key="t", title="T", content="words", width=24)),
))
"""


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def board(folder: Path, name: str, *, key: str, title: str, order: int = 100) -> Path:
    return put(folder, name, BOARD.format(key=key, title=title, order=order))


def failure(folder: Path) -> GeneratorError:
    with pytest.raises(GeneratorError) as caught:
        definitions.boards(folder)
    assert caught.value.fix, "every error says how to mend it"
    return caught.value


def test_boards_come_in_their_own_order_and_not_that_of_files(tmp_path: Path) -> None:
    board(tmp_path, "a.py", key="alpha", title="Third", order=30)
    board(tmp_path, "b.py", key="beta", title="First", order=10)
    board(tmp_path, "c.py", key="gamma", title="Second", order=20)
    assert [one.title for one in definitions.boards(tmp_path)] == ["First", "Second", "Third"]


def test_boards_of_one_order_come_by_key(tmp_path: Path) -> None:
    board(tmp_path, "a.py", key="z", title="Z")
    board(tmp_path, "b.py", key="y", title="Y")
    assert [one.key for one in definitions.boards(tmp_path)] == ["y", "z"]


def test_a_file_that_begins_with_an_underscore_is_no_definition(tmp_path: Path) -> None:
    board(tmp_path, "a.py", key="a", title="A")
    put(tmp_path, "_shared.py", "raise RuntimeError('never looked at')\n")
    put(tmp_path, "notes.txt", "not Python\n")
    assert [one.key for one in definitions.boards(tmp_path)] == ["a"]


def test_two_boards_of_one_key_name_both_files(tmp_path: Path) -> None:
    first = board(tmp_path, "a.py", key="same", title="One")
    second = board(tmp_path, "b.py", key="same", title="Two")
    error = failure(tmp_path)
    assert 'both boards have the key "same"' in error.summary
    assert str(first) in error.summary
    assert str(second) in error.summary


def test_two_boards_of_one_title_name_both_files(tmp_path: Path) -> None:
    first = board(tmp_path, "a.py", key="one", title="Same")
    second = board(tmp_path, "b.py", key="two", title="Same")
    error = failure(tmp_path)
    assert 'both boards have the title "Same"' in error.summary
    assert str(first) in error.summary
    assert str(second) in error.summary


def test_a_file_without_a_board_is_named(tmp_path: Path) -> None:
    path = put(tmp_path, "a.py", "board = 1\n")
    error = failure(tmp_path)
    assert error.summary == f"{path}: no `dashboard`"
    assert "dashboard = Board(" in error.fix


def test_a_dashboard_of_another_kind_is_named(tmp_path: Path) -> None:
    path = put(tmp_path, "a.py", "import grafanalib.core as G\ndashboard = G.Dashboard(title='T')\n")
    assert failure(tmp_path).summary == f"{path}: `dashboard` is a Dashboard"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("x = 1\ny = x / 0\n", 2, "ZeroDivisionError"),
        ("import json\n\n\nimport no_such_module\n", 4, "no_such_module"),
        ("def make():\n    return undefined_name\n\n\ndashboard = make()\n", 2, "undefined_name"),
        ("from generator.board.board import Board\nx = 1\ndashboard = Board(titel='T')\n", 3, "titel"),
        # The error is deep in somebody else's code: the line is the definition's own.
        ("import json\nx = 1\ndata = json.loads('{')\n", 3, "JSONDecodeError"),
    ],
    ids=["division", "import", "function", "argument", "elsewhere"],
)
def test_a_broken_definition_is_named_with_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = put(tmp_path, "a.py", text)
    error = failure(tmp_path)
    assert error.summary.startswith(f"{path}:{line}: ")
    assert reason in error.summary


def test_a_definition_that_is_not_python_is_named_with_its_line(tmp_path: Path) -> None:
    path = put(tmp_path, "a.py", "x = 1\ny = (2\nz = 3 4\n")
    assert re.fullmatch(rf"{re.escape(str(path))}:[23]: .+", failure(tmp_path).summary)


def test_a_module_of_ones_own_that_is_not_python_is_named_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The definition is right; what it imports is not."""
    monkeypatch.syspath_prepend(tmp_path)
    module = put(tmp_path, "_parts_of_mine.py", "x = 1\n\ny = = 2\n")
    put(tmp_path, "a.py", "x = 1\nimport _parts_of_mine\n")
    assert failure(tmp_path).summary.startswith(f"{module}:3: ")


def test_a_signal_that_is_grouped_by_a_foreign_label_is_named_with_file_and_way_out(tmp_path: Path) -> None:
    text = "from generator.board.use import use\nfrom generator.signals import http\nx = use(http.RATE, 'route')\n"
    path = put(tmp_path, "a.py", text)
    error = failure(tmp_path)
    assert error.summary.startswith(str(path))
    assert 'signal "http.rate" has no label "route"' in error.summary
    assert "service" in error.fix


def test_an_expected_failure_keeps_its_kind(tmp_path: Path) -> None:
    put(tmp_path, "a.py", "from generator.errors import UsageError\nraise UsageError('no', 'yes')\n")
    error = failure(tmp_path)
    assert isinstance(error, UsageError)
    assert error.fix == "yes"


def test_modules_of_one_name_in_two_folders_are_two(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        board(tmp_path / name, "same.py", key=name, title=name)
    assert [definitions.boards(tmp_path / name)[0].key for name in ("one", "two")] == ["one", "two"]


def test_a_definition_leaves_no_module_behind(tmp_path: Path) -> None:
    before = set(sys.modules)
    board(tmp_path, "a.py", key="a", title="A")
    definitions.boards(tmp_path)
    assert {name for name in set(sys.modules) - before if "definition" in name} == set()


def test_an_empty_folder_has_no_boards(tmp_path: Path) -> None:
    assert definitions.boards(tmp_path) == ()


def test_data_sources_are_found_alike(tmp_path: Path) -> None:
    path = put(tmp_path, "loki.py", "dashboard = 1\n")
    with pytest.raises(GeneratorError) as caught:
        definitions.datasources(tmp_path)
    assert caught.value.summary == f"{path}: no `datasource`"
