"""Queries that a Tempo reads, and answers with HTTP 500 once it has spans. Each was asked."""

from __future__ import annotations

import pytest

from generator.languages.traceql import parse
from generator.languages.traceql.breakage import breaks


def found(query: str) -> list[tuple[str, str, str]]:
    parsed = parse(query)
    assert parsed.problems == ()
    assert parsed.tree is not None
    return [(query[one.start : one.end], one.message, one.fix) for one in breaks(parsed.tree, query)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            '{ trace:id =~ "ab.*" }',
            (
                'trace:id =~ "ab.*"',
                'Tempo compares trace:id with = and != only, and fails at "=~"',
                "write the whole id behind = or !=",
            ),
        ),
        (
            '{ "ab" < span:id }',
            (
                '"ab" < span:id',
                'Tempo compares span:id with = and != only, and fails at "<"',
                "write the whole id behind = or !=",
            ),
        ),
        (
            "{ span:childCount > 1.5 }",
            (
                "span:childCount > 1.5",
                "span:childCount is a whole number, and Tempo fails to compare it with 1.5",
                "write a whole number",
            ),
        ),
        (
            "{ instrumentation:version = 1 }",
            (
                "instrumentation:version = 1",
                "instrumentation:version is a string, and Tempo fails to compare it with 1",
                'write "1" in quotes',
            ),
        ),
        (
            "{ !span.retried && status = error }",
            (
                "!span.retried",
                "Tempo fails on spans where span.retried is not true or false",
                "write span.retried != true",
            ),
        ),
        (
            "{ -span.balance > 5 }",
            (
                "-span.balance",
                "Tempo fails on spans where span.balance is not a number",
                "change the sign of what it is compared with",
            ),
        ),
        (
            "{ } | rate() by (parent)",
            ("parent", "Tempo fails on the parent as a whole", "write parent.span.name"),
        ),
    ],
)
def test_what_fails_is_named(query: str, expected: tuple[str, str, str]) -> None:
    assert found(query) == [expected]


@pytest.mark.parametrize(
    "query",
    [
        '{ trace:id = "ab" && span:id != "cd" && span:id != nil }',
        '{ trace:id = .a || name > "a" }',
        "{ span:childCount > 1 && duration > 1.5 && trace:duration > 1.5 && nestedSetParent < 0 }",
        '{ instrumentation:name =~ "io.*" && instrumentation:version != nil }',
        "{ !(span.retried = true) && -1 < .a && !(.a && .b) }",
        "{ } | rate() by (parent.http.route)",
    ],
)
def test_what_works_is_left_alone(query: str) -> None:
    assert found(query) == []
