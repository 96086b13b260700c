"""Reads a text of TraceQL whole: `parse(text)`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from generator.languages.problem import Problem
from generator.languages.refused import RefusedError
from generator.languages.traceql.cursor import Cursor
from generator.languages.traceql.metrics import hints
from generator.languages.traceql.mistakes import refuse_more
from generator.languages.traceql.pipelines import ALONE, pipeline
from generator.languages.traceql.rules import problems
from generator.languages.traceql.tree import MetricsBinary, MetricsQuery, Query, Spans

_TRACE_ID = re.compile(r"\s*[0-9a-fA-F]{1,32}\s*")


@dataclass(frozen=True, slots=True)
class Parsed:
    """`tree` is None when the text cannot be read. Without problems Tempo takes the query."""

    tree: Query | None
    problems: tuple[Problem, ...]


def parse(text: str) -> Parsed:
    """Read a query without variables in it, and judge it as Tempo does. Never raises."""
    try:
        tree = _query(Cursor(text))
    except RefusedError as refused:
        return Parsed(None, (refused.problem,))
    return Parsed(tree, problems(tree, text))


def kind_of(tree: Query) -> Literal["search", "metrics"]:
    """Whether the query finds traces or makes series."""
    return "metrics" if isinstance(tree.expression, (MetricsQuery, MetricsBinary)) else "search"


def looks_like_trace_id(text: str) -> bool:
    """Whether a text is no query but the id of a trace, which Grafana looks up instead of searching."""
    return _TRACE_ID.fullmatch(text) is not None


def _query(cursor: Cursor) -> Query:
    if cursor.token.kind == "end":
        cursor.fail("the query is empty", "write { } for all spans")
    part = pipeline(cursor)
    if part.shape in ("aggregate", "number"):
        cursor.fail(*ALONE[part.shape], part)
    given = hints(cursor)
    refuse_more(cursor, hinted=bool(given))
    expression = cast("Spans | MetricsQuery | MetricsBinary", part.node)
    return Query(part.start, cursor.end, expression, given)
