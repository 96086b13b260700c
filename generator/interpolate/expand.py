"""Puts values in the place of references, the one way for every text of every board."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from generator.interpolate import duration, formats, languages, macros
from generator.interpolate.interval import calculated
from generator.interpolate.scope import ALL, Auto, Language, Scope, Value, Window
from generator.interpolate.syntax import Reference, find

#: A reference that would make the text longer than this is left as it stands: a board of a few kilobytes can
#: ask for gigabytes otherwise.
_LONGEST = 2_000_000

#: An `allValue` may itself hold references; those in turn are the last that are followed.
_DEEPEST = 2


@dataclass(frozen=True, slots=True)
class Replacement:
    """One reference and where in the new text (`start` to `end`) its value stands."""

    reference: Reference
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Expansion:
    """A text with its references replaced, and what became of each.

    `left` are those that stand unchanged in the new text: no variable of that name, or one whose value
    nobody knows, or a name that Grafana replaces only elsewhere.
    """

    text: str
    replacements: tuple[Replacement, ...]
    left: tuple[Reference, ...]

    def origin(self, offset: int) -> int:
        """The offset in the text as it was written, for one in `text`. Inside a value: where its reference starts."""
        before = bisect_right(self.replacements, offset, key=lambda one: one.start)
        if before == 0:
            return offset
        last = self.replacements[before - 1]
        if offset < last.end:
            return last.reference.start
        return last.reference.end + offset - last.end


def interpolate(text: str, scope: Scope, language: Language) -> str:
    """The text as Grafana would send or show it. What it would not replace stays, `$1` and `$$` included."""
    return expand(text, scope, language).text


def expand(text: str, scope: Scope, language: Language) -> Expansion:
    """Like `interpolate`, and tells what was replaced, what was not, and where everything went."""
    return _expand(text, scope, language, {}, 0)


#: What was written for a variable in a format before: a text may refer to one a thousand times.
_Written = dict[tuple[str, str | None], str | None]


def _expand(text: str, scope: Scope, language: Language, written: _Written, depth: int) -> Expansion:
    pieces: list[str] = []
    replacements: list[Replacement] = []
    left: list[Reference] = []
    taken, length = 0, 0
    for reference in find(text):
        value = _value_of(reference, scope, language, written, depth)
        start = length + reference.start - taken
        if value is None or start + len(value) > _LONGEST:
            left.append(reference)
            continue
        pieces += (text[taken : reference.start], value)
        length, taken = start + len(value), reference.end
        replacements.append(Replacement(reference, start, length))
    pieces.append(text[taken:])
    return Expansion("".join(pieces), tuple(replacements), tuple(left))


def _value_of(reference: Reference, scope: Scope, language: Language, written: _Written, depth: int) -> str | None:
    variable = scope.variables.get(reference.name)
    if variable is None:
        return macros.replaced(reference, scope, language)
    key = (reference.name, reference.format)
    if key not in written:
        written[key] = _write(variable, reference.format, scope, language, depth)
    return written[key]


def _write(variable: Value, named: str | None, scope: Scope, language: Language, depth: int) -> str | None:
    """The value of a variable in the named format, else in that of the language; None when nobody knows it."""
    if named is None and language == "text":
        named = "text"
    if variable.value is ALL and variable.all_value:
        said = formats.all_value(variable, named)
        # Grafana reads the allValue once more, and by then no data source has a say in it.
        return _expand(said, scope, "other", {}, depth + 1).text if depth < _DEEPEST else said
    if variable.auto is not None:
        if scope.window is None:
            return None
        return formats.write(_step(variable.auto, scope.window), named or "raw", variable)
    values = variable.values()
    if values is None and variable.value is ALL and named in ("text", "queryparam"):
        values = ()  # these say "All" without asking what it stands for
    if values is None:
        return None
    return languages.write(values, language, variable) if named is None else formats.write(values, named, variable)


def _step(auto: Auto, window: Window) -> str:
    range_s = (window.to_ms - window.from_ms) / 1000
    return duration.coarse(calculated(range_s, auto.count, auto.minimum_s))
