"""How the readers of this package stop at the first thing that cannot be read."""

from __future__ import annotations

from generator.languages.problem import Problem


class RefusedError(Exception):
    """The text cannot be read any further. Never leaves the reader that it was raised in."""

    def __init__(self, message: str, start: int, end: int, fix: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(message, start, end, fix)
