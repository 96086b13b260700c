"""How an OpenTelemetry instrument is called once it has arrived in Prometheus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Unit -> suffix, as Prometheus' OTLP receiver and the collector's exporters write it (seen on Prometheus 3.5).
_UNIT_SUFFIX = {"s": "seconds", "ms": "milliseconds", "By": "bytes"}


@dataclass(frozen=True)
class Instrument:
    """One instrument of an SDK or a collector component.

    `unit` is the unit as the instrument declares it ("s", "ms", "By", "1", or "" where it leaves no trace).
    """

    name: str
    unit: str
    kind: Literal["histogram", "counter", "updown", "gauge"]

    def metric(self, *, suffixes: bool) -> str:
        """The metric's name; without suffixes as Mimir's own OTLP endpoint stores it by default."""
        parts = [self.name.replace(".", "_")]
        if suffixes and self.unit in _UNIT_SUFFIX:
            parts.append(_UNIT_SUFFIX[self.unit])
        if suffixes and self.unit == "1" and self.kind == "gauge":
            parts.append("ratio")
        if suffixes and self.kind == "counter":
            parts.append("total")
        return "_".join(parts)

    def bucket(self, *, suffixes: bool) -> str:
        """The histogram's cumulative buckets, label `le`."""
        return self.metric(suffixes=suffixes) + "_bucket"

    def count(self, *, suffixes: bool) -> str:
        """The histogram's number of observations."""
        return self.metric(suffixes=suffixes) + "_count"
