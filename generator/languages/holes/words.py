"""The words that guesses are made of: unlike anything a person writes, and legal wherever their kind is."""

from __future__ import annotations

from generator.languages.holes.place import Place
from generator.languages.holes.tokens import Token

TEXT = "filled"
#: A metric's or label's name.
NAME = "filled"
QUOTED = '"filled"'
NUMBER = "7"
#: For quantiles and ratios.
SHARE = "0.7"
DURATION = "7883s"

_UNITS = frozenset({"ms", "s", "m", "h", "d", "w", "y"})


def follows_operand(place: Place, infix: frozenset[str]) -> bool:
    """Whether something that has a value may end right before it; `infix` are words that stand between two such."""
    before = place.before
    if before.kind == "word":
        return before.value.lower() not in infix
    if before.kind == "hole":
        return not place.joined_before
    return before.kind == "text" or before.value in (")", "]", "}")


def starts_operand(token: Token, infix: frozenset[str]) -> bool:
    if token.kind == "word":
        return token.value.lower() not in infix
    return token.kind in ("text", "hole") or token.value in ("(", "{")


def duration_part(place: Place) -> tuple[str, ...]:
    """Where a duration is due: a whole one, or its number or unit when the other is written: `[${n}m]`, `[5$unit]`."""
    if place.joined_before and place.before.kind == "word":
        return ("m",)
    if place.joined_after and place.after.kind == "word":
        return (NUMBER,)
    if place.joined_before and place.before.kind == "hole":
        return (DURATION, "m")
    if place.joined_after and place.after.kind == "hole":
        return (DURATION, NUMBER)
    return (DURATION,)


def name_part(place: Place) -> tuple[str, ...]:
    """Where it is part of a longer word (`node_$metric`, `${n}m`, `job:$metric`); else nothing."""
    before = place.before if place.joined_before and _is_in_name(place.before) else None
    after = place.after if place.joined_after and _is_in_name(place.after) else None
    if before is not None and before.value[0].isdigit():
        return ("m", "0")
    if after is not None and after.value in _UNITS and before is None:
        return (NUMBER, NAME)
    return (NAME,) if before is not None or after is not None else ()


def _is_in_name(token: Token) -> bool:
    return token.kind == "word" or token.value == ":"
