"""What the tree says of a query, and where its parts stand."""

from __future__ import annotations

import math

import promql_queries
import pytest

from generator.languages.promql import parse, walk
from generator.languages.promql.tree import (
    Aggregate,
    Binary,
    Call,
    Node,
    Number,
    Paren,
    Selector,
    String,
    Subquery,
    Unary,
    children,
)

VALID = [query for queries in promql_queries.VALID.values() for query in queries]


def tree(query: str) -> Node:
    found = parse(query).tree
    assert found is not None
    return found


def shape(node: Node) -> str:
    """The tree with all parentheses that it means, and none that it does not."""
    if isinstance(node, Paren):
        return shape(node.expression)
    if isinstance(node, Binary):
        return f"({shape(node.left)} {node.operator.text} {shape(node.right)})"
    if isinstance(node, Unary):
        return f"({node.operator.text} {shape(node.expression)})"
    assert isinstance(node, Selector)
    assert node.name is not None
    return node.name.text


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("a + b * c", "(a + (b * c))"),
        ("a * b + c", "((a * b) + c)"),
        ("a - b - c", "((a - b) - c)"),
        ("a / b * c % d", "(((a / b) * c) % d)"),
        ("a ^ b ^ c", "(a ^ (b ^ c))"),
        ("a * b ^ c", "(a * (b ^ c))"),
        ("- a ^ b", "(- (a ^ b))"),
        ("- a * b", "((- a) * b)"),
        ("a ^ - b * c", "((a ^ (- b)) * c)"),
        ("a ^ - b ^ c", "(a ^ (- (b ^ c)))"),
        ("a * - b + c", "((a * (- b)) + c)"),
        ("- - a", "(- (- a))"),
        ("a or b and c", "(a or (b and c))"),
        ("a and b unless c", "((a and b) unless c)"),
        ("a and b == c", "(a and (b == c))"),
        ("a == b + c", "(a == (b + c))"),
        ("a > b == c", "((a > b) == c)"),
        ("a atan2 b * c", "((a atan2 b) * c)"),
        ("a </ b + c", "(a </ (b + c))"),
        ("(a + b) * c", "((a + b) * c)"),
        ("a OR b Atan2 c", "(a or (b atan2 c))"),
    ],
)
def test_operators_bind_as_they_do_in_prometheus(query: str, meant: str) -> None:
    assert shape(tree(query)) == meant


def test_selector() -> None:
    query = r'foo{a = "b\n", "c d" !~ `e\f`}[1h30m] @ end() offset -5m'
    selector = tree(query)
    assert isinstance(selector, Selector)
    assert selector.name is not None
    assert selector.name.text == "foo"
    first, second = selector.matchers
    assert [(word.text, query[word.start : word.end]) for word in (first.label, first.operator, first.value)] == [
        ("a", "a"),
        ("=", "="),
        ("b\n", r'"b\n"'),
    ]
    assert [(word.text, query[word.start : word.end]) for word in (second.label, second.operator, second.value)] == [
        ("c d", '"c d"'),
        ("!~", "!~"),
        (r"e\f", r"`e\f`"),
    ]
    assert query[second.start : second.end] == r'"c d" !~ `e\f`'
    assert selector.range is not None
    assert selector.offset is not None
    assert selector.at is not None
    assert (selector.range.seconds, query[selector.range.start : selector.range.end]) == (5400, "1h30m")
    assert (selector.offset.seconds, query[selector.offset.start : selector.offset.end]) == (-300, "-5m")
    assert (selector.at.seconds, selector.at.edge, query[selector.at.start : selector.at.end]) == (None, "end", "end()")
    assert query[selector.start : selector.end] == query


def test_quoted_name() -> None:
    query = '{"http.requests", a="b"}'
    selector = tree(query)
    assert isinstance(selector, Selector)
    assert selector.name is None
    name = selector.matchers[0]
    assert (name.label.text, name.operator.text, name.value.text) == ("__name__", "=", "http.requests")
    assert {query[word.start : word.end] for word in (name, name.label, name.operator, name.value)} == {
        '"http.requests"'
    }


def test_at_a_moment() -> None:
    selector = tree("x @ -1.5e3")
    assert isinstance(selector, Selector)
    assert selector.at is not None
    assert (selector.at.seconds, selector.at.edge) == (-1500, None)


def test_subquery() -> None:
    query = "sum(x)[1h:5m] offset 1d"
    subquery = tree(query)
    assert isinstance(subquery, Subquery)
    assert subquery.step is not None
    assert subquery.offset is not None
    assert (subquery.range.seconds, subquery.step.seconds, subquery.offset.seconds) == (3600, 300, 86400)
    assert query[subquery.expression.start : subquery.expression.end] == "sum(x)"
    bare = tree("x[1h:]")
    assert isinstance(bare, Subquery)
    assert bare.step is None


@pytest.mark.parametrize("query", ['TOPK by (a, "b c") (5, x)', 'topk(5, x) by (a, "b c")'])
def test_aggregation(query: str) -> None:
    node = tree(query)
    assert isinstance(node, Aggregate)
    assert node.operator.text == "topk"
    assert isinstance(node.parameter, Number)
    assert isinstance(node.expression, Selector)
    assert node.grouping is not None
    assert not node.grouping.without
    assert [label.text for label in node.grouping.labels] == ["a", "b c"]
    assert query[node.grouping.start : node.grouping.end] == 'by (a, "b c")'
    assert (node.start, node.end) == (0, len(query))


def test_no_grouping_is_not_an_empty_one() -> None:
    plain, empty = tree("sum(x)"), tree("sum by () (x)")
    assert isinstance(plain, Aggregate)
    assert isinstance(empty, Aggregate)
    assert plain.grouping is None
    assert empty.grouping is not None
    assert empty.grouping.labels == ()


def test_matching() -> None:
    query = "a > bool on (x, y) group_right (z) b"
    node = tree(query)
    assert isinstance(node, Binary)
    assert node.returns_bool
    assert node.matching is not None
    assert node.matching.on
    assert node.matching.many == "right"
    assert [label.text for label in node.matching.labels] == ["x", "y"]
    assert [label.text for label in node.matching.include] == ["z"]
    assert query[node.matching.start : node.matching.end] == "on (x, y) group_right (z)"
    other = tree("a + ignoring (x) b")
    assert isinstance(other, Binary)
    assert other.matching is not None
    assert (other.matching.on, other.matching.many, other.returns_bool) == (False, None, False)


def test_call() -> None:
    query = "1 + clamp( x , 0, 1 )"
    node = tree(query)
    assert isinstance(node, Binary)
    call = node.right
    assert isinstance(call, Call)
    assert (call.function.text, query[call.start : call.end]) == ("clamp", "clamp( x , 0, 1 )")
    assert [query[one.start : one.end] for one in call.arguments] == ["x", "0", "1"]


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("5", 5),
        ("1_000.5", 1000.5),
        ("0x1F", 31),
        ("0x_1_f", 31),
        ("017", 15),
        ("0_8", 8),
        ("1e3", 1000),
        ("5m", 300),
        ("1y2w3d4h5m6s7ms", 31_536_000 + 2 * 604_800 + 3 * 86_400 + 4 * 3600 + 5 * 60 + 6 + 0.007),
        ("inf", math.inf),
        ("Inf", math.inf),
    ],
)
def test_numbers(query: str, value: float) -> None:
    node = tree(query)
    assert isinstance(node, Number)
    assert node.value == value


def test_not_a_number() -> None:
    node = tree("NaN")
    assert isinstance(node, Number)
    assert math.isnan(node.value)


@pytest.mark.parametrize(
    ("query", "value"),
    [
        (r'"a\tb\\\""', 'a\tb\\"'),
        (r"'\''", "'"),
        (r"`\t`", r"\t"),
        (r'"\101\x42\u0043\U0001F600"', "ABC😀"),
        (r'"\xc3\xa9"', "é"),
        (r'"\xff"', "\ufffd"),
        ("`a\nb`", "a\nb"),
    ],
)
def test_strings(query: str, value: str) -> None:
    node = tree(query)
    assert isinstance(node, String)
    assert node.value == value


def test_a_tree_is_there_when_only_the_meaning_is_wrong() -> None:
    parsed = parse("rate(x) + nosuch(y[0])")
    assert len(parsed.problems) == 3
    assert isinstance(parsed.tree, Binary)
    assert parse("rate(x").tree is None


def test_walk_goes_in_source_order() -> None:
    query = 'topk(5, a) + -(b) * label_join(c[5m:], "d", "e")'
    assert [type(node).__name__ for node in walk(tree(query))] == [
        *("Binary", "Aggregate", "Number", "Selector", "Binary", "Unary", "Paren", "Selector"),
        *("Call", "Subquery", "Selector", "String", "String"),
    ]


@pytest.mark.parametrize("query", VALID)
def test_every_part_holds_what_is_below_it_and_reads_the_same_alone(query: str) -> None:
    starts = []
    for node in walk(tree(query)):
        starts.append(node.start)
        position = node.start
        for child in children(node):
            assert position <= child.start < child.end <= node.end
            position = child.end
        # With a space behind it: 0x1e at the very end is no number.
        alone = parse(query[node.start : node.end] + " ")
        assert alone.problems == ()
        assert [type(one) for one in walk(alone.tree or node)] == [type(one) for one in walk(node)]
    assert starts == sorted(starts)
