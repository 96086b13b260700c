"""Lists of variables, as Grafana makes them of an answer."""

from __future__ import annotations

import pytest

from generator.live.prometheus import Series
from generator.verify.options import options, rows


@pytest.mark.parametrize(
    ("values", "regex", "expected"),
    [
        (["a", "b", "a"], None, ("a", "b")),
        (["/api/x", "GET /api/x", "SELECT"], r"/(?:[A-Z]+ )?(\/.*)/", ("/api/x",)),
        (["shop/cart", "shop/pay", "job"], r"/(?:.+\/)(.+)/", ("cart", "pay")),
        (["one", "two"], "/o/", ("one", "two")),
        (["one", "two"], "/^o/", ("one",)),
        (["one", "ONE"], "/one/i", ("one", "ONE")),
        (["a=1", "b=2"], "/(?<text>\\w)=(?<value>\\d)/", ("1", "2")),
        (["one"], "/(/", ()),
        (["", "x"], None, ("x",)),
    ],
)
def test_a_regex_keeps_what_it_finds(values: list[str], regex: str | None, expected: tuple[str, ...]) -> None:
    assert options(values, regex, None) == expected


@pytest.mark.parametrize(("sort", "expected"), [(0, ("b", "A", "a")), (1, ("A", "a", "b")), (2, ("b", "a", "A"))])
def test_the_order_is_the_one_asked_for(sort: int, expected: tuple[str, ...]) -> None:
    assert options(["b", "A", "a"], None, sort) == expected


def test_numbers_are_ordered_as_numbers() -> None:
    assert options(["pod-10", "pod-9"], None, 3) == ("pod-9", "pod-10")


def test_rows_of_a_query_result_are_written_as_grafana_does() -> None:
    series = Series({"__name__": "up", "job": "x"}, ((12.5, 1.0),))
    assert rows([series]) == ('up{job="x"} 1 12500',)
    assert options(rows([series]), '/job="([^"]+)"/', 1) == ("x",)
