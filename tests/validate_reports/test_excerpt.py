"""Carets stand below what they mean, whatever is around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.validate.finding import Excerpt
from generator.validate.reports.excerpt import shown


def lines(text: str, start: int, end: int, width: int = 60) -> list[str]:
    return [line for pair in shown(Excerpt(text, start, end), width) for line in pair if line]


def width_of(text: str) -> int:
    """Cells of a text made of the characters that these tests use."""
    return sum(2 if "가" <= one <= "힣" or one in "界😀" else 0 if one in "\u0301\u200d" else 1 for one in text)


@pytest.mark.parametrize(
    ("text", "meant", "expected"),
    [
        ("rate(up)", "up", ["| rate(up)", "|      ^^"]),
        ("a\tup", "up", ["| a   up", "|     ^^"]),
        ("주문 up", "up", ["| 주문 up", "|      ^^"]),
        ("up 주문", "주문", ["| up 주문", "|    ^^^^"]),
        ("e\u0301 up", "up", ["| e\u0301 up", "|   ^^"]),
        ("\u1112\u1161\u11ab up", "up", ["| \u1112\u1161\u11ab up", "|    ^^"]),
        ("\x1b[31mup", "up", ["| \\x1b[31mup", "|         ^^"]),
        ("a\u202eup", "\u202e", ["| a\\u202eup", "|  ^^^^^^"]),
        ("up\u00a0", "up", ["| up\u00a0", "| ^^"]),
        ("a\r\nup\r\n", "up", ["2 | up", "  | ^^"]),
        ("\n" * 98 + "a\nup\nb", "up", ["100 | up", "    | ^^"]),
    ],
)
def test_carets_stand_below_the_meant_text(text: str, meant: str, expected: list[str]) -> None:
    start = text.index(meant)
    assert lines(text, start, start + len(meant)) == expected


def test_something_missing_has_a_caret_where_it_is_missing() -> None:
    assert lines("sum(up", 6, 6) == ["| sum(up", "|       ^"]
    assert lines("sum(\nup", 4, 4) == ["1 | sum(", "  |     ^"]
    assert lines("sum(\r\nup", 4, 6) == ["1 | sum(", "  |     ^"]


def test_a_part_of_several_lines_has_carets_below_each() -> None:
    assert lines("sum(\n  up\n\n) + 1", 3, 12) == [
        "1 | sum(",
        "  |    ^",
        "2 |   up",
        "  |   ^^",
        "4 | ) + 1",
        "  | ^",
    ]


def test_of_many_lines_the_first_are_shown() -> None:
    text = "\n".join(f"up{number}" for number in range(1, 31))
    assert lines(text, 0, len(text))[-3:] == ["4 | up4", "  | ^^^", "  | … and 26 more lines"]
    assert lines("a\nb\nc\nd\ne", 0, 9)[-1] == "  | … and 1 more line"
    assert lines("a\nb\nc\nd\ne", 0, 8)[-2:] == ["4 | d", "  | ^"]


def test_a_long_line_is_cut_around_what_is_meant() -> None:
    assert lines("a" * 50 + "UP" + "b" * 50, 50, 52, 24) == [
        "| …" + "a" * 9 + "UP" + "b" * 9 + "…",
        "|" + " " * 11 + "^^",
    ]
    assert lines("UP" + "b" * 50, 0, 2, 24) == ["| UP" + "b" * 18 + "…", "| ^^"]
    assert lines("a" * 50 + "UP", 50, 52, 24) == ["| …" + "a" * 18 + "UP", "|" + " " * 20 + "^^"]
    assert lines("a" * 50 + "U" * 50, 50, 100, 24) == ["| …" + "U" * 20 + "…", "|  " + "^" * 20]


def test_nothing_is_shown_of_nothing() -> None:
    assert lines("", 0, 0) == []
    assert lines(" \n\t", 0, 3) == []


@pytest.mark.parametrize(("start", "end"), [(-5, 2), (0, 900), (900, 900), (5, 1)])
def test_a_place_outside_the_text_is_its_nearest(start: int, end: int) -> None:
    source, carets = lines("rate(up)", start, end)
    assert source == "| rate(up)"
    assert carets.startswith("| ")
    assert set(carets[2:].strip()) == {"^"}


AROUND = st.text(alphabet="ab(\t주문界😀\u0301\u200d\x1b\u202e", max_size=60)


@given(AROUND, st.sampled_from(["MARK", "주문중입니다!", "MARK" * 20]), AROUND, st.integers(0, 70))
def test_carets_stand_below_it_in_any_text(before: str, meant: str, after: str, width: int) -> None:
    meant = f"<{meant}>"
    source, carets = lines(before + meant + after, len(before), len(before) + len(meant), width)
    assert max(width_of(source), width_of(carets)) <= max(width, 20)
    visible = meant if meant in source else meant[: source[source.index("<") :].rindex("…")]
    assert visible
    assert carets == "|" + " " * (width_of(source[: source.index("<")]) - 1) + "^" * width_of(visible)
