"""What arrives of one service, as it was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from generator.config.model import Tier

METRICS, SPANS, TRACES, LOGS = "metrics", "span metrics", "traces", "logs"
#: The signals of a service, in the order in which they are told.
SIGNALS = (METRICS, SPANS, TRACES, LOGS)

#: The service that `generator verify --probe` pretends to be: it is nobody's.
PROBE = "generator-probe"


@dataclass(frozen=True)
class Arrival:
    """One signal. Ages and intervals are in seconds; None where nobody can tell.

    `since` is the age of the oldest that was found, which looks a day back at most.
    """

    dialects: tuple[str, ...]
    age: float | None = None
    interval: float | None = None
    since: float | None = None
    #: Which label names the service, and which its tenant, in words.
    labels: str = ""

    @property
    def dialect(self) -> str:
        """All dialects in words."""
        return " and ".join(self.dialects)


@dataclass(frozen=True)
class Sender:
    """One service that sends something."""

    name: str
    arrivals: Mapping[str, Arrival]
    #: Where it runs, as its telemetry says: Kubernetes namespace, else `service.namespace`; empty when nothing does.
    namespace: str = ""
    tier: Tier = "backend"


@dataclass(frozen=True)
class Stack:
    """All that was found. `servers` are MariaDB, Redis and the like; `notes` what is worth a word.

    `unasked` names the stores that could not be asked, each with the reason.
    """

    senders: Mapping[str, Sender]
    servers: Mapping[str, Arrival] = field(default_factory=lambda: MappingProxyType({}))
    metric_names: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    unasked: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    #: Selectors of log streams that do not say whose they are.
    nameless_logs: tuple[str, ...] = ()
