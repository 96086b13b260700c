"""Values and differences as short words."""

from __future__ import annotations

import json
from typing import Any

#: As many characters of a value as one line shows.
SHOWN = 90
_ABSENT = object()


def absent() -> Any:
    """Stands for a member that is not there, which null is not."""
    return _ABSENT


def spoken(value: Any) -> str:
    """One value: a text in quotes, anything else as JSON; "nothing" for what is not there."""
    if value is _ABSENT or value is None:
        return "nothing"
    return f"“{value}”" if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def arrow(before: Any, after: Any) -> str:
    """`before -> after`; of long values only the part around the first difference."""
    one, other = spoken(before), spoken(after)
    if len(one) > SHOWN or len(other) > SHOWN:
        start = max(0, _common(one, other) - SHOWN // 3)
        one, other = _window(one, start), _window(other, start)
    return f"{_line(one)} -> {_line(other)}"


def called(noun: str, name: Any) -> str:
    """`panel 'p95 latency'`."""
    return f"{noun} '{_line(str(name))[:SHOWN]}'"


def _common(one: str, other: str) -> int:
    length = min(len(one), len(other))
    return next((at for at in range(length) if one[at] != other[at]), length)


def _window(text: str, start: int) -> str:
    part = text[start : start + SHOWN]
    return ("…" if start else "") + part + ("…" if start + SHOWN < len(text) else "")


def _line(text: str) -> str:
    return " ".join(text.split())
