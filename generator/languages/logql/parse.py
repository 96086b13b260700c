"""Reads a LogQL query as Loki 3 takes it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from generator.languages.logql.cursor import Cursor
from generator.languages.logql.expression import read_expression
from generator.languages.logql.rules import problems
from generator.languages.logql.tokens import tokens
from generator.languages.logql.tree import Expression
from generator.languages.problem import Problem
from generator.languages.refused import RefusedError

#: In bytes of UTF-8. Loki refuses longer ones ("input size too long").
LONGEST = 131_071
_LONGEST_MESSAGE = 180
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


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
    words, broken = tokens(text)
    cursor = Cursor(text, words)
    try:
        tree = read_expression(cursor)
    except RefusedError as refused:
        # What is no word is the reason when reading came so far.
        problem = broken if broken and cursor.token.kind == "end" else refused.problem
        return Parsed(None, (_one_line(problem),))
    if broken:
        return Parsed(None, (_one_line(broken),))
    return Parsed(tree, tuple(_one_line(problem) for problem in problems(text, tree)))


def _one_line(problem: Problem) -> Problem:
    """Messages quote the query, which may have long words and line breaks in it."""
    return replace(problem, message=_shortened(problem.message), fix=_shortened(problem.fix))


def _shortened(text: str) -> str:
    text = _CONTROL.sub(" ", text)
    return text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 3] + "..."
