"""What goes wrong by itself now and then, so that the boards have something to show."""

from __future__ import annotations

import random
import time
from collections.abc import Callable


class IndexBrokenError(RuntimeError):
    """What a call fails with now and then, after its statements went well."""


class Trouble:
    """Makes a share of the calls fail or dawdle: one in three of it fails."""

    def __init__(self, share: float, chance: Callable[[], float] = random.random) -> None:
        self._share = share
        self._chance = chance

    def maybe_fail(self) -> None:
        """Raises now and then."""
        if self._chance() < self._share / 3:
            raise IndexBrokenError("the message index is broken")

    def maybe_dawdle(self) -> None:
        """Waits more than half a second now and then."""
        if self._chance() < self._share:
            time.sleep(0.6 + 0.6 * self._chance())

    def pause(self) -> float:
        """Seconds that a statement should take longer: mostly none."""
        return 0.25 if self._chance() < self._share else 0.0
