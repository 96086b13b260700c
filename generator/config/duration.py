"""Whole seconds, as a person writes them and as Grafana does."""

from __future__ import annotations

import re

_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


def seconds(duration: str) -> int:
    """The seconds of hours, minutes and seconds ("1h30m"); ValueError for any other text."""
    match = _DURATION.fullmatch(duration)
    if match is None or not duration:
        raise ValueError(f'"{duration}" is not a duration')
    hours, minutes, rest = (int(part or 0) for part in match.groups())
    return 3600 * hours + 60 * minutes + rest


def spelt(total: int) -> str:
    """So many seconds as Grafana spells them once it has stored them: "5m", "1h30m", "0s"."""
    days, rest = divmod(total, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    parts = ((days, "d"), (hours, "h"), (minutes, "m"), (rest, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"
