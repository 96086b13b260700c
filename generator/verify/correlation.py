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
from generator.verify.ways import Service, Try, row
from generator.verify.why.words import short

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
        work: list[_Step] = []
        for service in services:
            if not {"tempo", "loki"} & set(self.stack.unasked):
                work += [
                    _Step("trace -> logs", service, logs.traces_to_logs),
                    _Step("log -> trace", service, logs.logs_to_traces),
                ]
            if not {"tempo", "prometheus"} & set(self.stack.unasked):
                work += [
                    _Step("trace -> metrics", service, metrics.traces_to_metrics),
                    _Step("exemplar -> trace", service, metrics.exemplars),
                    _Step("service graph -> service", service, metrics.graph),
                ]
        done = self.stores.desk.all(_safely, work)
        rows = [one for found in done for one in found]
        return tuple(sorted(rows, key=lambda one: (one.direction, one.service)))


@dataclass(frozen=True)
class _Step:
    direction: str
    service: Service
    follow: Callable[[Service], Iterable[CorrelationRow]]


def _safely(step: _Step) -> list[CorrelationRow]:
    """The rows; none where a store fell silent, which reach and panels tell of. What a store refuses is a failure."""
    try:
        return list(step.follow(step.service))
    except StoreError as error:
        if error.why != "refused":
            return []
        refused = Try("query-error", f"a store refuses what is asked of it: {short(error.said)}", "", error.fix or _LOG)
        return [row(step.direction, step.service.name, [refused])]


_LOG = "look at the logs of the stores"
