"""Where the values of a JSON file stand."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.board_json.pointer import resolve
from generator.validate import json_outline, json_text
from generator.validate.lines import Place, Text
from generator.validate.source import Source

from .any_json import CONTAINERS, VALUES, written
from .naive_json import spots

SEEDS = st.integers(0, 2**32)


def source(text: str) -> Source:
    return Source(Text("f.json", text), "json", json.loads(text), partial(json_outline.build, text))


def place(text: str, pointer: str, span: tuple[int, int] | None = None, *, key: bool = False) -> tuple[int, ...]:
    found = source(text).place(pointer, span, key=key)
    return found.line, found.column, found.end_line, found.end_column


BOARD = """\
{
  "title": "Ab\\u00e9\\n\\ud83d\\ude00!",
  "panels": [
    {"id": 1, "targets": [{"expr": "up{job=\\"a\\"}"}]},
    {"id": 2.50, "x/y": {"m~n": null}, "": [ ]}
  ]
}
"""


@pytest.mark.parametrize(
    ("pointer", "at"),
    [
        ("", (1, 1, 7, 2)),
        ("/title", (2, 12, 2, 37)),
        ("/panels", (3, 13, 6, 4)),
        ("/panels/0", (4, 5, 4, 54)),
        ("/panels/0/id", (4, 12, 4, 13)),
        ("/panels/0/targets/0/expr", (4, 36, 4, 51)),
        ("/panels/1/id", (5, 12, 5, 16)),
        ("/panels/1/x~1y", (5, 25, 5, 38)),
        ("/panels/1/x~1y/m~0n", (5, 33, 5, 37)),
        ("/panels/1/", (5, 44, 5, 47)),
    ],
)
def test_a_value_stands_where_its_pointer_says(pointer: str, at: tuple[int, ...]) -> None:
    assert place(BOARD, pointer) == at


@pytest.mark.parametrize(
    ("pointer", "at"),
    [("/panels/0/targets", (4, 15, 4, 24)), ("/panels/1/x~1y/m~0n", (5, 26, 5, 31)), ("/panels/1", (5, 5, 5, 5))],
)
def test_a_key_has_a_place_of_its_own(pointer: str, at: tuple[int, ...]) -> None:
    assert place(BOARD, pointer, key=True) == at


@pytest.mark.parametrize(
    ("span", "columns"),
    [
        ((0, 1), (13, 14)),
        ((2, 3), (15, 21)),  # é
        ((3, 4), (21, 23)),  # a line break
        ((4, 5), (23, 35)),  # one character of two escapes
        ((5, 6), (35, 36)),
        ((1, 5), (14, 35)),
        ((6, 6), (36, 36)),
        ((6, 99), (36, 36)),
        ((2, 2), (15, 15)),
    ],
)
def test_offsets_of_a_decoded_text_are_mapped_through_its_escapes(
    span: tuple[int, int], columns: tuple[int, int]
) -> None:
    assert place(BOARD, "/title", span) == (2, columns[0], 2, columns[1])


def test_a_span_in_a_query() -> None:
    assert place(BOARD, "/panels/0/targets/0/expr", (8, 9)) == (4, 46, 4, 47)


@pytest.mark.parametrize(
    ("pointer", "nearest"),
    [
        ("/nothing", ""),
        ("/panels/2", "/panels"),
        ("/panels/00", "/panels"),
        ("/panels/-1", "/panels"),
        ("/panels/\u0661", "/panels"),
        ("/panels/99999999999999999999", "/panels"),
        ("/panels/0/id/deeper/still", "/panels/0/id"),
        ("/title/0", "/title"),
        ("no pointer", ""),
    ],
)
def test_what_is_absent_stands_at_the_nearest_value_around_it(pointer: str, nearest: str) -> None:
    assert place(BOARD, pointer) == place(BOARD, nearest)
    assert place(BOARD, pointer, (0, 1)) == place(BOARD, nearest)


def test_a_span_of_what_is_no_text_is_the_value() -> None:
    assert place(BOARD, "/panels/1/id", (0, 1)) == (5, 12, 5, 16)
    assert place(BOARD, "/panels", (0, 1)) == (3, 13, 6, 4)


def test_of_a_key_that_comes_twice_the_last_counts() -> None:
    assert place('{"a": 1,\n"\\u0061": 2}', "/a") == (2, 11, 2, 12)


def test_the_lines_are_those_of_the_file() -> None:
    lines = source('{"a":\r\n 1,\r"b":\n\n2}')
    assert [lines.line(number) for number in range(7)] == ["", '{"a":', " 1,", '"b":', "", "2}", ""]


def test_a_file_is_scanned_when_a_place_is_asked_for_and_once() -> None:
    scans = []

    def build() -> Any:
        scans.append(1)
        return json_outline.build(BOARD)

    one = Source(Text("f.json", BOARD), "json", json.loads(BOARD), build)
    assert one.line(1) == "{"
    assert scans == []
    one.place("/title")
    one.place("/panels/0")
    assert scans == [1]


@settings(deadline=None, max_examples=200)
@given(VALUES, SEEDS, st.data())
def test_every_place_is_that_of_the_naive_way(value: Any, seed: int, data: st.DataObject) -> None:
    text = written(value, seed)
    assert json.loads(text) == value
    one = source(text)
    for pointer, spot in spots(text).items():
        assert one.place(pointer) == Place(*spot.start, *spot.end)
        assert one.place(pointer, key=True) == Place(*spot.key[0], *spot.key[1])
        found = resolve(value, pointer)
        if not isinstance(found, str):
            continue
        assert found == spot.decoded
        for index, (start, end) in enumerate(spot.characters):
            assert one.place(pointer, (index, index + 1)) == Place(*start, *end)
        if spot.characters:
            first = data.draw(st.integers(0, len(found) - 1))
            last = data.draw(st.integers(first, len(found) - 1))
            assert one.place(pointer, (first, last + 1)) == Place(*spot.characters[first][0], *spot.characters[last][1])


@settings(deadline=None, max_examples=100)
@given(CONTAINERS, SEEDS, st.text(max_size=8))
def test_every_pointer_has_some_place(value: Any, seed: int, pointer: str) -> None:
    text = written(value, seed)
    found = source(text).place("/" + pointer, (0, 2))
    assert 1 <= found.line <= found.end_line


def test_a_long_text_of_escapes_is_found_through() -> None:
    text = '{"a": "' + "\\n" * 200_000 + '", "b": 1}'
    assert place(text, "/b") == (1, 400_016, 1, 400_017)
    assert place(text, "/a", (199_999, 200_000)) == (1, 400_006, 1, 400_008)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.sampled_from([*"{}[]:,\"\\ \n\t01.-e/#'\0é", "NaN", "Infinity", "true", '"a"', "\\u12"]), max_size=14)
)
def test_any_text_at_all_is_read_or_has_a_fault_in_it(parts: list[str]) -> None:
    text = "".join(parts)
    read = json_text.parse(text)
    json_outline.build(text)
    if read.fault is None:
        assert json.dumps(read.value) == json.dumps(json.loads(text))
    else:
        assert 0 <= read.fault.start <= read.fault.end <= len(text)
        assert "\n" not in read.fault.message
