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

#: In bytes of UTF-8. Loki refuses longer ones ("input size too long").
LONGEST = 131_071


@dataclass(frozen=True, slots=True)
class Parsed:
    """`tree` is None when the text cannot be read; no `problems` means that Loki accepts the query."""

    tree: Expression | None
    problems: tuple[Problem, ...]


def parse(text: str) -> Parsed:
    """The query, and what Loki would refuse in it: the first error of the grammar, or up to twenty others.

    The text has no variables of Grafana. Linear in its length; it never raises and does not recurse.
    """
    size = len(text) if len(text) > LONGEST else len(text.encode("utf-8", "surrogatepass"))
    if size > LONGEST:
        message = f"the query is longer than {LONGEST} bytes, the most that Loki reads"
        return Parsed(None, (Problem(message, 0, len(text)),))
    try:
        tree = read_expression(Cursor(text, tokens(text)))
    except RefusedError as refused:
        return Parsed(None, (refused.problem,))
    return Parsed(tree, problems(text, tree))
