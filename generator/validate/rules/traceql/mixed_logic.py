"""`&&` and `||` stand together only with brackets that say what is meant.

TraceQL reads them from left to right: `a || b && c` is `(a || b) && c`, while PromQL, LogQL and most languages read it
as `a || (b && c)`.

Passes:

    traceql: '{ (status = error || duration > 1s) && kind = server }'
    ---
    traceql: '{ status = error && kind = server }'

Fails:

    traceql: '{ status = error || duration > 1s && kind = server }'
    ---
    traceql: '{ kind = server && status = error || kind = client }'
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.traceql.analysis import mixed_logic
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView


def _check(query: QueryView) -> Iterator[Found]:
    if query.tree is None or query.judged.problems:
        return
    for node in mixed_logic(query.tree):
        yield query.found(
            node,
            "&& and || are read from left to right here, not && first",
            "put brackets around what belongs together",
        )


rule = Rule(QueryView, "warning", _check, kind="tempo", others="info")
