"""A small part of `make fuzz`, always the same."""

from __future__ import annotations

import random

import pytest

from tests.fuzz.trial import break_file, break_query, try_file, try_query


@pytest.mark.parametrize("first", range(0, 400, 50))
def test_no_broken_file_breaks_the_validator(first: int) -> None:
    for seed in range(first, first + 50):
        try_file(*break_file(random.Random(seed)))  # noqa: S311


@pytest.mark.parametrize("first", range(0, 2000, 500))
def test_no_broken_query_breaks_a_parser(first: int) -> None:
    for seed in range(first, first + 500):
        try_query(*break_query(random.Random(seed)))  # noqa: S311
