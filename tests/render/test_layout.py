"""Panels fill the grid: no hole, no overlap, and a line that cannot be filled is named."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.board.board import Board, Row, row, section
from generator.board.panels import Text
from generator.errors import GeneratorError
from generator.project import Project
from generator.render.layout import Placed, panel_id, place
from generator.render.render import render

COLUMNS = 24

Cells = list[tuple[int, int, int, int]]


def text(key: str, width: int = COLUMNS, height: int = 3) -> Text:
    return Text(key=key, title=key, width=width, height=height, content="words")


def board(*rows: Row) -> Board:
    return Board(key="b", title="B", question="?", rows=rows)


def covered(cells: Cells) -> set[tuple[int, int]]:
    """All squares of the grid under these rectangles; none may lie under two of them."""
    squares: set[tuple[int, int]] = set()
    for x, y, w, h in cells:
        its = {(column, line) for column in range(x, x + w) for line in range(y, y + h)}
        assert not squares & its, "an overlap"
        squares |= its
    return squares


def assert_filled(cells: Cells) -> None:
    """The rectangles fill the grid's whole width from their first line to their last."""
    top, bottom = min(y for _, y, _, _ in cells), max(y + h for _, y, _, h in cells)
    assert covered(cells) == {(column, line) for column in range(COLUMNS) for line in range(top, bottom)}


def of_json(panels: list[dict[str, Any]]) -> Cells:
    return [tuple(panel["gridPos"][side] for side in "xywh") for panel in panels]


def of_placed(placed: tuple[Placed, ...]) -> Cells:
    return [(one.cell.x, one.cell.y, one.cell.w, one.cell.h) for one in placed]


def test_every_board_fills_the_grid(project: Project) -> None:
    for each in project.boards:
        panels = render(each, project.context())["panels"]
        assert_filled(of_json(panels))
        for header in panels:
            if header["type"] == "row" and header["panels"]:
                assert header["collapsed"] is True
                # Unfolded, the panels begin right below their header.
                inside = of_json(header["panels"])
                assert min(y for _, y, _, _ in inside) == header["gridPos"]["y"] + 1
                assert_filled(inside)


@st.composite
def lines(draw: st.DrawFn) -> tuple[int, list[int]]:
    """A height and widths that add up to a whole line."""
    widths: list[int] = []
    while (left := COLUMNS - sum(widths)) > 0:
        widths.append(draw(st.integers(1, left)))
    return draw(st.integers(1, 20)), widths


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.lists(lines(), min_size=1, max_size=4)), min_size=1))
def test_whole_lines_fill_the_grid_whatever_their_shape(rows: list[tuple[bool, bool, Any]]) -> None:
    made = []
    for number, (titled, folded, its_lines) in enumerate(rows):
        panels = [
            text(f"{number}-{line}-{index}", width, height)
            for line, (height, widths) in enumerate(its_lines)
            for index, width in enumerate(widths)
        ]
        made.append(section(f"r{number}", f"R{number}", *panels, collapsed=folded) if titled else row(*panels))
    placed = place(board(*made))
    assert_filled(of_placed(placed))
    for one in placed:
        if one.inside:
            assert_filled(of_placed(one.inside))


@pytest.mark.parametrize(
    ("panels", "wrong"),
    [
        ([text("a", 12), text("b", 8)], 'panel "b": its line ends at column 20'),
        ([text("a", 24), text("b", 8)], 'panel "b": its line ends at column 8'),
        ([text("a", 16), text("b", 16)], 'panel "b": the line is 32 columns wide'),
        ([text("a", 12, 4), text("b", 12, 8)], 'panel "b": the heights in its line differ'),
        ([text("a", 8, 4), text("b", 8, 4), text("c", 8, 5)], 'panel "c": the heights in its line differ'),
        ([text("same"), text("same")], 'panel "same": the key is used twice'),
    ],
)
def test_what_does_not_fit_is_named(panels: list[Text], wrong: str) -> None:
    with pytest.raises(GeneratorError, match="^" + re.escape(f'board "b" › {wrong}') + "$") as caught:
        place(board(row(*panels)))
    assert caught.value.fix


def test_a_key_may_not_be_used_twice_in_different_rows() -> None:
    with pytest.raises(GeneratorError, match='"same": the key is used twice'):
        place(board(row(text("same")), section("s", "S", text("same"), collapsed=True)))


def test_two_keys_with_one_id_name_each_other() -> None:
    """An id is a short number, so two keys may meet; then one of them must be called otherwise."""
    first, second = _two_keys_of_one_id()
    with pytest.raises(GeneratorError, match=f'panel "{second}": the key has the same id as "{first}"'):
        place(board(row(text(first)), row(text(second))))


def _two_keys_of_one_id() -> tuple[str, str]:
    seen: dict[int, str] = {}
    for number in range(300_000):
        key = f"k{number}"
        other = seen.setdefault(panel_id("b", key), key)
        if other != key:
            return other, key
    raise AssertionError("no two keys share an id: the ids are longer than they are said to be")


def test_keys_of_thousands_of_boards_do_not_meet() -> None:
    keys = [f"panel-{number}" for number in range(35)]
    assert [board for board in range(6000) if len({panel_id(f"b{board}", key) for key in keys}) < len(keys)] == []


def test_ids_fit_in_what_every_client_of_grafana_reads_them_into() -> None:
    assert all(0 < panel_id("b", f"k{number}") < 2**31 for number in range(10_000))


def test_ids_depend_on_the_board_too() -> None:
    assert panel_id("overview", "rate") != panel_id("backend", "rate")
