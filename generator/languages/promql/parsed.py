"""Reads a query and judges it as Prometheus 3 does, without feature flags.

Where versions differ, what a later one added is accepted (`</` and `>/`), and what 3.5 accepts by mistake is not: it
takes `x[5 m]` for a subquery over 5 seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from generator.languages.problem import Problem
from generator.languages.promql import check, reader
from generator.languages.promql.cursor import Cursor, UnreadableError
from generator.languages.promql.tree import Node

#: Nobody mends more at a time.
_MOST_PROBLEMS = 20
_LONGEST_MESSAGE = 300
#: In characters. No server takes a longer one: Go refuses a form of more than 10 MB.
_LONGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as a tree, or None when it cannot be read, and its problems: none if Prometheus accepts it."""

    tree: Node | None
    problems: tuple[Problem, ...]


def parse(text: str, *, experimental: bool = False) -> Parsed:
    """Judges a query that holds no variables any more. Never raises; linear in the text's length.

    With `experimental`, the functions and aggregations are allowed that a server takes only with
    `--enable-feature=promql-experimental-functions`.
    """
    if len(text) > _LONGEST:
        message = f"the query is longer than {_LONGEST} characters"
        return Parsed(None, (Problem(message, 0, len(text)),))
    cursor = Cursor(text)
    tree: Node | None = None
    try:
        tree = reader.read(cursor)
    except UnreadableError as error:
        found = [*cursor.problems[: _MOST_PROBLEMS - 1], error.problem]
    else:
        found = [*cursor.problems, *islice(check.problems(tree, experimental=experimental), _MOST_PROBLEMS)]
        found.sort(key=lambda one: one.start)
    return Parsed(tree, tuple(map(_for_a_line, found[:_MOST_PROBLEMS])))


def _for_a_line(problem: Problem) -> Problem:
    """The problem in words that fit on one line: names in a query can hold anything and be of any length."""
    return replace(problem, message=_shown(problem.message), fix=_shown(problem.fix))


def _shown(text: str) -> str:
    short = text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}..."
    return short if short.isprintable() else "".join(char if char.isprintable() else "?" for char in short)
