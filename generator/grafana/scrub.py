"""Secrets are taken out of every text before it can reach an error or a log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

#: Shorter values stand in ordinary words and would make every text unreadable.
_SHORTEST = 4


class Scrubber:
    """Knows the secrets of one connection and replaces them by `***`. Never shows them itself."""

    def __init__(self) -> None:
        self._secrets: set[str] = set()

    def learn(self, values: Iterable[str | None]) -> None:
        """Values that must not be seen from now on."""
        self._secrets.update(value for value in values if value and len(value) >= _SHORTEST)

    def learn_body(self, body: Any) -> None:
        """The secret fields of a data source that is about to be sent."""
        if isinstance(body, Mapping) and isinstance(body.get("secureJsonData"), Mapping):
            self.learn(str(value) for value in body["secureJsonData"].values())

    def __call__(self, text: str) -> str:
        # The longest first: one secret may be a part of another.
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, "***")
        return text

    def __repr__(self) -> str:
        return f"Scrubber({len(self._secrets)} secrets)"
