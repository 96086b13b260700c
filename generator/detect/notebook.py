"""What a survey has found so far, and whom it looks at closely."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from generator.detect.arrival import Arrival

#: Of so many services traces and log lines are looked at where nobody says which matter.
MOST = 40


@dataclass
class Notebook:
    """The arrivals by service and signal. Looked at closely are `only` some, or a few, the `first` before others."""

    only: frozenset[str] | None
    first: frozenset[str]
    arrivals: dict[str, dict[str, Arrival]] = field(default_factory=lambda: defaultdict(dict))
    namespaces: dict[str, str] = field(default_factory=dict)
    browsers: set[str] = field(default_factory=set)
    passed_over: set[str] = field(default_factory=set)

    def closely(self, names: Iterable[str]) -> frozenset[str]:
        """Those of the services that are looked at closely; the others are passed over."""
        every = frozenset(names)
        if self.only is not None:
            return every & self.only
        chosen = frozenset(sorted(every, key=lambda name: (name not in self.first, name))[:MOST])
        self.passed_over |= every - chosen
        return chosen

    def add(self, service: str, signal: str, arrival: Arrival) -> None:
        """Write down what arrives of a service; beside what was found before."""
        before = self.arrivals[service].get(signal)
        self.arrivals[service][signal] = arrival if before is None else _both(before, arrival)


def _both(one: Arrival, other: Arrival) -> Arrival:
    ages = [each.age for each in (one, other) if each.age is not None]
    since = [each.since for each in (one, other) if each.since is not None]
    return replace(
        one,
        dialects=tuple(dict.fromkeys((*one.dialects, *other.dialects))),
        age=min(ages) if ages else None,
        interval=one.interval or other.interval,
        since=max(since) if since else None,
        labels="; ".join(dict.fromkeys(each.labels for each in (one, other) if each.labels)),
    )
