"""How a piece of a query stands in a message."""

from __future__ import annotations

_LONGEST = 40


def clipped(written: str) -> str:
    """The text on one line, and not longer than a message bears."""
    short = " ".join(written[: 4 * _LONGEST].split())
    return short if len(short) <= _LONGEST else f"{short[: _LONGEST - 3]}..."
