"""Durations as Prometheus and Grafana write them, in seconds."""

from __future__ import annotations

import re

#: Grafana and Prometheus agree: a day is 24 h, a week 7 d, a year 365 d. `M` (30 d) is Grafana's alone.
_SECONDS = {"y": 31_536_000.0, "M": 2_592_000.0, "w": 604_800.0, "d": 86_400.0, "h": 3600.0, "m": 60.0, "s": 1.0}
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|[yMwdhms])")

#: Longer than any duration a person writes; keeps a text of a million digits from being read as a number.
_LONGEST = 64


def parse(text: str) -> float | None:
    """Seconds: "1m30s" is 90.0, "250ms" 0.25, "1.5h" 5400.0; None when the text is no duration.

    A bare number is seconds, and a leading `>` or `<` is skipped: both as in Grafana's "min step" fields.
    """
    stripped = text.strip().lstrip("<>")
    if not stripped or len(stripped) > _LONGEST or not stripped.isascii():
        return None
    if stripped.replace(".", "", 1).isdecimal():
        return float(stripped)
    position, total = 0, 0.0
    while position < len(stripped):
        match = _PART.match(stripped, position)
        if match is None:
            return None
        total += float(match[1]) * (0.001 if match[2] == "ms" else _SECONDS[match[2]])
        position = match.end()
    return total


def show(seconds: float) -> str:
    """The exact duration in the units that Prometheus reads: 90 is "1m30s", 0.25 is "250ms", 0 is "0s".

    Rounded to whole milliseconds. Days are the largest unit: "1w" and "7d" are the same to every reader.
    """
    left = round(seconds * 1000)
    written = ""
    for unit, size in (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)):
        count, left = divmod(left, size)
        written += f"{count}{unit}" if count else ""
    return written or "0s"


def coarse(seconds: float) -> str:
    """The duration as Grafana writes `$__interval`: the largest unit only, rounded down: 90 is "1m".

    Never less than "1ms".
    """
    left = max(1, round(seconds * 1000))
    for unit, size in (("y", 31_536_000_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)):
        if left >= size:
            return f"{left // size}{unit}"
    return f"{left}ms"
