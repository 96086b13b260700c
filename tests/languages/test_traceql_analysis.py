"""What can be asked about a query."""

from __future__ import annotations

import pytest

from generator.languages.traceql import parse
from generator.languages.traceql.analysis import (
    attributes,
    intrinsics,
    label,
    mixed_logic,
    series_labels,
    unknown_hints,
)
from generator.languages.traceql.tree import Query


def tree_of(query: str) -> Query:
    parsed = parse(query)
    assert parsed.problems == ()
    assert parsed.tree is not None
    return parsed.tree


def test_fields_come_in_source_order() -> None:
    tree = tree_of("{ span.b = 1 && .a && name != nil } | by(resource.c) | rate() by (span.b, status)")
    assert [(field.scope, field.name) for field in attributes(tree)] == [
        ("span", "b"),
        ("", "a"),
        ("resource", "c"),
        ("span", "b"),
    ]
    assert [field.name for field in intrinsics(tree)] == ["name", "status"]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        # as a Tempo of 2026 names its series
        ("resource.service.name", "resource.service.name"),
        (".http.route", ".http.route"),
        ('span."a b"', 'span."a b"'),
        ('span."plain"', "span.plain"),
        ("parent.http.route", "parent.http.route"),
        ("parent.resource.x", "parent.resource.x"),
        ("name", "name"),
        ("span:name", "name"),
        ("span:kind", "kind"),
        ("trace:rootService", "rootServiceName"),
        ("trace:duration", "traceDuration"),
        ("trace:id", "trace:id"),
        ("event:name", "event:name"),
        ("span:childCount", "span:childCount"),
        ("instrumentation:name", "instrumentation:name"),
        ("nestedSetParent", "nestedSetParent"),
    ],
)
def test_labels(field: str, expected: str) -> None:
    assert series_labels(tree_of(f"{{ }} | rate() by ({field})")) == (expected,)
    (found,) = (
        *attributes(tree_of(f"{{ }} | rate() by ({field})")),
        *intrinsics(tree_of(f"{{ }} | rate() by ({field})")),
    )
    assert label(found) == expected


def test_labels_of_arithmetic_are_those_of_all_sides() -> None:
    tree = tree_of("({ } | rate() by (name, .a)) / ({ } | rate() by (span:name))")
    assert series_labels(tree) == ("name", ".a")


def test_a_search_has_no_series() -> None:
    assert series_labels(tree_of("{ } | by(name)")) == ()


def test_unknown_hints() -> None:
    tree = tree_of("{ } with (most_recent=true, most_recnt=true) with (sample=0.1)")
    assert [hint.name for hint in unknown_hints(tree)] == ["most_recnt"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ .a || .b && .c }", [".a || .b && .c"]),
        ("{ .a && .b || .c }", [".a && .b || .c"]),
        ("{ (.x) || .b && .c }", ["(.x) || .b && .c"]),
        ("{ .a } || { .b } && { .c }", ["{ .a } || { .b } && { .c }"]),
        ("{ (.a || .b) && .c }", []),
        ("{ .a || (.b && .c) }", []),
        ("{ .a && .b && .c }", []),
        ("({ .a } || { .b }) && { .c }", []),
    ],
)
def test_logic_without_brackets(query: str, expected: list[str]) -> None:
    assert [query[node.start : node.end] for node in mixed_logic(tree_of(query))] == expected
