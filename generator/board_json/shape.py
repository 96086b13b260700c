"""Values out of JSON that may hold anything: each function gives what was asked for, or a stated absence.

A board written by hand, by an old Grafana or by a broken script has `null` where a list belongs and text
where an object belongs. Nothing here raises, and nothing here guesses: the wrong type counts as missing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

#: What a missing object reads as.
NOTHING: Mapping[str, Any] = MappingProxyType({})


def mapping(value: object) -> Mapping[str, Any]:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else NOTHING


def text(value: object) -> str | None:
    """The text, also when it is empty; None for every other type."""
    return value if isinstance(value, str) else None


def flag(value: object) -> bool:
    """True only for JSON's `true` and for 1, which Grafana writes for `builtIn`."""
    return value is True or (value == 1 and isinstance(value, int))


def number(value: object) -> int | float | None:
    """A finite number; a whole one as int, however it was written. Booleans are not numbers."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return int(value) if value.is_integer() else value
    return None


def integer(value: object) -> int | None:
    """A whole number, or None."""
    found = number(value)
    return found if isinstance(found, int) else None


def strings(value: object) -> tuple[str, ...]:
    """The texts of a list, in order; entries of other types are left out."""
    return tuple(entry for entry in value if isinstance(entry, str)) if isinstance(value, list) else ()


def objects(value: object, pointer: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of a list, each with its own pointer; entries of other types are left out."""
    if isinstance(value, list):
        for index, entry in enumerate(value):
            if isinstance(entry, dict):
                yield f"{pointer}/{index}", entry
