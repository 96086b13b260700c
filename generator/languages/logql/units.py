"""Durations and sizes as Loki reads them: `[1h30m]`, `offset 5m`, `> 250ms`, `> 1.5KiB`."""

from __future__ import annotations

import re

#: Nanoseconds must fit into 63 bits: a good 292 years.
_MOST_SECONDS = (2**63 - 1) / 1e9
_MOST_BYTES = 2**64
#: Nobody writes a longer one; keeps a text of a million digits from being read as a number.
_LONGEST = 100

_SECONDS = {"y": 31_536_000.0, "w": 604_800.0, "d": 86_400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3}
_PARTS = {**_SECONDS, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_RANGE = re.compile(r"(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?", re.ASCII)
_GO = re.compile(r"(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+", re.ASCII)
_PART = re.compile(r"([\d.]+)([a-zµ]+)", re.ASCII)

_POWERS = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4}
_BYTES = re.compile(r"(?P<number>\d+(?:\.\d*)?|\.\d+)(?P<power>[kKMGT]?)(?P<binary>i?)(?P<unit>B?)", re.ASCII)


def range_seconds(text: str) -> float | None:
    """Seconds of what stands between `[` and `]`: whole numbers, the largest unit first; "0" is 0. None when wrong."""
    if text == "0":
        return 0.0
    return _sum(text) if text and len(text) <= _LONGEST and _RANGE.fullmatch(text) else None


def seconds(text: str) -> float | None:
    """Seconds of a duration outside of brackets: as in brackets, or as Go has it ("1.5h", "20us"). None when wrong."""
    if not text or len(text) > _LONGEST or not (_RANGE.fullmatch(text) or _GO.fullmatch(text)):
        return None
    return _sum(text)


def size(text: str) -> float | None:
    """Bytes of a size such as "20KB" (1000s) or "1.5MiB" (1024s); None when wrong, or when it is a bare number."""
    match = _BYTES.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None or not match["power"] + match["unit"] or (match["binary"] and not match["power"]):
        return None
    count = float(match["number"]) * (1024 if match["binary"] else 1000) ** _POWERS[match["power"].upper()]
    return count if count < _MOST_BYTES else None


def _sum(text: str) -> float | None:
    total = sum(float(number) * _PARTS[unit] for number, unit in _PART.findall(text))
    return total if total <= _MOST_SECONDS else None
