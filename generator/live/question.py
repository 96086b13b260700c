"""One query of a panel as Grafana's browser would send it: variables filled in, range and step decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from generator.languages import logql, traceql

#: The kind of a query that Grafana itself computes from the answers to others.
EXPRESSION = "__expr__"

Form = Literal["metric", "lines", "search", "trace", "map", "other"]


@dataclass(frozen=True)
class Question:
    """`text` is the query as the store gets it, `form` what kind of answer it wants.

    `sent` is the text as `/api/ds/query` gets it: there the back end fills in its own names (`$__rate_interval`).
    An expression has the text of its formula. Moments are epoch seconds, `step` is in seconds, `model` is the query's
    own JSON object.
    """

    kind: str
    uid: str
    text: str
    sent: str
    form: Form
    instant: bool
    start: float
    end: float
    step: float
    points: int
    model: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    #: What a server-side expression computes with, expressions among it.
    needs: tuple[Question, ...] = ()


def form_of(kind: str, text: str, query_type: str | None) -> Form:
    """What kind of answer a query wants, by its data source, its text and its query type."""
    if kind == "prometheus":
        return "metric"
    if kind == "loki":
        return "lines" if _is_log_query(text) else "metric"
    if kind != "tempo":
        return "other"
    if query_type == "serviceMap":
        return "map"
    if query_type == "traceId" or traceql.looks_like_trace_id(text):
        return "trace"
    spans = traceql.parse(text).tree
    return "metric" if spans is not None and traceql.kind_of(spans) == "metrics" else "search"


def _is_log_query(text: str) -> bool:
    """A query of lines; of one that cannot be read its first sign tells."""
    tree = logql.parse(text).tree
    return text.lstrip().startswith("{") if tree is None else logql.kind_of(tree) == "log"
