"""A hint is one that Tempo knows.

Tempo takes `with (most_recnt=true)` and ignores it without a word.

Passes:

    traceql: '{ status = error } with (most_recent=true)'
    ---
    traceql: '{ } | rate() with (exemplars=true)'

Fails:

    traceql: '{ status = error } with (most_recnt=true)'
    ---
    traceql: '{ } | rate() with (exemplar=true)'
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.nearest import did_you_mean
from generator.languages.traceql.analysis import unknown_hints
from generator.languages.traceql.words import HINTS
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView


def _check(query: QueryView) -> Iterator[Found]:
    if query.tree is None or query.judged.problems:
        return
    for hint in unknown_hints(query.tree):
        yield query.found(
            hint,
            f'Tempo ignores the hint "{hint.name}"{did_you_mean(hint.name, HINTS)}',
            f"use one of: {', '.join(sorted(HINTS))}",
        )


rule = Rule(QueryView, "warning", _check, kind="tempo")
