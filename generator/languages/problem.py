"""What is wrong in a query, and where in its text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect of a query.

    `message` is one line that says what is wrong, in the language's own terms; `text[start:end]` is the place
    (never empty unless something is missing at the very end); `fix` says how to mend it, or is empty.
    """

    message: str
    start: int
    end: int
    fix: str = ""
