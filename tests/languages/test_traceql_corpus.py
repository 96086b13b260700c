"""Several hundred short queries, each with the verdict of a real Tempo (3.1-dev)."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.languages.traceql import parse, walk
from generator.languages.traceql.tree import children

DATA = Path(__file__).parents[1] / "data"


def queries(name: str) -> list[str]:
    """One query a line, under headings that begin with `#`."""
    lines = (DATA / name).read_text("utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("#")]


VALID = queries("traceql_valid.txt")
INVALID = queries("traceql_invalid.txt")


@pytest.mark.parametrize("query", VALID)
def test_what_tempo_takes_has_no_problems(query: str) -> None:
    parsed = parse(query)
    assert parsed.problems == ()
    assert parsed.tree is not None


@pytest.mark.parametrize("query", INVALID)
def test_what_tempo_refuses_has_a_problem_with_a_place(query: str) -> None:
    problems = parse(query).problems
    assert problems
    for problem in problems:
        assert 0 <= problem.start <= problem.end <= len(query)
        # Only what is missing at the very end has no extent.
        assert problem.start < problem.end or problem.start == len(query)
        assert problem.message
        assert "\n" not in problem.message + problem.fix


@pytest.mark.parametrize("query", VALID)
def test_every_node_stands_inside_its_parent_and_behind_its_neighbour(query: str) -> None:
    tree = parse(query).tree
    assert tree is not None
    for node in walk(tree):
        below = list(children(node))
        ends = [node.start, *(child.end for child in below)]
        assert all(end <= child.start < child.end <= node.end for end, child in zip(ends, below, strict=False))


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert len(VALID) > 400
    assert len(INVALID) > 450
    assert not set(VALID) & set(INVALID)
