"""Which queries are accepted and which are not."""

from __future__ import annotations

import promql_queries
import pytest

from generator.languages.promql import parse

VALID = [(group, query) for group, queries in promql_queries.VALID.items() for query in queries]
INVALID = [(group, query) for group, queries in promql_queries.INVALID.items() for query in queries]


@pytest.mark.parametrize(("group", "query"), VALID)
def test_valid(group: str, query: str) -> None:
    parsed = parse(query)
    assert parsed.problems == (), group
    assert parsed.tree is not None


@pytest.mark.parametrize(("group", "query"), INVALID)
def test_invalid(group: str, query: str) -> None:
    problems = parse(query).problems
    assert problems, group
    for problem in problems:
        assert 0 <= problem.start <= problem.end <= len(query)
        assert problem.start < problem.end or not query
        assert "\n" not in problem.message + problem.fix


@pytest.mark.parametrize("query", promql_queries.TRIMS)
def test_what_later_servers_accept_is_accepted(query: str) -> None:
    assert parse(query).problems == ()


@pytest.mark.parametrize(
    "query",
    [
        "limitk(5, x)",
        "limit_ratio(0.5, x) by (a)",
        "info(x)",
        "info(x, {})",
        'info(x, {a=~".*"})',
        "mad_over_time(x[5m])",
        "double_exponential_smoothing(x[5m], 0.5, 0.5)",
        'sort_by_label(x, "a", "b")',
        "sort_by_label_desc(x)",
        "ts_of_max_over_time(x[5m])",
        "first_over_time(x[5m])",
        'histogram_quantiles(x, "q", 0.5, 0.9, 0.99)',
        "step() + range()",
        "end() - start()",
    ],
)
def test_experimental_functions_are_accepted_when_asked_for(query: str) -> None:
    assert parse(query, experimental=True).problems == ()
    assert any("--enable-feature=promql-experimental-functions" in one.message for one in parse(query).problems)


@pytest.mark.parametrize(
    "query",
    [
        "limitk(x, 5)",
        "limitk(5)",
        "info(x, y)",
        "info(x, 1)",
        'info(x, ({a="b"}))',
        'info(x, {a="b"}[5m])',
        'info({a=~".*"})',
        "mad_over_time(x)",
        'sort_by_label(x, "a", b)',
        "double_exponential_smoothing(x[5m], 0.5)",
        "max_of(1)",
        "start(1)",
    ],
)
def test_experimental_functions_are_checked_like_all_others(query: str) -> None:
    assert parse(query, experimental=True).problems


def test_every_problem_of_a_query_is_found() -> None:
    query = 'sum(rate(a)) + foo(b) + c{d=~"("} + topk(5, "e")'
    assert [query[one.start : one.end] for one in parse(query).problems] == ["a", "foo", "(", '"e"']


def test_a_query_of_nothing_but_mistakes_has_a_few_problems() -> None:
    assert len(parse(" + ".join(["foo(x)"] * 100)).problems) == 20
    assert len(parse(" + ".join(["x[0]"] * 100)).problems) == 20
    assert len(parse(" + ".join(["x[0]"] * 100) + " +").problems) == 20
