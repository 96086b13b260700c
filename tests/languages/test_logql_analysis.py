"""Which labels a result can carry, and what a query is made of. The labels were compared with a running Loki's."""

from __future__ import annotations

import pytest

from generator.languages.logql import parse
from generator.languages.logql.analysis import labels_after, matchers, parsers, ranges
from generator.languages.logql.labels import Labels
from generator.languages.logql.tree import Expression

LINES = 'count_over_time({a="c"}[5m])'


def read(query: str) -> Expression:
    parsed = parse(query.replace("LINES", LINES))
    assert parsed.problems == ()
    assert parsed.tree is not None
    return parsed.tree


def anything_but(*names: str) -> Labels:
    return Labels(None, frozenset(names))


def exactly(*names: str) -> Labels:
    return Labels(frozenset(names))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # stages
        ('{a="c"}', anything_but()),
        ('{a="c"} | json', anything_but()),
        ('{a="c"} | drop app, env="x"', anything_but("app")),
        ('{a="c"} | drop app | json', anything_but()),
        ('{a="c"} | label_format new=old', anything_but("old")),
        ('{a="c"} | drop new | label_format new="x"', anything_but()),
        ('{a="c"} | keep app, level="x"', exactly("app", "level")),
        ('{a="c"} | keep app | json x="y"', exactly("app", "x", "x_extracted")),
        ('{a="c"} | keep app | logfmt', anything_but()),
        ('{a="c"} | keep app | regexp "(?P<q>.)(x)"', exactly("app", "q", "q_extracted")),
        ('{a="c"} | keep app | pattern "<q> <_>"', exactly("app", "q", "q_extracted")),
        ('{a="c"} | keep app | label_format l=app', exactly("l")),
        # functions over ranges
        ("LINES", anything_but()),
        ('sum_over_time({a="c"} | json | unwrap x [5m])', anything_but("x")),
        ('max_over_time({a="c"} | json | unwrap x [5m]) by (x, app)', exactly("x", "app")),
        ('max_over_time({a="c"} | json | unwrap x [5m]) without (app)', anything_but("x", "app")),
        ('absent_over_time({a="zz", b=~"x"} | json [5m])', exactly("a")),
        # aggregations
        ("sum(LINES)", exactly()),
        ("sum by (app, zz) (LINES)", exactly("app", "zz")),
        ("sum without (app) (LINES)", anything_but("app")),
        ("sum without () (LINES)", anything_but()),
        ('sum by (app, x) (count_over_time({a="c"} | drop x [5m]))', exactly("app")),
        ("sum without (app) (sum by (app, pod) (LINES))", exactly("pod")),
        ("topk(5, sum by (app) (LINES))", exactly("app")),
        ("sort_desc(LINES)", anything_but()),
        ('label_replace(sum(LINES), "new", "$1", "a", "(.*)")', exactly("new")),
        ("vector(1)", exactly()),
        ("1 + 2", exactly()),
        # operators
        ("sum by (app) (LINES) * 100", exactly("app")),
        ("(1 + 2) * (sum by (app) (LINES))", exactly("app")),
        ("1 > bool sum by (app) (LINES)", exactly("app")),
        ("LINES / on (app) sum by (app, job) (LINES)", exactly("app")),
        ("sum by (app, job) (LINES) / ignoring (job) sum by (app) (LINES)", exactly("app")),
        ("sum by (app) (LINES) / sum by (app) (LINES)", exactly("app")),
        (
            "sum by (app, pod) (LINES) / on (app) group_left (team) sum by (app, team) (LINES)",
            exactly("app", "pod", "team"),
        ),
        ("sum by (app) (LINES) / on (app) group_right sum by (app, pod) (LINES)", exactly("app", "pod")),
        ("sum by (app) (LINES) or vector(0)", exactly("app")),
        ("sum by (app) (LINES) or sum by (pod) (LINES)", exactly("app", "pod")),
        ("sum without (app) (LINES) or sum by (pod) (LINES)", anything_but("app")),
        ("sum without (app) (LINES) or sum without (app, pod) (LINES)", anything_but("app")),
        ("sum by (app) (LINES) and on (app) sum by (app, pod) (LINES)", exactly("app")),
        ("sum by (app) (LINES) unless LINES", exactly("app")),
    ],
)
def test_labels(query: str, expected: Labels) -> None:
    assert labels_after(read(query)) == expected


def test_what_a_series_may_have() -> None:
    assert anything_but("a").may_have("b")
    assert not anything_but("a").may_have("a")
    assert exactly("a").may_have("a")
    assert not exactly("a").may_have("b")


def test_labels_of_a_part_of_a_query() -> None:
    tree = read("sum(sum by (app) (LINES))")
    assert labels_after(tree) == exactly()
    assert labels_after(tree.expression) == exactly("app")  # type: ignore[union-attr]


def test_labels_of_a_long_chain() -> None:
    assert labels_after(read(" or ".join(f"sum by (a{index}) (vector(1))" for index in range(3000)))) == exactly()


def test_what_a_query_is_made_of() -> None:
    tree = read('sum(rate({app="shop"} | json | drop a="b" [5m])) / sum(rate({app="cart", env!="x"} | logfmt a [1h]))')
    assert [(one.label.name, one.operator, one.value.value) for one in matchers(tree)] == [
        ("app", "=", "shop"),
        ("app", "=", "cart"),
        ("env", "!=", "x"),
    ]
    assert [one.seconds for one in ranges(tree)] == [300, 3600]
    assert [one.name for one in parsers(tree)] == ["json", "logfmt"]
