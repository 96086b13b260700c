"""An alert of a board: which signal is watched, from where on it is wrong, and what the person on call is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.board.use import Use
from generator.config.duration import seconds
from generator.errors import GeneratorError
from generator.signals.signal import Signal

Severity = Literal["critical", "warning"]

#: The labels of one instance, and what was read of it, as they go into `summary`.
SERVICE, INSTANCE = "{{ $labels.service }}", "{{ $labels.instance }}"
SHARE, DURATION = "{{ humanizePercentage $values.A.Value }}", "{{ humanizeDuration $values.A.Value }}"


@dataclass(frozen=True, kw_only=True)
class Alert:
    """A signal that is wrong above a number.

    `key` tells it apart from all alerts of the project for ever: the rule's uid is made of it, and `[alerts.KEY]` in
    generator.toml changes it. `panel` is the key of the panel of its board that shows the signal. There is one instance
    for each value of the labels `by`. It fires when the signal has been above the number for as long as `for_`, or for
    one window of its rates where that is longer: a single export cannot make it fire.

    `summary` is a Grafana alert template; the description is the signal's own unless one is given.
    """

    key: str
    title: str
    signal: Signal
    panel: str
    summary: str
    severity: Severity
    by: tuple[str, ...] = ("service",)
    description: str = ""
    #: In the signal's unit. None: from its red step on.
    above: float | None = None
    for_: str = "5m"
    #: It counts only where this signal, grouped alike, is above 0.
    only_while: Signal | None = None
    #: Ids of signals, or beginnings of ids, without which there is nothing to watch, beyond the signal's own.
    needs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for signal in (self.signal, self.only_while):
            if signal is not None:
                Use(signal, self.by)
        try:
            seconds(self.for_)
        except ValueError as error:
            raise GeneratorError(f'alert "{self.key}": {error}', 'write it like "5m" or "1h30m"') from None
        if self.above is None and not self._red:
            raise GeneratorError(
                f'alert "{self.key}": its signal "{self.signal.id}" has no red step', "say above which number it fires"
            )

    @property
    def threshold(self) -> float:
        """The number above which it fires, in the signal's unit."""
        return self._red[0] if self.above is None else self.above

    @property
    def _red(self) -> list[float]:
        return [step.value for step in self.signal.steps if step.colour == "red"]
