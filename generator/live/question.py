"""One query of a panel as Grafana's browser would send it: variables filled in, range and step decided."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

#: Functions that make a TraceQL query one of numbers.
_METRICS = re.compile(
    r"\|\s*(?:rate|count_over_time|min_over_time|max_over_time|avg_over_time|sum_over_time|quantile_over_time"
    r"|histogram_over_time|compare)\s*\("
)
_TRACE_ID = re.compile(r"[0-9a-fA-F]{1,32}")

Form = Literal["metric", "lines", "search", "trace", "map", "other"]


@dataclass(frozen=True)
class Question:
    """`text` is the query as the store gets it, `form` what kind of answer it wants.

    `sent` is the text as `/api/ds/query` gets it: there the back end fills in its own names (`$__rate_interval`).
    Moments are epoch seconds, `step` is in seconds. `model` is the query's own JSON object.
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
    if query_type == "traceId" or _TRACE_ID.fullmatch(text.strip()):
        return "trace"
    return "metric" if _METRICS.search(text) else "search"


def _is_log_query(text: str) -> bool:
    """A LogQL query that starts with its selector gives lines; numbers need a function around it."""
    return text.lstrip().startswith("{")
