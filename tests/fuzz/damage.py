"""Breaks documents and texts, the same way for the same seed."""

from __future__ import annotations

import copy
import random
from typing import Any

#: What stands in boards that a program wrote, or somebody who means harm.
HOSTILE: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    0.5,
    1e308,
    10**40,
    "",
    " ",
    "\x00",
    "\ud800",
    "\u202e\u200b",
    "$",
    "${",
    "${a:",
    "[[a]]",
    "$__all",
    "${__from:date:YYYY}",
    "{{",
    "/(/",
    "a" * 3000,
    "(" * 400,
    "row",
    "query",
    "-- Mixed --",
    [],
    {},
    [None],
    [[[]]],
    ["$__all", 1, None],
    {"": None},
    {"uid": {}, "type": []},
    {"text": [], "value": {}},
)

_PIECES = (
    *"{}[]()=~!<>|&+-*/%^$\"'`\\.,:;@# \n\t0159aZ_é日\x00",
    "by",
    "on",
    "[5m]",
    "offset",
    "$__rate_interval",
    "${job:regex}",
    "[[job]]",
    "rate(",
    "sum by (",
    "| json",
    "unwrap",
    "=~",
    "!~",
    "&&",
    "1e9",
    "0x",
    "..",
    "//",
    '"""',
)


def damaged(document: Any, rng: random.Random) -> Any:
    """A copy of a JSON value with one to four things about it changed."""
    holder = [copy.deepcopy(document)]
    for _ in range(rng.randint(1, 4)):
        places = _places(holder)
        texts = [place for place in places if isinstance(place[0][place[1]], str)]
        around, key = rng.choice(texts if texts and rng.random() < 0.4 else places)
        _damage(around, key, places, rng)
    return holder[0]


def broken(text: str, rng: random.Random) -> str:
    """A text with a few characters or words put in, taken out, doubled or moved."""
    for _ in range(rng.randint(1, 3)):
        at = rng.randint(0, len(text))
        to = min(len(text), at + rng.choice((1, 1, 2, 5, 20)))
        kind = rng.randrange(6)
        if kind == 0:
            text = text[:at] + text[to:]
        elif kind == 1:
            text = text[:at] + text[at:to] * rng.choice((2, 3, 50)) + text[to:]
        elif kind == 2:
            other = rng.randint(0, len(text))
            text = text[:at] + text[other : other + 12] + text[at:]
        elif kind == 3 and rng.random() < 0.02:
            text = text[:at] + rng.choice(_PIECES) * 2000 + text[at:]
        else:
            text = text[:at] + rng.choice(_PIECES) + text[at if kind == 4 else to :]
    return text


def _places(holder: list[Any]) -> list[tuple[Any, Any]]:
    """Every value as the object or list around it and its key there."""
    found: list[tuple[Any, Any]] = []
    waiting: list[Any] = [holder]
    while waiting:
        around = waiting.pop()
        keys = list(around) if isinstance(around, dict) else range(len(around))
        for key in keys:
            found.append((around, key))
            if isinstance(around[key], (dict, list)):
                waiting.append(around[key])
    return found


def _damage(around: Any, key: Any, places: list[tuple[Any, Any]], rng: random.Random) -> None:
    value = around[key]
    kind = rng.randrange(8)
    if isinstance(value, str) and kind < 3:
        around[key] = broken(value, rng)
    elif kind == 3 and isinstance(around, dict) and len(around) > 1:
        del around[key]
    elif kind == 4:
        other, there = rng.choice(places)
        # What was cut off by an earlier change may be gone.
        around[key] = copy.deepcopy(other[there]) if _has(other, there) else None
    elif kind == 5:
        around[key] = rng.choice(([value], {"a": value}, [value, value]))
    elif kind == 6 and isinstance(around, dict):
        around[broken(str(key), rng)] = around.pop(key)
    else:
        around[key] = copy.deepcopy(rng.choice(HOSTILE))


def _has(around: Any, key: Any) -> bool:
    return key in around if isinstance(around, dict) else key < len(around)
