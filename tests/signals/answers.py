"""Asking a signal of a real Prometheus, and the answer as a plain number or table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from exposition import END, per_second
from live_prometheus import LivePrometheus

from generator.config.model import Config
from generator.signals.profile import PROFILES
from generator.signals.signal import Signal, View

#: A variable of Grafana, and not `$1` or `${1}` of a replacement.
_VARIABLE = re.compile(r"\$\{?[A-Za-z_]")

Table = dict[Any, float]


def near(numbers: Mapping[Any, float | None]) -> Any:
    """These numbers but for rounding, and no row where there is none. A zero must be exactly zero."""
    return pytest.approx({key: number for key, number in numbers.items() if number is not None}, rel=1e-9, abs=0)


def rates(numbers: Mapping[Any, float]) -> Any:
    """Requests a minute as rates."""
    return near({key: per_second(count) for key, count in numbers.items()})


@dataclass(frozen=True)
class Asker:
    """Asks signals in the dialects of one profile."""

    prometheus: LivePrometheus
    config: Config
    profile: str = "portable"
    at: float = END

    def texts(self, signal: Signal, service: str, *by: str, namespace: str = ".*", **picked: str) -> list[str]:
        """The query texts as Prometheus receives them; `picked` is what a person chose in a board's own pickers."""
        pickers = frozenset(picked)
        view = View(
            self.config, PROFILES[self.profile], by, service, namespace, window="5m", step="5m", pickers=pickers
        )
        texts = [query.text for query in signal.queries(view)]
        for name, value in picked.items():
            texts = [text.replace(f"${name}", value) for text in texts]
        assert not any(_VARIABLE.search(text) for text in texts), texts
        return texts

    def tables(self, signal: Signal, service: str, *by: str, **picked: str) -> list[Table]:
        """One table per query of the signal: label value (or a tuple of several) -> number."""
        return [self._table(text, by) for text in self.texts(signal, service, *by, **picked)]

    def table(self, signal: Signal, service: str, *by: str, **picked: str) -> Table:
        """The answer of a signal with a single query."""
        (only,) = self.tables(signal, service, *by, **picked)
        return only

    def _table(self, text: str, by: tuple[str, ...]) -> Table:
        points = self.prometheus.query(text, self.at)
        table = {}
        for point in points:
            labels = {name: value for name, value in point.labels.items() if name in by}
            assert labels == point.labels or not by, f"more labels than asked for: {point.labels}"
            key = tuple(point.labels.get(name, "") for name in by)
            table[key[0] if len(key) == 1 else key] = point.value
        assert len(table) == len(points), f"several numbers for one row: {points}"
        return table
