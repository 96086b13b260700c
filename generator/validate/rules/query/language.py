r"""A query is written in the language of its data source.

Prometheus refuses LogQL and Loki refuses PromQL. Boards that mix sources get a query into the wrong one by copying.

Passes:

    promql: up
    ---
    logql: 'sum(count_over_time({app="shop"} |= "error" [$__auto]))'

Fails:

    promql: 'sum(count_over_time({app="shop"} |= "error" [5m]))'
    ---
    logql: "{ resource.service.name = \"shop\" && status = error }"
    ---
    traceql: 'sum(rate(up[5m]))'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.languages.holes.tokens import Kind
from generator.languages.judge import judge
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView

_NAMES: Mapping[Kind, str] = {"prometheus": "PromQL", "loki": "LogQL", "tempo": "TraceQL"}


def _check(view: QueryView) -> Iterator[Found]:
    text, own = view.query.text, next((name for kind, name in _NAMES.items() if kind == view.kind), None)
    if own is None or not text or not view.judged.problems or view.judged.guessed:
        return
    for kind, name in _NAMES.items():
        if kind == view.kind:
            continue
        other = judge(text, kind, view.board.scope)
        if other.tree is not None and not other.problems and not other.guessed:
            yield Found(
                view.text_pointer,
                f"a {name} query is asked of a data source that speaks {own}",
                f"ask a {kind} data source, or write it in {own}",
                (0, len(text)),
            )
            return


rule = Rule(QueryView, "error", _check)
