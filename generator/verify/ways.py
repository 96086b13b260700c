"""What all ways between the stores have in common: where they start, and how a try is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from generator.config.model import Tier
from generator.detect.arrival import Stack
from generator.live.stores import LiveSource, Stores
from generator.live.tempo import Hit, Span
from generator.verify.links import Link
from generator.verify.result import CorrelationRow, Failure
from generator.verify.variables import Sources

#: So many of each are tried.
TRIES = 10
#: How far back. Seconds.
BACK = 1800.0
HEX = re.compile(r"[0-9a-fA-F]{16,32}")
T = TypeVar("T")


@dataclass(frozen=True)
class Service:
    """A service whose correlation is looked at. `logged`: somebody expects it to log."""

    name: str
    tier: Tier
    logged: bool = True


@dataclass(frozen=True)
class Try:
    """How one try ended: no reason means that it led to where it should. `silent`: nothing was there to be found."""

    reason: str = ""
    words: str = ""
    example: str = ""
    fix: str = ""
    silent: bool = False


@dataclass(frozen=True)
class Ways:
    """The ways of one stack. What is younger than `settled` seconds may still be on its way to its store."""

    stores: Stores
    sources: Sources
    stack: Stack
    now: float
    settled: float

    def tempo_source(self) -> LiveSource | None:
        """The Tempo data source that is the project's."""
        return next((one for one in self.sources.sources if one.uid == self.sources.uid("tempo")), None)

    def loki_source(self) -> LiveSource | None:
        """The Loki data source that is the project's."""
        return next((one for one in self.sources.sources if one.uid == self.sources.uid("loki")), None)

    def _hits(self, service: Service, tries: int = TRIES) -> tuple[Hit, ...]:
        query = f'{{ resource.service.name = "{service.name}" }} with (most_recent=true)'
        tempo = self.stores.tempo(self.sources.uid("tempo"))
        return tempo.search(query, self.now - BACK, self.now - self.settled, tries)

    def spans(self, service: Service) -> list[Span]:
        """For each recent trace of a service the longest span that the service has in it."""
        tempo = self.stores.tempo(self.sources.uid("tempo"))
        traces = self.stores.desk.all(lambda hit: tempo.trace(hit.trace_id), self._hits(service))
        own = [[span for span in spans if span.service == service.name] for spans in traces]
        return [max(spans, key=lambda span: span.end - span.start) for spans in own if spans]

    def wrong_target(self, link: Link, kind: str, key: str) -> Try | None:
        """A failed try where a link leads to no data source of the kind; None where it does."""
        if any(one.uid == link.uid and one.kind == kind for one in self.sources.sources):
            return None
        words = f'{key}.datasourceUid is "{link.uid}", which is no {kind.capitalize()} here'
        return Try("wrong-target", words, link.query, f"set {key}.datasourceUid of the Tempo data source")


def row(direction: str, service: str, tries: Sequence[Try], *, note: str = "", expected: bool = True) -> CorrelationRow:
    """The tries of one way, equal failures together."""
    failed = [one for one in tries if one.reason]
    grouped: dict[str, list[Try]] = {}
    for one in failed:
        grouped.setdefault(one.reason, []).append(one)
    failures = tuple(
        Failure(reason, ones[0].words, len(ones), ones[0].example, ones[0].fix) for reason, ones in grouped.items()
    )
    return CorrelationRow(direction, service, len(tries), len(tries) - len(failed), failures, note, expected)


def spread(items: Sequence[T], most: int) -> list[T]:
    """At most so many, taken evenly from the whole."""
    if len(items) <= most:
        return list(items)
    return [items[index * len(items) // most] for index in range(most)]


QUERY = "correct the query of the data source's settings"
SAMPLED = "raise the sampling ratio, or let sampling keep what is logged; compare Tempo's retention with Loki's"
