"""How long to wait before a request is repeated. Pure: randomness and the date come from the caller."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

#: How often one request is sent at most.
TRIES = 3

#: The longest wait that a server may ask for; a longer one ends the request with an error that names it.
LONGEST_WAIT = 60.0

_FIRST = 0.5
_CEILING = 8.0


def pause(attempt: int, asked: float | None, random: Callable[[], float]) -> float:
    """Seconds to wait after `attempt` (from 1) failed.

    Full jitter: anything between nothing and a ceiling that doubles with each attempt, so that many clients
    do not come back at once. What the server asked for (seconds, None if nothing) is always waited in full.
    """
    jitter = random() * min(_CEILING, _FIRST * 2.0 ** (attempt - 1))
    return max(jitter, asked or 0.0)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a `Retry-After` header asks for; None when there is none or it cannot be read.

    RFC 9110 allows whole seconds and an HTTP date; a date in the past means now.
    """
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=timezone.utc)
    return max(0.0, (when - now).total_seconds())
