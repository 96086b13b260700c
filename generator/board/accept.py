"""A finding of `generator validate` that a definition accepts, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.errors import GeneratorError


@dataclass(frozen=True)
class Accept:
    """`rule` is the id of a rule, or a pattern (`promql/*`); from the day after `until` on it counts no more."""

    rule: str
    reason: str
    until: date | None = None

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise GeneratorError(f"{self.rule} is accepted without a reason", "say why, in a few words")
