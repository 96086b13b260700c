"""Instants as text, in the patterns of moment.js that Grafana's `date` format takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_TOKEN = re.compile(r"\[[^\]]*\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|m|ss|s|SSS|A|a|ZZ|Z|X|x")

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_WRITERS: Mapping[str, Callable[[datetime], str]] = {
    "YYYY": lambda at: f"{at.year:04}",
    "YY": lambda at: f"{at.year % 100:02}",
    "MMMM": lambda at: _MONTHS[at.month - 1],
    "MMM": lambda at: _MONTHS[at.month - 1][:3],
    "MM": lambda at: f"{at.month:02}",
    "M": lambda at: str(at.month),
    "DD": lambda at: f"{at.day:02}",
    "D": lambda at: str(at.day),
    "dddd": lambda at: _DAYS[at.weekday()],
    "ddd": lambda at: _DAYS[at.weekday()][:3],
    "HH": lambda at: f"{at.hour:02}",
    "H": lambda at: str(at.hour),
    "hh": lambda at: f"{at.hour % 12 or 12:02}",
    "h": lambda at: str(at.hour % 12 or 12),
    "mm": lambda at: f"{at.minute:02}",
    "m": lambda at: str(at.minute),
    "ss": lambda at: f"{at.second:02}",
    "s": lambda at: str(at.second),
    "SSS": lambda at: f"{at.microsecond // 1000:03}",
    "A": lambda at: "AM" if at.hour < 12 else "PM",
    "a": lambda at: "am" if at.hour < 12 else "pm",
    "Z": lambda _: "+00:00",
    "ZZ": lambda _: "+0000",
    "X": lambda at: str(_milliseconds(at) // 1000),
    "x": lambda at: str(_milliseconds(at)),
}


def write(epoch_ms: int, pattern: str) -> str:
    """The instant in a pattern such as `YYYY-MM-DD HH:mm`; `[text]` stands for itself.

    Weeks, quarters and ordinals are not read. UTC: Grafana writes in the viewer's time zone, which nobody
    knows here. An instant that no calendar holds reads "Invalid date", as in Grafana.
    """
    at = _instant(epoch_ms)
    return "Invalid date" if at is None else _TOKEN.sub(lambda match: _token(match[0], at), pattern)


def iso(epoch_ms: int) -> str:
    """`2020-07-13T20:19:09.254Z`."""
    return write(epoch_ms, "YYYY-MM-DD[T]HH:mm:ss.SSS[Z]")


def _token(token: str, at: datetime) -> str:
    return token[1:-1] if token.startswith("[") else _WRITERS[token](at)


def _instant(epoch_ms: int) -> datetime | None:
    try:
        return _EPOCH + timedelta(milliseconds=epoch_ms)
    except OverflowError:
        return None


def _milliseconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(milliseconds=1)
