"""What rules can ask of a query."""

from __future__ import annotations

import pytest

from generator.languages.promql import parse
from generator.languages.promql.analysis import (
    Labels,
    calls,
    label_sets,
    labels_after,
    metric_names,
    parents,
    ranges,
    selectors,
    value_type,
)
from generator.languages.promql.tree import Node, Selector


def tree(query: str) -> Node:
    found = parse(query, experimental=True).tree
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("1", "scalar"),
        ("-1", "scalar"),
        ("(1 + 2) * time()", "scalar"),
        ("1 > bool 2", "scalar"),
        ("scalar(x)", "scalar"),
        ('("a")', "string"),
        ("x", "vector"),
        ("-x", "vector"),
        ("x + 1", "vector"),
        ("1 + x", "vector"),
        ("sum(x)", "vector"),
        ("vector(1)", "vector"),
        ("rate(x[5m])", "vector"),
        ("x[5m]", "matrix"),
        ("x[5m:]", "matrix"),
        ("nosuch(x)", None),
        ("nosuch(x) + 1", None),
        ("nosuch(x) + y", "vector"),
    ],
)
def test_value_type(query: str, expected: str | None) -> None:
    assert value_type(tree(query)) == expected


def only(*names: str) -> Labels:
    return Labels(frozenset(names), False)


def all_but(*names: str) -> Labels:
    return Labels(frozenset(names), True)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # numbers and strings have none
        ("1", only()),
        ('"a"', only()),
        ("time()", only()),
        ("scalar(x)", only()),
        ("vector(1)", only()),
        ("hour()", only()),
        # selectors
        ("x", all_but()),
        ('x{a="b"}', all_but()),
        ('x{a="", b=~"", c!~".+", d!=""}', all_but("a", "b", "c")),
        ("x[5m]", all_but()),
        ("(x)", all_but()),
        ("+x", all_but()),
        ("-x", all_but("__name__")),
        # functions
        ("rate(x[5m])", all_but("__name__")),
        ("last_over_time(x[5m])", all_but()),
        ("sort(x)", all_but()),
        ("sum by (a) (x)[5m:]", only("a")),
        ("avg_over_time(sum by (a) (x)[5m:])", only("a")),
        ("histogram_quantile(0.9, x)", all_but("__name__", "le")),
        ("histogram_quantile(0.9, sum by (le, a) (x))", only("a")),
        ("histogram_fraction(0, 1, sum by (le, a) (x))", only("a")),
        ('histogram_quantiles(sum by (le, a) (x), "q", 0.5)', only("a", "q")),
        ('label_replace(sum by (a) (x), "b", "$1", "a", "(.*)")', only("a", "b")),
        ('label_replace(sum by (a) (x), "b", "", "", "")', only("a")),
        ('label_join(sum by (a) (x), ("b"), "-", "a")', only("a", "b")),
        ('label_replace(rate(x[5m]), "__name__", "y", "", "")', all_but()),
        ("info(sum by (a) (x))", all_but()),
        ('absent(x{a="b", c="", d!="e", __name__="f"})', only("a")),
        ('absent((x{a="b"}))', only("a")),
        ('absent_over_time(x{a="b"}[5m])', only("a")),
        ("absent(sum by (a) (x))", only()),
        ("nosuch(sum by (a) (x))", all_but()),
        ("label_replace(x)", all_but()),
        ("abs()", only()),
        # aggregations
        ("sum(x)", only()),
        ("sum by (a, b) (x)", only("a", "b")),
        ('sum by (a, b) (x{a=""})', only("b")),
        ("sum by (a) (sum by (b) (x))", only()),
        ("sum by (a, __name__) (rate(x[5m]))", only("a")),
        ("sum without (a) (x)", all_but("a", "__name__")),
        ("sum without (a) (sum by (a, b) (x))", only("b")),
        ("topk(5, x)", all_but()),
        ("topk by (a) (5, sum by (a, b) (x))", only("a", "b")),
        ('count_values("v", x)', only("v")),
        ('count_values by (a) ("v", x)', only("a", "v")),
        ('count_values without (a) ("a", x)', all_but("__name__")),
        # operators with a number
        ("x + 1", all_but("__name__")),
        ("1 + x", all_but("__name__")),
        ("x > 1", all_but()),
        ("x > bool 1", all_but("__name__")),
        ("1 + 1", only()),
        # one to one
        ("x + y", all_but("__name__")),
        ("x > y", all_but()),
        ("x > bool y", all_but("__name__")),
        ("x + sum by (a) (y)", only("a")),
        ("x > sum by (a) (y)", only("a", "__name__")),
        ("sum by (a, b) (x) / sum by (a) (y)", only("a")),
        ("x + on (a, b) y", only("a", "b")),
        ("x > on (a, __name__) y", only("a", "__name__")),
        ("x + on (a, b) sum by (a) (y)", only("a")),
        ("x + ignoring (a) y", all_but("a", "__name__")),
        ("x + ignoring (a) sum by (b) (y)", only("b")),
        # many to one
        ("x * on (a) group_left y", all_but("__name__")),
        ("x * on (a) group_left (b) y", all_but("__name__")),
        ("sum by (a, b) (x) * on (a) group_left (c) y", only("a", "b", "c")),
        ("sum by (a, b) (x) * on (a) group_left (b) sum by (a) (y)", only("a")),
        ("sum by (a) (x) * on (a) group_right (c) sum by (a, b) (y)", only("a", "b")),
        ("sum by (a) (x) / ignoring (b) group_right sum by (a, b) (y)", only("a", "b")),
        ("sum by (a, b) (x) / ignoring (b) group_left sum by (a) (y)", only("a", "b")),
        ("x / ignoring (b) group_left sum by (a) (y)", only("a", "b")),
        # sets
        ("sum by (a) (x) or sum by (b) (y)", only("a", "b")),
        ("sum by (a) (x) or vector(0)", only("a")),
        ("x or sum by (b) (y)", all_but()),
        ('rate(x[5m]) or y{a=""}', all_but()),
        ('rate(x{a=""}[5m]) or rate(y{a="",b=""}[5m])', all_but("__name__", "a")),
        ("sum by (a, b) (x) and sum by (a) (y)", only("a")),
        ("sum by (a, b) (x) and on (a) sum by (a) (y)", only("a", "b")),
        ("sum by (a, b) (x) unless on (a) y", only("a", "b")),
    ],
)
def test_labels_after(query: str, expected: Labels) -> None:
    assert labels_after(tree(query)) == expected


def test_labels() -> None:
    some, most = only("a", "b"), all_but("a", "c")
    assert [some.may_have(name) for name in "abc"] == [True, True, False]
    assert [most.may_have(name) for name in "abc"] == [False, True, False]
    assert some.common(most) == most.common(some) == only("b")
    assert some.either(most) == most.either(some) == all_but("c")
    assert most.common(all_but("d")) == all_but("a", "c", "d")
    assert most.either(all_but("a", "d")) == all_but("a")
    assert some.common(only("a", "c")) == only("a")
    assert some.either(only("c")) == only("a", "b", "c")


def test_labels_of_every_part() -> None:
    query = "histogram_quantile(0.9, sum by (le, a) (rate(x[5m])))"
    assert {query[node.start : node.end]: labels for node, labels in label_sets(tree(query)).items()} == {
        query: only("a"),
        "0.9": only(),
        "sum by (le, a) (rate(x[5m]))": only("le", "a"),
        "rate(x[5m])": all_but("__name__"),
        "x[5m]": all_but(),
    }


def test_metric_names() -> None:
    query = 'a + {"b.c", x="y"} / {__name__="d"} - {__name__=~"e.*"} * sum(a) + {job="f"}'
    assert [(name.text, query[name.start : name.end]) for name in metric_names(tree(query))] == [
        ("a", "a"),
        ("b.c", '"b.c"'),
        ("d", '"d"'),
        ("a", "a"),
    ]


def test_ranges() -> None:
    query = "rate(a[5m]) + max_over_time(rate(b[1m])[1h:5m]) + c"
    assert [(duration.seconds, query[node.start : node.end]) for duration, node in ranges(tree(query))] == [
        (300, "a[5m]"),
        (3600, "rate(b[1m])[1h:5m]"),
        (60, "b[1m]"),
    ]


def test_selectors_and_calls() -> None:
    query = "rate(a[5m]) + sum(irate(b[5m])) + abs(c)"
    found = tree(query)
    assert [query[one.start : one.end] for one in selectors(found)] == ["a[5m]", "b[5m]", "c"]
    assert [one.function.text for one in calls(found)] == ["rate", "irate", "abs"]
    assert [one.function.text for one in calls(found, "rate", "irate")] == ["rate", "irate"]


def test_parents() -> None:
    query = "sum(rate(x[5m])) / 2"
    found = tree(query)
    above = parents(found)
    node: Node = next(one for one in selectors(found) if isinstance(one, Selector))
    path = []
    while node in above:
        node = above[node]
        path.append(query[node.start : node.end])
    assert path == ["rate(x[5m])", "sum(rate(x[5m]))", query]
    assert found not in above


def test_a_thousand_labels_are_too_many_to_tell() -> None:
    assert labels_after(tree("sum by (%s) (x)" % ", ".join(f"l{index}" for index in range(1000)))) != all_but()
    assert labels_after(tree("sum by (%s) (x)" % ", ".join(f"l{index}" for index in range(1001)))) == all_but()
