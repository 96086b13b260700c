"""What a configuration should say, by what was found: the profile that fits, and who is missing in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.config.model import Config
from generator.detect.arrival import METRICS, SPANS, TRACES, Sender, Stack
from generator.signals.profile import PROFILES, Profile


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
    """The advice for a stack. Only the configured services count, where there are some that send."""
    configured = frozenset(one.name for one in config.services()) if config else frozenset()
    senders = [one for one in stack.senders.values() if one.name in configured] or list(stack.senders.values())
    http = {name.partition(" ")[0] for name in _dialects(senders, METRICS)}
    bare = any("without suffixes" in name for name in _dialects(senders, METRICS))
    spans = [name for name in ("tempo", "connector-ms", "connector-s") if name in _dialects(senders, SPANS)]
    unfit = []
    if len(spans) > 1:
        unfit.append(f"span metrics are made twice, by {' and '.join(spans)}: switch one of them off")
    if "connector before 0.109" in _dialects(senders, SPANS):
        unfit.append("span metrics have the names of an old connector (calls_total): update the collector")
    profile = _profile(http, spans[0] if spans else "tempo", bare=bare)
    spoken = " and ".join(sorted(http)) or "no HTTP metrics"
    why = f"HTTP metrics: {spoken}{' without suffixes' if bare else ''}; span metrics: {spans[0] if spans else 'none'}"
    strangers = tuple(name for name, one in stack.senders.items() if name not in configured and _application(one))
    silent = tuple(name for name in sorted(configured) if name not in stack.senders)
    return Advice(profile.name, why, strangers if config else (), silent, tuple(unfit))


def _application(sender: Sender) -> bool:
    """Exporters have metrics and no spans; what sends spans or HTTP metrics is an application."""
    return bool({TRACES, SPANS, METRICS} & set(sender.arrivals))


def _dialects(senders: Iterable[Sender], signal: str) -> set[str]:
    return {name for one in senders if signal in one.arrivals for name in one.arrivals[signal].dialects}


def _profile(http: set[str], spans: str, *, bare: bool) -> Profile:
    if bare:
        return PROFILES["mimir"]
    if spans == "connector-ms":
        return PROFILES["collector-spanmetrics"]
    if spans == "connector-s":
        return PROFILES["collector-spanmetrics-seconds"]
    # One dialect alone: the queries are half as long. Both, or neither yet: the profile that takes what comes.
    return PROFILES[next(iter(http))] if len(http) == 1 else PROFILES["portable"]
