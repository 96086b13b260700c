"""What a run leaves behind of itself: what stood there before, what it was about to do, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from generator.deploy.step import Done, Step
from generator.errors import GeneratorError
from generator.grafana.client import Client


class Journal(Protocol):
    """Told about a run as it goes. What it raises from `open` ends the run before anything is written."""

    def open(self, client: Client, steps: Sequence[Step]) -> None:
        """Before the first write: keep what the steps will change."""

    def begin(self, step: Step) -> None:
        """Right before a step writes."""

    def done(self, step: Step, done: Done) -> None:
        """It stands there as it was sent."""

    def failed(self, step: Step, error: GeneratorError) -> None:
        """It does not, or nobody knows."""


class Unrecorded:
    """The journal of a run that keeps none."""

    def open(self, client: Client, steps: Sequence[Step]) -> None: ...

    def begin(self, step: Step) -> None: ...

    def done(self, step: Step, done: Done) -> None: ...

    def failed(self, step: Step, error: GeneratorError) -> None: ...
