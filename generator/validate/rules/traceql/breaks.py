"""A TraceQL query is one that Tempo can also answer.

Some queries are accepted and then fail with HTTP 500 as soon as there are spans to look at: an id compared by a pattern,
a whole number with a fraction, a string with a number (seen on Tempo 3.1).

Passes:

    traceql: '{ span:id = "0011223344556677" }'
    ---
    traceql: '{ span:childCount > 1 }'

Fails:

    traceql: '{ span:childCount > 1.5 }'
    ---
    traceql: '{ instrumentation:name = 1 }'
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.traceql.breakage import breaks
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView


def _check(query: QueryView) -> Iterator[Found]:
    if query.tree is None or query.judged.problems:
        return
    for problem in breaks(query.tree, query.judged.filled.text):
        yield query.found(problem, problem.message, problem.fix)


rule = Rule(QueryView, "error", _check, kind="tempo", others="warning")
