"""An alert of a board: a signal, a limit, and the panel that shows both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.config.model import Tier
from generator.signals.signal import Signal


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One alert rule.

    `key` makes its uid; `panel` is the key of the panel it is linked to; it fires when the signal, grouped by `by`,
    has been above `above` for `lasting`. `says` is its summary: Grafana's template, `$labels` and `$values.A.Value`.
    """

    key: str
    title: str
    signal: Signal
    panel: str
    above: float
    says: str
    by: tuple[str, ...] = ()
    lasting: str = "5m"
    severity: Literal["warning", "critical"] = "warning"
    #: Only services of that tier.
    tier: Tier | None = None
    #: One number of all groups: the smallest or the largest.
    of_all: Literal["", "min", "max"] = ""
    #: Whether it fires when nothing comes back. An absent error is none; absent telemetry is one.
    on_nothing: bool = False
