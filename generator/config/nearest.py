"""The name somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache


def nearest(name: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The known name that is most like `name`, capitals aside; None when none is like it.

    `likeness` is how much of both must be the same, from 0 to 1.
    """
    return _nearest(name, frozenset(known), likeness)


# The same misspelt key stands in a thousand panels, and comparing is slow.
@lru_cache(maxsize=4096)
def _nearest(name: str, known: frozenset[str], likeness: float) -> str | None:
    by_lower = {candidate.lower(): candidate for candidate in known}
    matches = get_close_matches(name.lower(), sorted(by_lower), n=1, cutoff=likeness)
    return by_lower[matches[0]] if matches else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of an error message, such as `; did you mean "tenants"?`, or nothing."""
    match = nearest(name, known)
    return f'; did you mean "{match}"?' if match else ""
