"""What MariaDB, Redis and Kafka have in common: a server that an exporter or a collector's receiver reports on."""

from __future__ import annotations

from generator.signals.instrument import Instrument
from generator.signals.promql import aggregate, matchers
from generator.signals.promql import rate as rate_of
from generator.signals.signal import Kind, Query, Signal, Step, View

BY_INSTANCE = ("instance",)


def server(view: View) -> str:
    """The picked servers, where a board lets one pick. All is `.*`, which also fits a receiver without instance."""
    return 'instance=~"$database"' if "database" in view.pickers else ""


def received(instrument: Instrument, view: View) -> str:
    """What a receiver's metric is called in the view's profile."""
    return instrument.metric(suffixes=view.profile.suffixes)


def gauge(view: View, metric: str, *more: str, operator: str = "sum") -> str:
    """A gauge of the picked servers, grouped as the view asks."""
    return aggregate(operator, view.by, metric + matchers(server(view), *more))


def rate(view: View, metric: str, *more: str) -> str:
    """A counter of the picked servers per second, grouped as the view asks."""
    return aggregate("sum", view.by, rate_of(metric, matchers(server(view), *more), view.window))


def named(words: str, view: View) -> str:
    """A legend that says what it is, and of which server where servers are told apart."""
    return f"{words} {{{{instance}}}}" if view.by else words


def availability(name: str, key: str, up: str, uptime: Instrument, next_: str, empty: str) -> Signal:
    """Whether a server answers: the exporter says so, or the receiver reports its uptime."""
    return Signal(
        id=f"{key}.up",
        title=name,
        shows=f"Whether the {name} server answers its exporter.",
        healthy="Healthy: Up.",
        next=next_,
        unit="none",
        kind=Kind.STATE,
        source="prometheus",
        queries=lambda view: (
            Query(
                f"{gauge(view, up, operator='min')} or "
                f"({gauge(view, received(uptime, view), operator='max')} > bool 0)",
                named(name, view),
            ),
        ),
        empty=empty,
        by=BY_INSTANCE,
        states=((0, "Down", "red"), (1, "Up", "green")),
        steps=(Step(1, "green"),),
        maximum=1,
    )
