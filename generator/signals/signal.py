"""A signal: one thing that can be measured, whatever the telemetry calls it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Literal

from generator.config.model import Config, Tier
from generator.signals.profile import Profile

Source = Literal["prometheus", "loki", "tempo"]

#: Stands for the services of a tier that has none, and the like: an empty pattern asks for what has no name, and
#: Loki refuses it.
NOBODY = "no-service-configured"


class Kind(Enum):
    """What sort of number a signal is, which decides how it may be drawn and combined."""

    RATE = "rate"
    RATIO = "ratio"
    LATENCY = "latency"
    GAUGE = "gauge"
    COUNT = "count"
    STATE = "state"
    AGE = "age"
    DISTRIBUTION = "distribution"
    LINES = "lines"
    TRACES = "traces"
    MAP = "map"


@dataclass(frozen=True)
class View:
    """From where a signal is looked at: dialects, filters, time window, grouping.

    The defaults are what a board needs: Grafana variables. An alert rule puts plain values in their place.
    """

    config: Config
    profile: Profile
    #: Labels the result is grouped by, out of the signal's own `by`.
    by: tuple[str, ...] = ()
    #: A regular expression of service names, as it goes between the quotes of a matcher.
    service: str = "$service"
    #: A regular expression of Kubernetes namespaces.
    namespace: str = "${tenant:pipe}"
    #: The window of a PromQL rate.
    window: str = "$__rate_interval"
    #: The window of a LogQL range aggregation. Loki knows no `$__rate_interval`.
    log_window: str = "$__auto"
    #: The distance of two points of a graph.
    step: str = "$__interval"
    #: Pickers of the board beyond the common ones. A signal asks only for those that are there.
    pickers: frozenset[str] = frozenset()

    def names(self, tier: Tier | None = None) -> str:
        """The configured services, of one tier if given, as a regular expression between quotes."""
        named = (re.escape(service.name).replace("\\-", "-") for service in self.config.services(tier))
        return "|".join(name.replace("\\", "\\\\") for name in named) or NOBODY

    def grouped(self, *by: str) -> View:
        """The same view with another grouping."""
        return replace(self, by=by)


@dataclass(frozen=True)
class Query:
    """One query text in the language of its signal's source, and the name of its series."""

    text: str
    #: A Grafana legend (`{{label}}`), or plain text where the query yields one series. Empty: by label values.
    legend: str = ""
    #: The text key of the legend, where it is not the signal's own words.
    legend_key: str = ""


@dataclass(frozen=True)
class Step:
    """From `value` on, a reading means `colour`."""

    value: float
    colour: str


@dataclass(frozen=True)
class Signal:
    """One indicator, with its meaning and its query in every dialect.

    `shows`, `healthy` and `next` are the three lines of a panel's description. `empty` is what it means when
    nothing comes back: the text a panel shows instead of "No data".
    """

    id: str
    title: str
    shows: str
    healthy: str
    next: str
    unit: str
    kind: Kind
    source: Source
    queries: Callable[[View], tuple[Query, ...]]
    empty: str
    #: Labels it can be grouped by.
    by: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    minimum: float | None = 0
    maximum: float | None = None
    decimals: int | None = None
    #: Value -> (text, colour), for states.
    states: tuple[tuple[float, str, str], ...] = ()
    #: Colour of one series by name, where a name means something (levels, status classes).
    colours: tuple[tuple[str, str], ...] = field(default=())

    @property
    def description(self) -> str:
        """What it shows, what is healthy, what to do next: three lines."""
        return f"{self.shows}\n{self.healthy}\n{self.next}"


def legend(by: tuple[str, ...]) -> str:
    """The legend of series that are told apart by these labels."""
    return " ".join("{{%s}}" % label for label in by)


def one(build: Callable[[View], str], words: str = "") -> Callable[[View], tuple[Query, ...]]:
    """The queries of a signal that needs a single one; `words` names its series when it is not grouped."""
    return lambda view: (Query(build(view), legend(view.by) or words),)
