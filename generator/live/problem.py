"""What can go wrong between us and a store, in one shape whichever way the question went."""

from __future__ import annotations

from typing import Literal

from generator.errors import GeneratorError

#: "refused": the store read the question and said no. "silent": no answer came in time. "unreachable": nobody answers
#: there. "denied": the credentials do not allow it.
Why = Literal["refused", "silent", "unreachable", "denied"]


class StoreError(GeneratorError):
    """A question that got no answer. `why` tells whose fault it is, `said` holds the store's own words."""

    def __init__(self, why: Why, said: str, fix: str = "") -> None:
        super().__init__(said, fix)
        self.why = why
        self.said = said
