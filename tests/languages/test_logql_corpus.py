"""Queries that Loki takes and queries that it refuses, by what they show.

Written from Loki's public documentation; each verdict was given by a running Loki 3.7 with data in reach.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from generator.languages.logql import kind_of, parse, walk

QUERIES = Path(__file__).parent / "logql"


def queries(name: str) -> list[ParameterSet]:
    """One query a line, under titles that begin with `===`."""
    found, title = [], ""
    for line in (QUERIES / name).read_text("utf-8").split("\n"):
        if line.startswith("=== "):
            title = line.removeprefix("=== ")
        elif line:
            found.append(pytest.param(line, id=f"{title}: {line}"))
    return found


@pytest.mark.parametrize("query", queries("valid.txt"))
def test_what_loki_takes_has_no_problem(query: str) -> None:
    parsed = parse(query)
    assert parsed.problems == ()
    assert parsed.tree is not None
    assert kind_of(parsed.tree) in ("log", "metric")


@pytest.mark.parametrize("query", queries("valid.txt"))
def test_parts_stand_inside_of_what_they_are_parts_of(query: str) -> None:
    tree = parse(query).tree
    assert tree is not None
    starts = [node.start for node in walk(tree)]
    assert starts == sorted(starts)
    assert all(tree.start <= node.start < node.end <= tree.end for node in walk(tree))


@pytest.mark.parametrize("query", queries("invalid.txt"))
def test_what_loki_refuses_has_a_problem_in_a_place(query: str) -> None:
    problems = parse(query).problems
    assert problems
    for problem in problems:
        assert problem.message
        assert "\n" not in problem.message + problem.fix
        assert 0 <= problem.start < problem.end <= len(query) or problem.start == problem.end == len(query)


MANY_LINES = [
    '{app="shop"}\n  | json\n  # only errors\n  | level="error" # and nothing else\n',
    'sum by\n  (pod)\n(\n  rate(\n    {app="shop"}\n      |= "x"\n      [5m]\n  )\n)',
    'rate\n({app="shop"}[5m])',
    '{app="shop"}\r\n|= "x"',
    '\ufeff{app="shop"}',
    '{app="shop"} |= `two\nlines`',
    '{app="shop"}/* a\nb */|= "x"',
    "1 // 2\n+ 3",
]


@pytest.mark.parametrize("query", MANY_LINES)
def test_queries_of_several_lines(query: str) -> None:
    assert parse(query).problems == ()


@pytest.mark.parametrize(
    "query",
    [
        'rate # c\n({app="shop"}[5m])',
        'sum # c\nby (pod) (rate({app="shop"}[5m]))',
        'rate({app="shop"}[5m\n])',
        '{app="two\nlines"}',
        '{app="shop"} # |= "x"\n | jsn',
        '{app="shop"}\0',
        '{app="a\0"}',
        '{app="shop"}\v|= "x"',
        '{app="shop"}\u00a0|= "x"',
        "",
        " \n ",
        '{é="x"}',
        '{app="shop"} | é="x"',
    ],
)
def test_refused_queries_of_several_lines_and_odd_characters(query: str) -> None:
    assert parse(query).problems != ()
