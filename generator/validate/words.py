"""What the parsers say of a query, as findings."""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.holes.tokens import Kind
from generator.languages.judge import judge
from generator.validate.found import Found
from generator.validate.view import QueryView


def problems(query: QueryView) -> Iterator[Found]:
    """Everything the query's own language has against it.

    Where it rests on a guess, about a variable or about the language itself, it is a doubt.
    """
    unsure = query.judged.guessed or (bool(query.judged.problems) and _may_be_another_language(query))
    for problem in query.judged.problems:
        yield Found(
            query.text_pointer,
            problem.message,
            problem.fix,
            (problem.start, problem.end),
            unsure=unsure,
        )


def _may_be_another_language(query: QueryView) -> bool:
    """Whether only the look of the query told its language, and it is good in the other one of that look."""
    others: dict[str, Kind] = {"prometheus": "loki", "loki": "prometheus"}
    other = others.get(query.kind or "")
    if query.query.evidence != "shape" or other is None:
        return False
    judged = judge(query.query.text or "", other, query.board.scope)
    return judged.tree is not None and not judged.problems
