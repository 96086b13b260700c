"""What the parsers say of a query, as findings."""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.view import QueryView


def problems(query: QueryView) -> Iterator[Found]:
    """Everything the query's own language has against it. Where it rests on a guess about a variable, it is a doubt."""
    for problem in query.judged.problems:
        yield Found(
            query.text_pointer,
            problem.message,
            problem.fix,
            (problem.start, problem.end),
            unsure=query.judged.guessed,
        )
