"""What a query becomes: nodes, their values, and where they stand."""

from __future__ import annotations

import pytest

from generator.languages.logql import kind_of, parse, tree, walk
from generator.languages.logql.tree import Expression, Node


def read(query: str) -> Expression:
    parsed = parse(query)
    assert parsed.problems == ()
    assert parsed.tree is not None
    return parsed.tree


def shape(node: Node) -> str:
    """An expression with all its parentheses."""
    if isinstance(node, tree.Binary):
        return f"({shape(node.left)} {node.operator} {shape(node.right)})"
    if isinstance(node, tree.Logical):
        return f"({shape(node.left)} {node.operator} {shape(node.right)})"
    if isinstance(node, tree.Paren):
        return f"[{shape(node.inner)}]"
    if isinstance(node, tree.Grouped):
        return f"[{shape(node.condition)}]"
    if isinstance(node, tree.Comparison):
        return node.label.name
    return f"{node.value:g}" if isinstance(node, tree.Number) else type(node).__name__


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("1 + 2 * 3", "(1 + (2 * 3))"),
        ("1 * 2 + 3", "((1 * 2) + 3)"),
        ("1 - 2 - 3", "((1 - 2) - 3)"),
        ("2 ^ 3 ^ 2", "(2 ^ (3 ^ 2))"),
        ("2 * 3 % 2", "((2 * 3) % 2)"),
        ("-1 ^ 2", "(-1 ^ 2)"),
        ("(1 + 2) * 3", "([(1 + 2)] * 3)"),
        ("1 + 2 > 3 * 4", "((1 + 2) > (3 * 4))"),
        ("vector(1) or vector(2) and vector(3)", "(Vector or (Vector and Vector))"),
        ("vector(1) > 2 unless vector(3)", "((Vector > 2) unless Vector)"),
        ("1 -1", "(1 - 1)"),
        ("1 --1", "(1 - -1)"),
    ],
)
def test_operators_bind_as_in_mathematics(query: str, expected: str) -> None:
    assert shape(read(query)) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("a>1 or b>2 and c>3", "((a or b) and c)"),
        ("a>1 and b>2 or c>3", "((a and b) or c)"),
        ("a>1, b>2 c>3", "((a and b) and c)"),
        ("a>1 or (b>2 and c>3)", "(a or [(b and c)])"),
        ("((a>1))", "[[a]]"),
    ],
)
def test_conditions_are_read_from_left_to_right(condition: str, expected: str) -> None:
    query = read(f'{{app="shop"}} | {condition}')
    assert isinstance(query, tree.LogQuery)
    (stage,) = query.stages
    assert isinstance(stage, tree.LabelFilter)
    assert shape(stage.condition) == expected


def test_a_log_query() -> None:
    text = (
        '{app="shop", env=~`p.*`} |= "a" or ip("10.0.0.1") | json x="a[0]", y | logfmt --strict z | regexp "(?P<r>.)"'
        ' | took > 1m30s, size <= 1.5KiB | line_format "{{.x}}" | label_format a=b, c="d" | drop e, f="g" | keep h'
        " | decolorize"
    )
    query = read(text)
    assert isinstance(query, tree.LogQuery)
    assert [(one.label.name, one.operator, one.value.value) for one in query.selector.matchers] == [
        ("app", "=", "shop"),
        ("env", "=~", "p.*"),
    ]
    written = [text[stage.start : stage.end] for stage in query.stages]
    assert written == [
        '|= "a" or ip("10.0.0.1")',
        '| json x="a[0]", y',
        "| logfmt --strict z",
        '| regexp "(?P<r>.)"',
        "| took > 1m30s, size <= 1.5KiB",
        '| line_format "{{.x}}"',
        '| label_format a=b, c="d"',
        '| drop e, f="g"',
        "| keep h",
        "| decolorize",
    ]
    values = [node for node in walk(query) if isinstance(node, tree.Duration | tree.Size)]
    assert [node.seconds if isinstance(node, tree.Duration) else node.count for node in values] == [90.0, 1536.0]
    assert kind_of(query) == "log"


@pytest.mark.parametrize(
    ("text", "range_", "offset", "query"),
    [
        ('rate({app="x"} | json [5m] offset 1h)', 300, 3600, '{app="x"} | json'),
        ('rate({app="x"}[5m] offset -1h | json)', 300, -3600, '{app="x"}[5m] offset -1h | json'),
        ('rate(({app="x"} | json)[1d])', 86_400, None, '{app="x"} | json)'),
        ('rate(({app="x"} | json [250ms]))', 0.25, None, '{app="x"} | json'),
    ],
)
def test_ranges_and_offsets(text: str, range_: float, offset: float | None, query: str) -> None:
    node = read(text)
    assert isinstance(node, tree.RangeAggregation)
    assert node.range.seconds == range_
    assert (node.offset.seconds if node.offset else None) == offset
    assert text[node.query.start : node.query.end] == query
    assert [type(stage) for stage in node.query.stages] == [tree.Parser]
    assert kind_of(node) == "metric"


def test_an_unwrapped_range() -> None:
    text = 'quantile_over_time(0.95, {app="x"} | unwrap duration(took) | __error__="" [5m]) by (pod, app)'
    node = read(text)
    assert isinstance(node, tree.RangeAggregation)
    assert node.unwrap is not None
    assert (node.unwrap.label.name, node.unwrap.conversion) == ("took", "duration")
    assert node.parameter is not None
    assert node.parameter.value == 0.95
    assert node.grouping is not None
    assert [label.name for label in node.grouping.labels] == ["pod", "app"]
    assert text[node.grouping.start : node.grouping.end] == "by (pod, app)"


def test_aggregations_and_matching() -> None:
    text = 'topk(5, sum by (a) (vector(1))) / on (a) group_left (b) label_replace(vector(2), "t", "$1", "s", "(.*)")'
    node = read(text)
    assert isinstance(node, tree.Binary)
    assert isinstance(node.left, tree.VectorAggregation)
    assert node.left.parameter is not None
    assert node.left.parameter.value == 5
    assert isinstance(node.left.expression, tree.VectorAggregation)
    assert text[node.left.expression.start : node.left.expression.end] == "sum by (a) (vector(1))"
    assert node.matching is not None
    assert (node.matching.kind, node.matching.group) == ("on", "left")
    assert [label.name for label in node.matching.include] == ["b"]
    assert text[node.matching.start : node.matching.end] == "on (a) group_left (b)"
    assert isinstance(node.right, tree.LabelReplace)
    assert (node.right.target.value, node.right.source.value, node.right.pattern.value) == ("t", "s", "(.*)")


def test_walk_goes_through_the_text() -> None:
    text = 'sum by (a) (rate({app="x"}[5m] | json)) > bool 2'
    names = [type(node).__name__ for node in walk(read(text))]
    assert names == [
        *("Binary", "VectorAggregation", "Grouping", "Label", "RangeAggregation", "LogQuery", "LogSelector", "Matcher"),
        *("Label", "Text", "Duration", "Parser", "Number"),
    ]


@pytest.mark.parametrize(
    ("query", "kind"),
    [('{a="b"}', "log"), ('(({a="b"}))', "log"), ("1", "metric"), ('(rate({a="b"}[5m]))', "metric")],
)
def test_kind(query: str, kind: str) -> None:
    assert kind_of(read(query)) == kind


@pytest.mark.parametrize(
    ("written", "value"),
    [(r'"a\"b"', 'a"b'), (r'"\x41\u00e9\101"', "AéA"), ("`a\\b`", r"a\b"), ('"é"', "é"), ('""', "")],
)
def test_texts_mean_what_go_says(written: str, value: str) -> None:
    query = read(f'{{a="b"}} |= {written}')
    (text,) = (node for node in walk(query) if isinstance(node, tree.Text) and node.start > 5)
    assert text.value == value
