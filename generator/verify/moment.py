"""A board's time range as moments."""

from __future__ import annotations

import re

from generator.interpolate import duration

_RELATIVE = re.compile(r"now(?:-(\d+[smhdwMy]))?(?:/[smhdwMy])?")
#: The range of a board that does not say one.
_DEFAULT_S = 3600.0


def span(time_from: str | None, time_to: str | None, now: float) -> tuple[float, float]:
    """(start, end) in epoch seconds. Rounding (`now/d`) is left away; a fixed range is looked at as it stands."""
    end = _moment(time_to, now, now)
    start = _moment(time_from, now, end - _DEFAULT_S)
    return (start, end) if start < end else (end - _DEFAULT_S, end)


def _moment(text: str | None, now: float, default: float) -> float:
    match = _RELATIVE.fullmatch((text or "").strip())
    if match is None:
        return default
    back = duration.parse(match[1]) if match[1] else 0.0
    return now - (back or 0.0)
