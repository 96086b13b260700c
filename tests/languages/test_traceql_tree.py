"""What a query looks like as a tree."""

from __future__ import annotations

from typing import Any

import pytest

from generator.languages.traceql import kind_of, looks_like_trace_id, parse, walk
from generator.languages.traceql.tree import (
    Aggregate,
    Attribute,
    By,
    Coalesce,
    FieldBinary,
    FieldUnary,
    Intrinsic,
    MetricsBinary,
    MetricsQuery,
    Pipeline,
    Query,
    ScalarFilter,
    SecondStage,
    Select,
    SpansetBinary,
    SpansetFilter,
    Static,
    Threshold,
)
from generator.languages.traceql.words import Type


def tree_of(query: str) -> Query:
    parsed = parse(query)
    assert parsed.problems == ()
    assert parsed.tree is not None
    return parsed.tree


def shape(node: Any) -> str:
    """A field expression with brackets around everything that was joined."""
    if isinstance(node, FieldBinary):
        return f"({shape(node.left)} {node.operator} {shape(node.right)})"
    if isinstance(node, FieldUnary):
        return f"({node.operator}{shape(node.operand)})"
    if isinstance(node, Attribute):
        return f"{node.scope}.{node.name}"
    if isinstance(node, Intrinsic):
        return node.name
    return str(node.value)


def condition(query: str) -> Any:
    expression = tree_of("{ " + query + " }").expression
    assert isinstance(expression, SpansetFilter)
    return expression.condition


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # && and || bind equally, from left to right
        (".a || .b && .c", "((.a || .b) && .c)"),
        (".a && .b || .c", "((.a && .b) || .c)"),
        (".a || (.b && .c)", "(.a || (.b && .c))"),
        (".a + .b * .c = 1", "((.a + (.b * .c)) = 1)"),
        (".a - .b - .c = 1", "(((.a - .b) - .c) = 1)"),
        (".a ^ .b ^ .c = 1", "(((.a ^ .b) ^ .c) = 1)"),
        # a sign binds like + and -
        ("-.a * .b = 1", "((-(.a * .b)) = 1)"),
        ("-.a + .b = 1", "(((-.a) + .b) = 1)"),
        ("!.a && .b", "((!.a) && .b)"),
        ("!.a = .b", "((!.a) = .b)"),
        ("2 * -3 * .a = 1", "((2 * (-(3 * .a))) = 1)"),
        # nil stands on either side, and takes part in one comparison only
        (".a && .b = nil || .c", "((.a && (.b = None)) || .c)"),
        ("nil != .a + .b", "(None != (.a + .b))"),
        ("!nil = .a", "(!(None = .a))"),
        ("nil = nil = .a", "((None = None) = .a)"),
        (".a = .b = nil", "((.a = .b) = None)"),
    ],
)
def test_operators_bind_as_in_tempo(query: str, expected: str) -> None:
    assert shape(condition(query)) == expected


@pytest.mark.parametrize(
    ("query", "scope", "name", "parent"),
    [
        ("span.http.route", "span", "http.route", False),
        (".http.route", "", "http.route", False),
        ("resource.k8s.pod.name", "resource", "k8s.pod.name", False),
        ("span.span.x", "span", "span.x", False),
        ("span.resource.x", "span", "resource.x", False),
        ('span."a b".c', "span", "a b.c", False),
        (r'span."say \"hi\" \\"', "span", 'say "hi" \\', False),
        ("span.a-b/c+d*e", "span", "a-b/c+d*e", False),
        ("event.exception.type", "event", "exception.type", False),
    ],
)
def test_attributes(query: str, scope: str, name: str, parent: bool) -> None:
    node = condition(query)
    assert node == Attribute(2, 2 + len(query), scope, name, parent)


def test_fields_of_the_parent_are_read_although_refused() -> None:
    tree = parse("{ parent.span.a = parent.b }").tree
    assert tree is not None
    found = [(node.scope, node.name, node.parent) for node in walk(tree) if isinstance(node, Attribute)]
    assert found == [("span", "a", True), ("", "b", True)]


@pytest.mark.parametrize(
    ("written", "type_", "value"),
    [
        (".99", Type.FLOAT, 0.99),
        ("1.", Type.FLOAT, 1.0),
        ("1e3", Type.FLOAT, 1000.0),
        ("1_0.5", Type.FLOAT, 10.5),
        ("007", Type.INTEGER, 7),
        ("9223372036854775807", Type.INTEGER, 2**63 - 1),
        ("minInt", Type.INTEGER, -(2**63)),
        ("1h30m", Type.DURATION, 5400 * 10**9),
        (".5s", Type.DURATION, 5 * 10**8),
        ("1.5ms", Type.DURATION, 1_500_000),
        ("100µs", Type.DURATION, 100_000),
        ("1d12h", Type.DURATION, 36 * 3600 * 10**9),
        ("1w", Type.DURATION, 7 * 24 * 3600 * 10**9),
        ('"a\\tb\\x41\\u00e9"', Type.STRING, "a\tbAé"),
        ("`a\\t`", Type.STRING, "a\\t"),
        ("true", Type.BOOLEAN, True),
        ("error", Type.STATUS, "error"),
        ("server", Type.KIND, "server"),
    ],
)
def test_constants(written: str, type_: Type, value: object) -> None:
    assert condition(f".a = {written}").right == Static(7, 7 + len(written), type_, value)


@pytest.mark.parametrize("query", ["{ .a = 08 }", "{ .a = 1e400 }", "{ .a = 9223372036854775808 }", "{ .a = 293y }"])
def test_numbers_out_of_range(query: str) -> None:
    assert parse(query).tree is None


def test_an_intrinsic_keeps_the_name_it_is_written_with() -> None:
    found = [node.name for node in walk(tree_of('{ name = "a" && span: name = "b" }')) if isinstance(node, Intrinsic)]
    assert found == ["name", "span:name"]


def test_a_pipeline_has_its_stages_in_order() -> None:
    query = "{ .a } >> { } | by(name) | count() > 2 * 3 | coalesce() | select(.b, kind)"
    expression = tree_of(query).expression
    assert isinstance(expression, Pipeline)
    kinds = [type(stage) for stage in expression.stages]
    assert kinds == [SpansetBinary, By, ScalarFilter, Coalesce, Select]
    scalar = expression.stages[2]
    assert isinstance(scalar, ScalarFilter)
    assert (scalar.aggregate.function, scalar.operator, scalar.value.value) == ("count", ">", 6)
    assert [query[stage.start : stage.end] for stage in expression.stages][1:3] == ["by(name)", "count() > 2 * 3"]


def test_metrics() -> None:
    query = "{ } | quantile_over_time(duration, .5, .9) by (name, span.x) | topk(5) >= 1s with (exemplars=true)"
    tree = tree_of(query)
    expression = tree.expression
    assert isinstance(expression, MetricsQuery)
    metrics = expression.metrics
    assert metrics.function == "quantile_over_time"
    assert isinstance(metrics.field, Intrinsic)
    assert [parameter.value for parameter in metrics.parameters] == [0.5, 0.9]
    assert [query[field.start : field.end] for field in metrics.by] == ["name", "span.x"]
    top, threshold = expression.stages
    assert isinstance(top, SecondStage)
    assert isinstance(threshold, Threshold)
    assert (top.function, top.limit.value, threshold.operator, threshold.value.value) == ("topk", 5, ">=", 10**9)
    ((hint,),) = [hints.entries for hints in tree.hints]
    assert (hint.name, hint.value.value) == ("exemplars", True)


def test_compare_has_its_filter() -> None:
    expression = tree_of("{ } | compare({ status = error }, 5, 1, 2)").expression
    assert isinstance(expression, MetricsQuery)
    assert expression.metrics.selection is not None
    assert [parameter.value for parameter in expression.metrics.parameters] == [5, 1, 2]


def test_arithmetic_between_metrics_queries() -> None:
    query = "100 * ({ .a } | rate()) / (({ } | rate()) + -1) > 5 | topk(3)"
    expression = tree_of(query).expression
    assert isinstance(expression, MetricsBinary)
    assert expression.operator == "/"
    assert isinstance(expression.left, MetricsBinary)
    assert isinstance(expression.right, MetricsBinary)
    assert query[expression.right.start : expression.right.end] == "({ } | rate()) + -1"
    assert [type(stage) for stage in expression.stages] == [Threshold, SecondStage]
    assert (expression.start, expression.end) == (0, len(query))


def test_a_threshold_behind_a_bracket_is_part_of_the_query() -> None:
    query = "({ } | rate()) > 5"
    expression = tree_of(query).expression
    assert isinstance(expression, MetricsQuery)
    assert query[expression.start : expression.end] == query


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("{ }", "search"),
        ("{ } | count() > 1", "search"),
        ("({ } | count() > 1) && ({ })", "search"),
        ("{ } | rate()", "metrics"),
        ("({ } | rate())", "metrics"),
        ("2 * ({ } | rate())", "metrics"),
        ("{ } | compare({ .a })", "metrics"),
    ],
)
def test_kinds(query: str, kind: str) -> None:
    assert kind_of(tree_of(query)) == kind


@pytest.mark.parametrize("text", ["0", "a3f", "0af7651916cd43dd8448eb211c80319c", " 7B5 \n", "deadbeef"])
def test_a_trace_id_is_no_query(text: str) -> None:
    assert looks_like_trace_id(text)


@pytest.mark.parametrize("text", ["", "{ }", "0" * 33, "xyz", "12 34", "$traceId", "0x1f", "٣"])
def test_other_texts_are_no_trace_ids(text: str) -> None:
    assert not looks_like_trace_id(text)


def test_walk_goes_in_source_order() -> None:
    query = "{ .a = 1 && -.b > 2 } | sum(.c) > 3 | rate() by (.d)"
    nodes = list(walk(tree_of(query)))
    leaves = [query[node.start : node.end] for node in nodes if isinstance(node, (Attribute, Static, Aggregate))]
    assert leaves == [".a", "1", ".b", "2", "sum(.c)", ".c", "3", ".d"]


def test_hostile_texts_are_answered() -> None:
    depth = 100_000
    for text in (
        "{ " + "(" * depth + ".a" + ")" * depth + " }",
        "(" * depth + "{ }" + ")" * depth,
        "{ .a = " + "-" * depth + "1 }",
        "({ } | rate()) + " + "-" * depth + "1",
    ):
        (problem,) = parse(text).problems
        assert problem.message == "nested deeper than 200 levels"
        assert problem.start < len(text)


def test_what_a_person_nests_is_read() -> None:
    assert parse("{ " + "(" * 199 + ".a" + ")" * 199 + " }").problems == ()
    assert parse("(" * 199 + "{ } | rate()" + ")" * 199).problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "{ " + " && ".join([".a = 1"] * 100_000) + " }",
        " && ".join(["{ .a }"] * 30_000),
        " | ".join(["{ }"] * 40_000),
        "{ } | rate()" + "|topk(1)" * 40_000,
        "{ } | rate()" + ">1" * 50_000,
        "({ } | rate())" + " + 1" * 50_000,
        "{ } | select(" + ", ".join([".a"] * 50_000) + ")",
        '{ .a = "' + "\\n" * 500_000 + '" }',
        "{ ." + '"a"' * 300_000 + " = 1 }",
        "// x\n" * 200_000 + "{ }",
    ],
    # The first is a megabyte.
    ids=["and", "filters", "stages", "topk", "thresholds", "sums", "select", "escapes", "quotes", "comments"],
)
def test_long_queries_are_read(text: str) -> None:
    parsed = parse(text)
    assert parsed.problems == ()
    assert parsed.tree is not None
    assert sum(1 for _ in walk(parsed.tree)) > 1


@pytest.mark.parametrize(
    "text",
    ["\0", "{ .a = `\0` }", "\ud800", '{ .\udfff = "\ud800" }', "{" * 1_000_000, '"' * 1_000_000, "1." * 500_000],
)
def test_anything_gets_an_answer(text: str) -> None:
    parsed = parse(text)
    assert parsed.problems or parsed.tree
