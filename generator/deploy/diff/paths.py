"""The difference of any two JSON documents by key path, for kinds that have no words of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.deploy.content import canonical, written
from generator.deploy.diff.words import absent, arrow, spoken

#: Deeper than any resource of Grafana. What lies below is compared as a whole.
_DEEPEST = 40


def path_changes(before: Any, after: Any, path: str = "") -> tuple[str, ...]:
    """One line for each place that differs: `jsonData.timeInterval 15s -> 30s`. Objects go member by member,
    lists of the same length item by item, everything else is compared as a whole."""
    return tuple(_changes(before, after, path, 0))


def alike(before: Any, after: Any) -> bool:
    """Whether two values are the same JSON."""
    return written(canonical(before)) == written(canonical(after))


def _changes(before: Any, after: Any, path: str, depth: int) -> Iterator[str]:
    if depth < _DEEPEST and isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted({*before, *after}):
            inner = f"{path}.{key}" if path else str(key)
            yield from _changes(before.get(key, absent()), after.get(key, absent()), inner, depth + 1)
    elif depth < _DEEPEST and isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for at, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _changes(one, other, f"{path}[{at}]", depth + 1)
    elif before is absent():
        if after is not None:
            yield f"{path} added: {_short(after)}"
    elif after is absent():
        if before is not None:
            yield f"{path} removed: {_short(before)}"
    elif not alike(before, after):
        yield f"{path} {arrow(before, after)}"


def _short(value: Any) -> str:
    text = " ".join(spoken(value).split())
    return text if len(text) <= 80 else text[:79] + "…"
