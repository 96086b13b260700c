"""Reads a query and judges it as Prometheus 3 does."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from generator.languages.problem import Problem
from generator.languages.promql import check, reader
from generator.languages.promql.cursor import Cursor, UnreadableError
from generator.languages.promql.tree import Node

#: Nobody mends more at a time.
_MOST_PROBLEMS = 20
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
    try:
        tree = reader.read(cursor)
    except UnreadableError as error:
        return Parsed(None, (*cursor.problems[: _MOST_PROBLEMS - 1], error.problem))
    found = (*cursor.problems, *islice(check.problems(tree, experimental=experimental), _MOST_PROBLEMS))
    return Parsed(tree, tuple(sorted(found, key=lambda one: one.start))[:_MOST_PROBLEMS])
