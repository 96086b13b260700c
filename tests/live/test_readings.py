"""What Grafana was seen to answer, as readings."""

from __future__ import annotations

import pytest
from store_answers import RECORDED

from generator.live.reading import Reading, of_result

ANSWERS = RECORDED["grafana"]


def reading(name: str, ref: str = "A") -> Reading:
    results = ANSWERS[name]["results"]
    return of_result(results[ref] if ref in results else next(iter(results.values())))


@pytest.mark.parametrize(
    "name",
    ["prometheus range", "prometheus instant table", "loki lines", "loki metric", "tempo trace", "tempo metrics"],
)
def test_data_is_seen(name: str) -> None:
    found = reading(name)
    assert found.rows > 0
    assert not found.zero
    assert not found.error


@pytest.mark.parametrize("name", ["prometheus empty", "loki empty"])
def test_nothing_is_seen(name: str) -> None:
    assert reading(name) == Reading()


@pytest.mark.parametrize(
    ("name", "words"),
    [("prometheus syntax error beside a good one", "unclosed left parenthesis"), ("loki error", "syntax error")],
)
def test_an_error_keeps_the_words_of_the_store(name: str, words: str) -> None:
    found = reading(name)
    assert words in found.error
    assert found.why == "refused"


def test_a_good_query_beside_a_bad_one_is_good() -> None:
    assert reading("prometheus syntax error beside a good one", "B").rows == 1


def test_exemplars_are_no_lines_of_a_graph() -> None:
    frames = ANSWERS["prometheus exemplars"]["results"]["A"]["frames"]
    kinds = [frame["schema"]["meta"]["custom"].get("resultType") for frame in frames]
    assert "exemplar" in kinds
    only = [frame for frame, kind in zip(frames, kinds, strict=True) if kind == "exemplar"]
    assert of_result({"status": 200, "frames": only}).rows == 0


def _frame(values: list[float | None]) -> dict[str, object]:
    fields = [{"name": "Time", "type": "time"}, {"name": "Value", "type": "number"}]
    return {"frames": [{"schema": {"fields": fields}, "data": {"values": [list(range(len(values))), values]}}]}


@pytest.mark.parametrize(
    ("values", "rows", "zero", "hollow"),
    [
        ([0, 0], 2, True, 0),
        ([0, 1], 2, False, 0),
        ([None, None], 0, False, 2),
        ([None, 0], 1, True, 1),
        ([], 0, False, 0),
    ],
)
def test_zeros_and_what_is_no_number_are_told_apart(
    values: list[float | None], rows: int, zero: bool, hollow: int
) -> None:
    found = of_result(_frame(values))
    assert (found.rows, found.zero, found.hollow) == (rows, zero, hollow)


@pytest.mark.parametrize("result", [{}, {"frames": None}, {"frames": [1, {}]}, {"frames": [{"data": {"values": 3}}]}])
def test_odd_answers_are_no_data(result: dict[str, object]) -> None:
    assert of_result(result).rows == 0
