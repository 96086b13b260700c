"""Numbers and durations as Tempo reads them, which is as Go reads them with a few exceptions."""

from __future__ import annotations

import math
import re

_MOST = 2**63 - 1
_MOST_DIGITS = 19

#: A duration is in Go's form, or in Prometheus' form, whose larger units want whole numbers in this order.
_GO_DURATION = re.compile(r"(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+", re.ASCII)
_PROMETHEUS_DURATION = re.compile(r"(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?", re.ASCII)
_DURATION_PART = re.compile(r"([\d.]+)([a-zµ]+)", re.ASCII)
_NANOSECONDS = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "m": 60 * 1_000_000_000,
    "h": 3_600 * 1_000_000_000,
    "d": 24 * 3_600 * 1_000_000_000,
    "w": 7 * 24 * 3_600 * 1_000_000_000,
    "y": 365 * 24 * 3_600 * 1_000_000_000,
}

_FLOAT = re.compile(r"(?:\d+(?:_\d+)*)?(?:\.(?:\d+(?:_\d+)*)?)?(?:[eE][+-]?\d+(?:_\d+)*)?", re.ASCII)


def integer(written: str) -> int | None:
    """The value of a whole number; None when Tempo refuses it: with a digit 8 or 9 behind a leading 0, or too big."""
    if not (written.isascii() and written.isdecimal()) or (written[0] == "0" and ("8" in written or "9" in written)):
        return None
    digits = written.lstrip("0")
    return (
        int(digits or "0")
        if len(digits) < _MOST_DIGITS or (len(digits) == _MOST_DIGITS and digits <= str(_MOST))
        else None
    )


def fraction(written: str) -> float | None:
    """The value of a number with a point or an exponent; None when it is misspelt or too big."""
    if not _FLOAT.fullmatch(written) or written == ".":
        return None
    value = float(written.replace("_", ""))
    return None if math.isinf(value) else value


def nanoseconds(written: str) -> int | None:
    """The length of `1h30m`, `1.5ms`, `2w3d`; None when it is no duration, or longer than 292 years."""
    if not _GO_DURATION.fullmatch(written) and not _PROMETHEUS_DURATION.fullmatch(written):
        return None
    total = 0
    for number, unit in _DURATION_PART.findall(written):
        whole, _, part = number.partition(".")
        # Python reads no number of many digits, be they zeros.
        digits = whole.lstrip("0")
        if len(digits) > _MOST_DIGITS:
            return None
        total += int(digits or "0") * _NANOSECONDS[unit] + int(float(f"0.{part or '0'}") * _NANOSECONDS[unit])
    return total if total <= _MOST else None
