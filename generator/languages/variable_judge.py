"""Whether the query of a variable is good, with what stands inside it judged in its own language."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.interpolate import Scope
from generator.languages.holes.tokens import Kind
from generator.languages.judge import Judged, Parse, judge
from generator.languages.problem import Problem
from generator.languages.variable_query import VariableQuery, is_selector


@dataclass(frozen=True, slots=True)
class JudgedVariable:
    """`inner` is the verdict on the selector or expression inside, None when there is none.

    `problems` are all there are, `inner`'s among them, with their places in the text of the variable's query; for a
    query that is an object, in its `stream`. `inner`'s own are in its own text.
    """

    query: VariableQuery
    inner: Judged | None
    problems: tuple[Problem, ...]


def judge_variable(query: VariableQuery, kind: Kind, scope: Scope, parse: Parse | None = None) -> JudgedVariable:
    """The verdict on a variable's query. `scope` holds the other variables, as for `judge`."""
    part = query.inner
    if part is None or query.form == "metrics":
        return JudgedVariable(query, None, query.problems)
    inner = judge(part.text, kind, scope, parse)
    moved = tuple(
        replace(problem, start=part.start + problem.start, end=part.start + problem.end) for problem in inner.problems
    )
    if query.form != "query_result" and not moved and not inner.skipped and not is_selector(inner.filled.text, kind):
        message = f"{query.form} takes a selector, not an expression"
        moved = (Problem(message, part.start, part.end),)
    return JudgedVariable(query, inner, (*query.problems, *moved))
