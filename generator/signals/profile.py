"""Telemetry profiles: which dialect of each signal a stack speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.config.nearest import did_you_mean
from generator.errors import UsageError

HttpDialect = Literal["stable", "legacy"]
SpanDialect = Literal["tempo", "connector-ms", "connector-s"]


@dataclass(frozen=True)
class Profile:
    """One choice of dialects. Where several are named they are combined per series, the first one winning."""

    name: str
    summary: str
    http: tuple[HttpDialect, ...]
    spans: SpanDialect
    #: False where metrics arrive without unit and `_total` suffixes (Mimir's OTLP endpoint, by default).
    suffixes: bool = True


PROFILES = {
    profile.name: profile
    for profile in (
        Profile(
            "portable",
            "Old and new SDKs, side by side or in the middle of the change-over; span metrics by Tempo.",
            http=("stable", "legacy"),
            spans="tempo",
        ),
        Profile(
            "legacy",
            "Only SDKs that send http.server.duration in milliseconds; span metrics by Tempo.",
            http=("legacy",),
            spans="tempo",
        ),
        Profile(
            "stable",
            "Only SDKs that send http.server.request.duration in seconds; span metrics by Tempo.",
            http=("stable",),
            spans="tempo",
        ),
        Profile(
            "collector-spanmetrics",
            "As portable, with span metrics by the collector's span_metrics connector in milliseconds.",
            http=("stable", "legacy"),
            spans="connector-ms",
        ),
        Profile(
            "collector-spanmetrics-seconds",
            "As collector-spanmetrics, for a connector that is set to seconds.",
            http=("stable", "legacy"),
            spans="connector-s",
        ),
        Profile(
            "mimir",
            "As portable, for Mimir's OTLP endpoint, which stores names without unit and type suffixes.",
            http=("stable", "legacy"),
            spans="tempo",
            suffixes=False,
        ),
    )
}

DEFAULT = PROFILES["portable"]


def profile(name: str) -> Profile:
    """The profile of that name; UsageError with the known names otherwise."""
    try:
        return PROFILES[name]
    except KeyError:
        known = ", ".join(PROFILES)
        meant = did_you_mean(name, PROFILES)
        raise UsageError(f'unknown telemetry profile "{name}"{meant}', f"use one of: {known}") from None
