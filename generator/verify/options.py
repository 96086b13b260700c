"""What the list of a query variable becomes, once the store has answered: Grafana's regex, order and repetition."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.live.prometheus import Series

_SLASHED = re.compile(r"/(.*)/([a-z]*)", re.DOTALL)


def options(values: Iterable[str], regex: str | None, sort: int | None) -> tuple[str, ...]:
    """The values that a picker offers. A regex keeps what it finds: its group, or the group called `value`."""
    kept = list(values) if not regex else [one for value in values if (one := _picked(value, regex)) is not None]
    found = list(dict.fromkeys(value for value in kept if value != ""))
    if sort in (1, 2, 5, 6):
        found.sort(key=str.lower if sort in (5, 6) else None, reverse=sort in (2, 6))
    elif sort in (3, 4):
        found.sort(key=_number, reverse=sort == 4)
    return tuple(found)


def rows(series: Iterable[Series]) -> tuple[str, ...]:
    """The rows of `query_result(...)` as Grafana writes them: `name{a="b"} value moment`."""
    written = []
    for one in series:
        labels = ",".join(f'{name}="{value}"' for name, value in one.labels.items() if name != "__name__")
        at, value = one.points[-1] if one.points else (0.0, 0.0)
        written.append(f"{one.labels.get('__name__', '')}{{{labels}}} {value:g} {int(at * 1000)}")
    return tuple(written)


def _picked(value: str, regex: str) -> str | None:
    slashed = _SLASHED.fullmatch(regex.strip())
    pattern, flags = (slashed[1], slashed[2]) if slashed else (f"^(?:{regex})$", "")
    try:
        # JavaScript escapes a slash and names its groups without the P.
        compiled = re.compile(
            pattern.replace("\\/", "/").replace("(?<", "(?P<").replace("(?P<=", "(?<=").replace("(?P<!", "(?<!"),
            re.IGNORECASE if "i" in flags else 0,
        )
    except re.error:
        return None
    match = compiled.search(value)
    if match is None:
        return None
    groups = match.groupdict()
    if groups.get("value") or groups.get("text"):
        return groups.get("value") or groups.get("text")
    return match[1] if match.groups() else match[0] if slashed is None else value


def _number(value: str) -> float:
    match = re.search(r"\d+(?:\.\d+)?", value)
    return float(match[0]) if match else -1.0
