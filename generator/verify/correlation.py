"""Correlation as it really works: recent traces to their logs, log lines and exemplars to their traces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.detect.arrival import Stack
from generator.live.problem import StoreError
from generator.live.stores import Stores
from generator.verify.log_ways import LogWays
from generator.verify.metric_ways import MetricWays
from generator.verify.result import CorrelationRow
from generator.verify.variables import Sources
from generator.verify.ways import Service

#: What is younger may still be on its way to its store. Seconds.
SETTLED = 30.0


@dataclass(frozen=True)
class Correlation:
    """Follows the links of one stack. `settled` can be shortened where a test cannot wait."""

    stores: Stores
    sources: Sources
    stack: Stack
    now: float
    settled: float = SETTLED

    def rows(self, services: Sequence[Service]) -> tuple[CorrelationRow, ...]:
        """All ways for all services; a store that cannot be asked gives no row."""
        common = (self.stores, self.sources, self.stack, self.now, self.settled)
        logs, metrics = LogWays(*common), MetricWays(*common)
        work: list[Callable[[], Iterable[CorrelationRow]]] = []
        for service in services:
            if not {"tempo", "loki"} & set(self.stack.unasked):
                work += [
                    lambda one=service: logs.traces_to_logs(one),  # type: ignore[misc]
                    lambda one=service: logs.logs_to_traces(one),  # type: ignore[misc]
                ]
            if not {"tempo", "prometheus"} & set(self.stack.unasked):
                work += [
                    lambda one=service: metrics.traces_to_metrics(one),  # type: ignore[misc]
                    lambda one=service: metrics.exemplars(one),  # type: ignore[misc]
                    lambda one=service: metrics.graph(one),  # type: ignore[misc]
                ]
        done = self.stores.desk.all(_safely, work)
        rows = [row for found in done for row in found]
        return tuple(sorted(rows, key=lambda one: (one.direction, one.service)))


def _safely(work: Callable[[], Iterable[CorrelationRow]]) -> list[CorrelationRow]:
    """The rows; none where a store fell silent, which reach and panels tell of."""
    try:
        return list(work())
    except StoreError:
        return []
