"""Time series to order: steady counters, histograms and gauges, as OpenMetrics text with one sample a minute.

A minute is how often OpenTelemetry SDKs export. The moments are fixed, so that a number computed by hand stays
right whenever the tests run. Counters grow by the same amount each minute: their rate at the end is that amount
divided by 60, exactly, in any window.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

#: 2026-01-01 12:00 UTC, the start of one of Prometheus' blocks of two hours.
START = 1767268800
_BLOCK = 2 * 3600
MINUTES = 40
#: When the series are asked: at their last sample.
END = START + MINUTES * 60

#: Bucket bounds of the two generations of SDKs, in milliseconds and in seconds; `+Inf` follows.
LEGACY_BOUNDS = (0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000)
STABLE_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)


def quoted(labels: Mapping[str, str]) -> str:
    """Labels in braces."""
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels.items()) + "}"


def by_otlp(bound: float) -> str:
    """A bucket's bound as it arrives by OTLP: "250", "1"."""
    return f"{bound:g}"


def by_python(bound: float) -> str:
    """A bucket's bound as Python's own text endpoint writes it: "250.0", "1.0"."""
    return str(float(bound))


def per_second(per_minute: float) -> float:
    """The rate of a counter that grows by this much each minute."""
    return per_minute / 60


@dataclass
class Exposition:
    """Series of the minutes that follow `start`; each method adds some.

    They begin in minute `since`: where only the latest numbers matter, there is no need for more.
    """

    start: int = START
    since: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The moment of the last sample."""
        return self.start + MINUTES * 60

    @property
    def text(self) -> str:
        """The series as promtool reads them."""
        return "\n".join([*self.lines, "# EOF\n"])

    def samples(self, name: str, labels: Mapping[str, str], values: Mapping[int, float]) -> None:
        """One series from its values by minute."""
        series = name + quoted(labels)
        self.lines += [f"{series} {value} {self.start + minute * 60}" for minute, value in values.items()]

    def counter(
        self, name: str, labels: Mapping[str, str], per_minute: float, *, first: int | None = None, last: int = MINUTES
    ) -> None:
        """A counter that grows steadily from minute `first` to minute `last`, and is silent before and after."""
        minutes = range(self.since if first is None else first, last + 1)
        self.samples(name, labels, {minute: 1000 + per_minute * (minute - minutes.start) for minute in minutes})

    def gauge(
        self, name: str, labels: Mapping[str, str], value: float, *, first: int | None = None, last: int = MINUTES
    ) -> None:
        """A gauge that keeps one value."""
        self.samples(name, labels, dict.fromkeys(range(self.since if first is None else first, last + 1), value))

    def histogram(
        self,
        name: str,
        labels: Mapping[str, str],
        bounds: Sequence[float],
        observed: Mapping[float, float],
        *,
        spelling: Callable[[float], str] = by_otlp,
    ) -> None:
        """A histogram with so many observations a minute in the bucket below each bound."""
        assert set(observed) <= set(bounds), "an observation falls into no bucket"
        running = 0.0
        for bound in bounds:
            running += observed.get(bound, 0)
            self.counter(f"{name}_bucket", {**labels, "le": spelling(bound)}, running)
        self.counter(f"{name}_bucket", {**labels, "le": "+Inf"}, running)
        self.counter(f"{name}_count", labels, running)
        mean = sum(bound * count for bound, count in observed.items())
        self.counter(f"{name}_sum", labels, mean)


def era(number: int, since: int = 0) -> Exposition:
    """Series of their own time: several worlds share a server and never meet, each being asked at its own end."""
    return Exposition(START + number * _BLOCK, since)
