"""Numbers of a hundred thousand digits are read like any other text: no limit of Python's, no digit looked at twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from generator.languages import logql, promql, traceql

PLACES: list[tuple[Callable[[str], Any], str]] = [
    (promql.parse, "up > {}"),
    (promql.parse, "up[{}]"),
    (logql.parse, 'rate({{a="b"}}[5m]) > {}'),
    (logql.parse, 'rate({{a="b"}}[{}])'),
    (logql.parse, '{{a="b"}} | x > {}'),
    (traceql.parse, "{{ duration > {} }}"),
    (traceql.parse, "{{ }} | count() > {}"),
]


@pytest.mark.parametrize("digit", ["0", "1"])
@pytest.mark.parametrize("end", ["", "s", "q", ".5h", "sq", "KB"])
@pytest.mark.parametrize(("parse", "place"), PLACES)
def test_long_numbers(parse: Callable[[str], Any], place: str, digit: str, end: str) -> None:
    text = place.format(digit * 100_000 + end)
    parsed = parse(text)
    assert parsed.tree is not None or parsed.problems
    assert all(0 <= one.start <= one.end <= len(text) for one in parsed.problems)
