"""Guesses for TraceQL."""

from __future__ import annotations

from collections.abc import Mapping

from generator.languages.holes.place import Place
from generator.languages.holes.words import (
    DURATION,
    NAME,
    NUMBER,
    QUOTED,
    SHARE,
    follows_operand,
    name_part,
    starts_operand,
)

_COMPARISONS = frozenset({"=", "!=", "=~", "!~", ">", "<", ">=", "<="})
_LISTS = frozenset({"by", "select"})
_NUMBER_FIRST = frozenset({"topk", "bottomk"})

_ATTRIBUTE = f".{NAME}"
_CONDITION = f"{_ATTRIBUTE} = {QUOTED}"
#: What is compared with it tells what it can be.
_VALUES: Mapping[str, tuple[str, ...]] = {
    "duration": (DURATION,),
    "traceDuration": (DURATION,),
    "status": ("error",),
    "kind": ("server",),
}
_ANY_VALUE = (QUOTED, NUMBER, DURATION, "error", "server", "true", _ATTRIBUTE)


def guesses(place: Place) -> tuple[str, ...]:
    """At least one, the likeliest first."""
    if place.joined_before and place.before.value in (".", ":"):
        return (NAME,)
    if place.joined_after and place.after.value in (".", ":"):
        return ("span",)
    if name := name_part(place):
        return name
    if place.before.value in _COMPARISONS:
        return _compared(place)
    if place.bracket == "(" and place.before.value in ("(", ",") and place.after.value in (")", ","):
        return _argument(place)
    return _in_filter(place) if place.bracket == "{" else _in_pipeline(place)


def _compared(place: Place) -> tuple[str, ...]:
    if place.before.value in ("=~", "!~"):
        return (QUOTED,)
    likely = _VALUES.get(place.earlier.value, ())
    if not likely and place.bracket != "{":
        likely = ("true", NUMBER, DURATION) if place.before.value == "=" else (NUMBER, DURATION)
    return tuple(dict.fromkeys((*likely, *_ANY_VALUE)))


def _argument(place: Place) -> tuple[str, ...]:
    if place.head in _LISTS:
        return (_ATTRIBUTE,)
    if place.head in _NUMBER_FIRST:
        return (NUMBER,)
    return (_ATTRIBUTE, "duration") if place.argument == 0 else (SHARE, _ATTRIBUTE, NUMBER)


def _in_filter(place: Place) -> tuple[str, ...]:
    if follows_operand(place, frozenset()):
        if not starts_operand(place.after, frozenset()):
            return ("", f"&& {_CONDITION}")
        return ("=", "&&")
    if place.after.value in _COMPARISONS:
        return (_ATTRIBUTE, "name", "duration", "status", "kind")
    return (_CONDITION, "true", _ATTRIBUTE)


def _in_pipeline(place: Place) -> tuple[str, ...]:
    if place.before.value == "|":
        if place.after.value == "(":
            return ("rate", "avg", "by", "avg_over_time")
        return ("rate()", "count() > 7") if place.after.value not in _COMPARISONS else ("count()",)
    if follows_operand(place, frozenset()):
        return ("&&", ">>", "+") if starts_operand(place.after, frozenset()) else ("", "| rate()")
    return (f"{{ {_CONDITION} }}", NUMBER, DURATION)
