"""The query of a variable is one that its data source answers.

A mistake in it leaves the picker empty, and everything that depends on it.

Passes:

    variables: [{name: job, query: {query: "label_values(up, job)", refId: A}}]
    ---
    variables: [{name: job, query: {query: "query_result(topk(5, up))", refId: A}}]

Fails:

    variables: [{name: job, query: {query: "label_valus(up, job)", refId: A}}]
    ---
    variables: [{name: job, query: {query: "label_values(up{job=}, job)", refId: A}}]
    ---
    variables:
      [{name: app, type: query, datasource: {type: loki, uid: '${loki_datasource}'}, query: {type: 1, label: "", stream: ""}}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import VariableView


def _check(view: VariableView) -> Iterator[Found]:
    fields = view.fields
    if fields is not None and _asks_for_no_label(view.variable.kind, fields.value):
        yield Found(fields.pointer, "the query asks for the values of no label", "name the label")
    judged = view.judged
    if judged is None or view.variable.text_pointer is None:
        return
    guessed = judged.inner is not None and judged.inner.guessed
    foreign = view.variable.kind == "prometheus" and not view.board.ours and view.board.speaks_metricsql
    for problem in judged.problems:
        span = (problem.start, problem.end) if problem.end else None
        yield Found(view.variable.text_pointer, problem.message, problem.fix, span, unsure=guessed or foreign)


def _asks_for_no_label(kind: str | None, said: Mapping[str, Any]) -> bool:
    """Whether the form that Loki's and Tempo's editors write has "label values" chosen, and no label."""
    return kind in ("loki", "tempo") and said.get("type") == 1 and said.get("label") in ("", None)


rule = Rule(VariableView, "error", _check)
