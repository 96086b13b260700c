"""What came back for one query of a panel, boiled down to what a verdict needs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.board_json.shape import mapping, objects, text
from generator.live.loki import Line
from generator.live.problem import StoreError, Why
from generator.live.prometheus import Series

#: Field types of Grafana's data frames that hold numbers to draw.
_NUMBERS = "number"


@dataclass(frozen=True)
class Reading:
    """`rows` counts what can be seen: points with a number, log lines, traces, rows of a table.

    `zero` is true when there are numbers and each of them is 0. `hollow` counts points that are no number (NaN): series
    that exist, with nothing to show. `error` holds the store's words, and `why` whose fault it is.
    """

    rows: int = 0
    zero: bool = False
    hollow: int = 0
    seconds: float = 0.0
    error: str = ""
    why: Why | None = None


def of_series(series: Iterable[Series]) -> Reading:
    """The reading of numbers."""
    return _of_numbers(value for one in series for _, value in one.points)


def of_rows(rows: Iterable[Any]) -> Reading:
    """The reading of lines, traces or other rows."""
    return Reading(rows=sum(1 for _ in rows))


def of_lines(lines: Iterable[Line]) -> Reading:
    """The reading of log lines."""
    return of_rows(lines)


def of_error(error: StoreError) -> Reading:
    """The reading of a question that failed."""
    return Reading(error=" ".join(error.said.split()), why=error.why)


def of_result(result: Mapping[str, Any]) -> Reading:
    """The reading of one result of `/api/ds/query`. Frames of exemplars do not count: a graph needs its lines."""
    if text(result.get("error")):
        return Reading(error=" ".join(str(result["error"]).split()), why=_why(result))
    numbers: list[Any] = []
    rows = 0
    for _, frame in objects(result.get("frames"), ""):
        schema = mapping(frame.get("schema"))
        custom = mapping(mapping(schema.get("meta")).get("custom"))
        if custom.get("resultType") == "exemplar":
            continue
        values = mapping(frame.get("data")).get("values")
        columns = values if isinstance(values, list) else []
        kinds = [text(field.get("type")) for _, field in objects(schema.get("fields"), "")]
        if _is_table_of_texts(kinds, schema):
            rows += max((len(column) for column in columns if isinstance(column, list)), default=0)
            continue
        for kind, column in zip(kinds, columns, strict=False):
            if kind == _NUMBERS and isinstance(column, list):
                numbers += column
    reading = _of_numbers(math.nan if value is None else float(value) for value in numbers)
    return reading if not rows else Reading(rows + reading.rows)


def _is_table_of_texts(kinds: list[str | None], schema: Mapping[str, Any]) -> bool:
    """Log lines, traces and spans: their numbers (durations, ids) are no reason to look for zeros."""
    shown = mapping(schema.get("meta")).get("preferredVisualisationType")
    frame_type = mapping(mapping(schema.get("meta")).get("custom")).get("frameType")
    return shown in ("trace", "table") or frame_type == "LabeledTimeValues" or _NUMBERS not in kinds


def _of_numbers(values: Iterable[float]) -> Reading:
    rows = hollow = 0
    zero = True
    for value in values:
        if math.isnan(value):
            hollow += 1
            continue
        rows += 1
        zero = zero and value == 0
    return Reading(rows=rows, zero=zero and rows > 0, hollow=hollow)


def _why(result: Mapping[str, Any]) -> Why:
    status = result.get("status")
    words = str(result.get("error")).lower()
    if "timeout" in words or "deadline" in words or status == 504:
        return "silent"
    return "unreachable" if status in (502, 503) or "connection refused" in words else "refused"
