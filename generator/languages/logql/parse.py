"""Reads a LogQL query as Loki 3 takes it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.languages.logql.cursor import Cursor
from generator.languages.logql.expression import read_expression
from generator.languages.logql.rules import problems
from generator.languages.logql.tokens import tokens
from generator.languages.logql.tree import Expression
from generator.languages.problem import Problem
from generator.languages.refused import RefusedError


@dataclass(frozen=True, slots=True)
class Parsed:
    """`tree` is None when the text cannot be read; no `problems` means that Loki accepts the query."""

    tree: Expression | None
    problems: tuple[Problem, ...]


def parse(text: str) -> Parsed:
    """The query, or what Loki would refuse in it: the first error of the grammar, or all others (at most twenty).

    The text has no variables of Grafana. Linear in its length; it never raises and does not recurse.
    """
    try:
        tree = read_expression(Cursor(text, tokens(text)))
    except RefusedError as refused:
        return Parsed(None, (refused.problem,))
    return Parsed(tree, problems(text, tree))
