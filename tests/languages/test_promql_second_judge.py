"""Another parser, made by others, accepts what ours accepts, but for forms that it does not know.

Not asked at run time: of 40 000 random and 26 000 real queries it refused none that Prometheus refuses and ours
accepts, it refused hundreds that are right, and on some it panics.
"""

from __future__ import annotations

import re

import promql_parser
import promql_queries
import pytest
from hypothesis import given, settings
from promql_strategies import QUERIES

#: Forms that Prometheus accepts and the other parser does not.
UNKNOWN_THERE = {
    "underscores in numbers": r"\b[0-9][0-9.ex]*_",
    "a duration of nothing": r"\b0s",
    "backslashes between backticks": r"`[^`]*\\",
    "flags that set nothing": r"\(\?\)",
    "modifiers of later versions as names": r"^(anchored|smoothed)$",
    "names with a colon as labels": r"by \(a:b\)",
    "fractions without a zero, signs and comments in ranges": r"\[[^]]*(?<![0-9e])[.+#-]",
    "milliseconds beyond 32 bits": r"4294967296ms",
    "an offset of nothing, or of no number": r"offset (1e-10|nan)",
    "several signs in an offset": r"offset --",
    "a range behind @ start()": r"@ start\(\)\[",
}


VALID = [query for queries in promql_queries.VALID.values() for query in queries]


def form(query: str) -> str | None:
    return next((name for name, pattern in UNKNOWN_THERE.items() if re.search(pattern, query)), None)


@pytest.mark.parametrize("query", [query for query in VALID if form(query) is None])
def test_valid_queries(query: str) -> None:
    promql_parser.parse(query)


def test_every_form_is_one_of_ours() -> None:
    assert {form(query) for query in VALID} == {None, *UNKNOWN_THERE}


@settings(deadline=None)
@given(QUERIES)
def test_what_the_grammar_builds(query: str) -> None:
    promql_parser.parse(query)
