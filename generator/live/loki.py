"""Loki's HTTP API as typed questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.board_json.shape import mapping, objects, text
from generator.live.desk import Desk, key_of
from generator.live.prometheus import Labels, Series, number
from generator.live.way import Parameters, Way


@dataclass(frozen=True)
class Line:
    """One log line. `labels` are those of its stream, its structured metadata and what the query extracted."""

    labels: Labels
    at_ns: int
    text: str


@dataclass(frozen=True)
class Loki:
    """One Loki."""

    way: Way
    desk: Desk

    def lines(self, expr: str, start: float, end: float, limit: int) -> tuple[Line, ...]:
        """The newest lines of a log query, the newest first."""
        window = {"start": _nanoseconds(start), "end": _nanoseconds(end), "limit": str(limit), "direction": "backward"}
        found = self._get("/loki/api/v1/query_range", {"query": expr, **window})
        lines = [
            Line(_labels(entry.get("stream")), int(value[0]), str(value[1]))
            for _, entry in objects(mapping(found).get("result"), "")
            for value in entry.get("values") or ()
            if isinstance(value, list) and len(value) >= 2
        ]
        return tuple(sorted(lines, key=lambda line: -line.at_ns))

    def query(self, expr: str, at: float) -> tuple[Series, ...]:
        """A metric query at one moment."""
        found = mapping(self._get("/loki/api/v1/query", {"query": expr, "time": _nanoseconds(at)}))
        return tuple(
            Series(_labels(entry.get("metric")), ((float(entry["value"][0]), number(entry["value"][1])),))
            for _, entry in objects(found.get("result"), "")
            if isinstance(entry.get("value"), list) and len(entry["value"]) == 2
        )

    def query_range(self, expr: str, start: float, end: float, step: float) -> tuple[Series, ...]:
        """A metric query over a range; `step` in seconds."""
        window = {"start": _nanoseconds(start), "end": _nanoseconds(end), "step": f"{max(step, 1):g}"}
        found = mapping(self._get("/loki/api/v1/query_range", {"query": expr, **window}))
        return tuple(
            Series(
                _labels(entry.get("metric")),
                tuple((float(at), number(value)) for at, value in entry.get("values") or ()),
            )
            for _, entry in objects(found.get("result"), "")
        )

    def streams(self, selector: str, start: float, end: float) -> tuple[Labels, ...]:
        """The labels of the streams of a selector, from the index alone: no line is read."""
        window = {"start": _nanoseconds(start), "end": _nanoseconds(end)}
        found = self._get("/loki/api/v1/series", {"match[]": selector, **window})
        return tuple(_labels(entry) for _, entry in objects(found, ""))

    def label_values(self, label: str, selector: str, start: float, end: float) -> tuple[str, ...]:
        """The values of a stream label, of all streams where the selector is empty."""
        window = {"start": _nanoseconds(start), "end": _nanoseconds(end)}
        if selector:
            window["query"] = selector
        return _texts(self._get(f"/loki/api/v1/label/{label}/values", window))

    def label_names(self, start: float, end: float) -> tuple[str, ...]:
        """The names of all stream labels."""
        return _texts(self._get("/loki/api/v1/labels", {"start": _nanoseconds(start), "end": _nanoseconds(end)}))

    def _get(self, path: str, parameters: Parameters) -> Any:
        name = self.way.name
        body = self.desk.once(key_of(name, path, parameters), lambda: self.way.get(path, parameters), name)
        return mapping(body).get("data")


def _labels(value: Any) -> Labels:
    return {name: one for name, one in mapping(value).items() if isinstance(one, str)}


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(one for entry in value if (one := text(entry)) is not None) if isinstance(value, list) else ()


def _nanoseconds(at: float) -> str:
    return str(int(at * 1000) * 1_000_000)
