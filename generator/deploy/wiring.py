"""Merges the settings that connect data sources with one another into what is there. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator.deploy.content import canonical, written


def merged(live: Mapping[str, Any], ours: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """`live` jsonData with the `keys` of `ours`; every other key stays as it is.

    An object or a value is replaced. A list (derivedFields, exemplarTraceIdDestinations) is merged by `name`:
    entries of other names stay where they are, ours take the place of those with their names or follow at the end.
    """
    result = dict(live)
    for key in keys:
        if key in ours:
            wanted, there = ours[key], live.get(key)
            both_lists = isinstance(wanted, list) and isinstance(there, list)
            result[key] = _merged_list(there or [], wanted) if both_lists else wanted
    return result


def changed_keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Keys that say something else afterwards, sorted."""
    keys = sorted({*before, *after})
    return tuple(key for key in keys if not alike(before.get(key), after.get(key)))


def alike(one: Any, other: Any) -> bool:
    """Whether two JSON values say the same."""
    return written(canonical(one)) == written(canonical(other))


def _merged_list(there: list[Any], wanted: list[Any]) -> list[Any]:
    ours: dict[str, list[Any]] = {}
    for entry in wanted:
        ours.setdefault(_name(entry), []).append(entry)
    result: list[Any] = []
    placed: set[str] = set()
    for entry in there:
        name = _name(entry)
        if name not in ours:
            result.append(entry)
        elif name not in placed:
            placed.add(name)
            result += ours[name]
    return result + [entry for name, entries in ours.items() if name not in placed for entry in entries]


def _name(entry: Any) -> str:
    """What an entry is known by: its name, or all of it when it has none."""
    named = isinstance(entry, Mapping) and isinstance(entry.get("name"), str)
    return f"name {entry['name']}" if named else written(canonical(entry))
