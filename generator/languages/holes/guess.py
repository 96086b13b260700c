"""What could stand for a variable whose value nobody knows, told by its place in the query: the likeliest first."""

from __future__ import annotations

from generator.languages.holes import metrics, tempo
from generator.languages.holes.place import Place
from generator.languages.holes.tokens import Kind
from generator.languages.holes.words import TEXT

#: LogQL checks what stands in these: `ip("10.0.0.1")`, `| pattern "<_> <name>"`, `| regexp "(?P<name>.+)"`.
_CHECKED_TEXTS = {"ip": "10.0.0.1", "pattern": f"<{TEXT}>", "regexp": f"(?P<{TEXT}>.+)"}


def guesses(place: Place, kind: Kind) -> tuple[str, ...]:
    """At least one; each of them makes sense in some query that has a hole in this place."""
    if place.remark:
        return (TEXT,)
    if place.text is not None:
        return _in_text(place, kind)
    return tempo.guesses(place) if kind == "tempo" else metrics.guesses(place, kind)


def _in_text(place: Place, kind: Kind) -> tuple[str, ...]:
    if kind == "loki":
        asks = place.head if place.before.value == "(" else place.before.value
        if asks in _CHECKED_TEXTS:
            return (_CHECKED_TEXTS[asks], TEXT)
    return (TEXT,)
