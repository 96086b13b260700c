"""What numbers, durations and quoted texts mean, as Prometheus reads them."""

from __future__ import annotations

import math
import re

_SECONDS = {"y": 31_536_000, "w": 604_800, "d": 86_400, "h": 3600, "m": 60, "s": 1}
_UNIT = re.compile(r"([0-9]+)(ms|[ywdhms])")
_OCTAL = re.compile(r"0[0-7_]+")

#: More digits than any number that fits has; beyond them Python's own limits begin.
_MOST_DIGITS = 30
#: Prometheus keeps durations as 64 bits of nanoseconds: 292 years.
LONGEST_SECONDS = 2**63 / 1e9


def number(written: str) -> float | None:
    """The value; None when it is too large for Prometheus. A leading zero makes digits below 8 octal."""
    if written[:2] in ("0x", "0X"):
        digits = written[2:].replace("_", "")
        whole = int(digits, 16) if len(digits) <= _MOST_DIGITS else 2**63
        return float(whole) if whole < 2**63 else None
    if len(written) <= _MOST_DIGITS and _OCTAL.fullmatch(written):
        return float(int(written.replace("_", ""), 8))
    value = float(written)
    # `inf` is written with letters; digits that come to infinity are too many.
    return None if math.isinf(value) and not written[0].isalpha() else value


def duration(written: str) -> float | None:
    """Seconds; None for more than Prometheus can hold."""
    milliseconds = 0
    for digits, unit in _UNIT.findall(written):
        if len(digits) > _MOST_DIGITS:
            return None
        milliseconds += int(digits) * (1 if unit == "ms" else 1000 * _SECONDS[unit])
    return milliseconds / 1000 if milliseconds * 10**6 < 2**63 else None


#: The last alternative is a backslash before anything else.
_ESCAPE = re.compile(
    r"\\(?:(?P<plain>[abfnrtv\\'\"])|(?P<octal>[0-3][0-7]{2})|x(?P<hex>[0-9A-Fa-f]{2})"
    r"|u(?P<short>[0-9A-Fa-f]{4})|U(?P<long>[0-9A-Fa-f]{8})|)"
)
_PLAIN = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"'}


def unquoted(written: str) -> str | int:
    """The meaning of a text with its quotes on, or the offset of the first escape that Prometheus does not know.

    A byte that is not UTF-8 becomes U+FFFD.
    """
    quote, inside = written[0], written[1:-1]
    if quote == "`" or "\\" not in inside:
        return inside
    pieces: list[bytes] = []
    position = 0
    for match in _ESCAPE.finditer(inside):
        meant = _escaped(match, quote)
        if meant is None:
            return match.start() + 1
        pieces += (inside[position : match.start()].encode(), meant)
        position = match.end()
    pieces.append(inside[position:].encode())
    return b"".join(pieces).decode("utf-8", "replace")


def _escaped(match: re.Match[str], quote: str) -> bytes | None:
    if plain := match["plain"]:
        return None if plain in "'\"" and plain != quote else _PLAIN[plain].encode()
    if match["octal"]:
        return bytes([int(match["octal"], 8)])
    if match["hex"]:
        return bytes([int(match["hex"], 16)])
    digits = match["short"] or match["long"]
    code = int(digits, 16) if digits else None
    return None if code is None or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code).encode()
