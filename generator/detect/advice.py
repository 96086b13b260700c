"""What a configuration should say, by what was found: the profile that fits, and who is missing in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.config.model import Config
from generator.detect.arrival import METRICS, SPANS, TRACES, Sender, Stack
from generator.signals.profile import PROFILES, Profile

#: What a trace may say that tells no dialect.
_UNTOLD = frozenset(("no HTTP",))
_HTTP_SPANS = frozenset(("stable", "legacy"))
_CONNECTORS = {"connector-ms": "collector-spanmetrics", "connector-s": "collector-spanmetrics-seconds"}


@dataclass(frozen=True)
class Advice:
    """`profile` is the narrowest that fits, `why` in words; `strangers` send and are not configured.

    `silent` are configured and send nothing. `unfit` says what no profile covers.
    """

    profile: str
    why: str
    strangers: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()


def advise(stack: Stack, config: Config | None) -> Advice:
    """The advice for a stack. Only the configured services count, where there are some that send.

    A profile of one dialect is advised only where everything that arrives, by whomever, speaks it.
    """
    configured = {one.name: one.tier for one in config.services()} if config else {}
    senders = [one for one in stack.senders.values() if one.name in configured] or list(stack.senders.values())
    metrics = _dialects(senders, METRICS)
    http = {name.partition(" ")[0] for name in metrics}
    bare = {name for name in metrics if "without suffixes" in name}
    spans = [name for name in ("tempo", "connector-ms", "connector-s") if name in _dialects(senders, SPANS)]
    unfit = []
    if len(spans) > 1:
        unfit.append(f"span metrics are made twice, by {' and '.join(spans)}: switch one of them off")
    if "connector before 0.109" in _dialects(senders, SPANS):
        unfit.append("span metrics have the names of an old connector (calls_total): update the collector")
    if bare and bare != metrics:
        unfit.append("HTTP metrics arrive with and without suffixes in their names, and a profile reads one of the two")
    doubt = _doubt(stack, senders, configured) if len(http) == 1 else ""
    only = next(iter(http)) if len(http) == 1 and not doubt else ""
    profile = _profile(only, spans, bare=bool(bare) and bare == metrics)
    spoken = " and ".join(sorted(http)) or "no HTTP metrics"
    why = (
        f"HTTP metrics: {spoken}{' without suffixes' if bare else ''}{f', but {doubt}' if doubt else ''}"
        f"; span metrics: {spans[0] if spans else 'none'}"
    )
    strangers = tuple(name for name, one in stack.senders.items() if name not in configured and _application(one))
    silent = tuple(name for name in sorted(configured) if name not in stack.senders)
    return Advice(profile.name, why, strangers if config else (), silent, tuple(unfit))


def _doubt(stack: Stack, senders: Iterable[Sender], configured: Mapping[str, str]) -> str:
    """Why the one dialect that the metrics speak may not be the only one; empty where that is certain."""
    for store, reason in stack.unasked.items():
        return f"{store} was not asked ({reason})"
    spoken = {name.partition(" ")[0] for name in _dialects(senders, METRICS)}
    for name, tier in sorted(configured.items()):
        if name not in stack.senders:
            return f"{name} sends nothing yet"
        if tier == "backend" and METRICS not in stack.senders[name].arrivals:
            return f"{name} sends none yet"
    for one in stack.senders.values():
        if TRACES in one.arrivals and not one.arrivals[TRACES].dialects:
            return f"{one.name}'s traces were not looked at"
        for signal in (METRICS, TRACES):
            others = {name.partition(" ")[0] for name in _dialects((one,), signal) - _UNTOLD} - spoken
            if others:
                return f"{one.name}'s {signal} speak {' and '.join(sorted(others))}"
        if _HTTP_SPANS & _dialects((one,), TRACES) and one.tier == "backend" and METRICS not in one.arrivals:
            return f"{one.name} serves HTTP and sends none yet"
    return ""


def _application(sender: Sender) -> bool:
    """Exporters have metrics and no spans; what sends spans or HTTP metrics is an application."""
    return bool({TRACES, SPANS, METRICS} & set(sender.arrivals))


def _dialects(senders: Iterable[Sender], signal: str) -> set[str]:
    return {name for one in senders if signal in one.arrivals for name in one.arrivals[signal].dialects}


def _profile(http: str, spans: Sequence[str], *, bare: bool) -> Profile:
    """`http` is the only dialect that is spoken, empty where there are several, none, or nobody knows."""
    if bare:
        return PROFILES["mimir"]
    if spans and spans[0] in _CONNECTORS:
        return PROFILES[_CONNECTORS[spans[0]]]
    # One dialect alone: the queries are half as long. Otherwise the profile that takes what comes.
    return PROFILES[http or "portable"]
