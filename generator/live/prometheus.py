"""Prometheus' HTTP API as typed questions. Mimir, Thanos and Cortex answer the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.board_json.shape import mapping, objects, text
from generator.live.desk import Desk, key_of
from generator.live.way import Parameters, Way

Labels = Mapping[str, str]


@dataclass(frozen=True)
class Series:
    """One series: its labels and its points as (epoch seconds, value), NaN among them as it came."""

    labels: Labels
    points: tuple[tuple[float, float], ...]

    @property
    def last(self) -> float:
        """The newest value."""
        return self.points[-1][1] if self.points else math.nan


@dataclass(frozen=True)
class Exemplar:
    """One exemplar: the labels of its series, its own labels, and when it was taken (epoch seconds)."""

    series: Labels
    labels: Labels
    at: float


@dataclass(frozen=True)
class Prometheus:
    """One Prometheus."""

    way: Way
    desk: Desk

    def query(self, expr: str, at: float) -> tuple[Series, ...]:
        """An instant query."""
        return _series(self._get("/api/v1/query", {"query": expr, "time": _seconds(at)}))

    def query_range(self, expr: str, start: float, end: float, step: float) -> tuple[Series, ...]:
        """A range query; `step` in seconds."""
        window = {"start": _seconds(start), "end": _seconds(end), "step": f"{max(step, 1):g}"}
        return _series(self._get("/api/v1/query_range", {"query": expr, **window}))

    def label_values(self, label: str, selectors: tuple[str, ...], start: float, end: float) -> tuple[str, ...]:
        """The values of a label on the series of the selectors, on all series without one."""
        window: dict[str, str | tuple[str, ...]] = {"start": _seconds(start), "end": _seconds(end)}
        if selectors:
            window["match[]"] = selectors
        return _texts(self._get(f"/api/v1/label/{label}/values", window))

    def label_names(self, start: float, end: float) -> tuple[str, ...]:
        """The names of all labels."""
        return _texts(self._get("/api/v1/labels", {"start": _seconds(start), "end": _seconds(end)}))

    def series(self, selector: str, start: float, end: float) -> tuple[Labels, ...]:
        """The label sets of a selector."""
        found = self._get("/api/v1/series", {"match[]": selector, "start": _seconds(start), "end": _seconds(end)})
        return tuple(_labels(entry) for _, entry in objects(found, ""))

    def exemplars(self, expr: str, start: float, end: float) -> tuple[Exemplar, ...]:
        """Exemplars of the series in an expression, the newest first."""
        found = self._get("/api/v1/query_exemplars", {"query": expr, "start": _seconds(start), "end": _seconds(end)})
        exemplars = [
            Exemplar(_labels(entry.get("seriesLabels")), _labels(one.get("labels")), float(one.get("timestamp") or 0))
            for _, entry in objects(found, "")
            for _, one in objects(entry.get("exemplars"), "")
        ]
        return tuple(sorted(exemplars, key=lambda one: -one.at))

    def _get(self, path: str, parameters: Parameters) -> Any:
        name = self.way.name
        body = self.desk.once(key_of(name, path, parameters), lambda: self.way.get(path, parameters), name)
        return mapping(body).get("data")


def _series(data: Any) -> tuple[Series, ...]:
    found = mapping(data)
    kind, result = found.get("resultType"), found.get("result")
    if kind in ("scalar", "string") and isinstance(result, list):
        return (Series({}, _points([result])),)
    return tuple(
        Series(_labels(entry.get("metric")), _points(entry.get("values") or [entry.get("value")]))
        for _, entry in objects(result, "")
    )


def _points(values: Any) -> tuple[tuple[float, float], ...]:
    points = []
    for value in values if isinstance(values, list) else []:
        if isinstance(value, list) and len(value) == 2:
            points.append((float(value[0]), number(value[1])))
    return tuple(points)


def number(value: Any) -> float:
    """A number as Prometheus writes it, `NaN` and `+Inf` among them; NaN for anything else."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def _labels(value: Any) -> Labels:
    return {name: one for name, one in mapping(value).items() if isinstance(one, str)}


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(one for entry in value if (one := text(entry)) is not None) if isinstance(value, list) else ()


def _seconds(at: float) -> str:
    return f"{at:.3f}"
