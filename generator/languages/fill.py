"""Puts something in the place of each reference of a query, so that it can be parsed.

Known values stand as Grafana would write them, Grafana's own names have fixed stand-ins, and for what nobody knows
there are guesses, one after the other. For checking only: what comes out is not fit to be run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice, product
from types import MappingProxyType

from generator.interpolate import Reference, Scope, Value, expand, find
from generator.interpolate.macros import is_known
from generator.languages.filled import Filled, Hole, Source
from generator.languages.holes.guess import guesses
from generator.languages.holes.place import Place, places
from generator.languages.holes.tokens import Kind, Region
from generator.languages.holes.words import TEXT
from generator.languages.stand_in import CHOSEN_INTERVAL, stand_in

#: So many combinations of guesses are tried.
MOST_CANDIDATES = 40

_GROUP_NAME = re.compile(r"\(\?P?<(\w+)>", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is to stand for a reference: the first of `texts`, or one of the others when that does not parse.

    `group` numbers the pieces that change together: one variable in places of one sort.
    """

    reference: Reference
    texts: tuple[str, ...]
    source: Source
    group: int = -1


def fill(text: str, kind: Kind, scope: Scope) -> Iterator[Filled]:
    """The candidates, the likeliest first: at least one, at most `MOST_CANDIDATES`, each made when it is asked for.

    Left as they stand are names that no variable has and that mean something else where they are: `$1` and named
    groups of a regular expression in a quoted text, and variables of a Go template in LogQL.
    """
    if "$" not in text and "[[" not in text:
        yield Filled(text, text, ())
        return
    pieces = _guessed(text, _known(text, kind, scope), kind, scope)
    sizes = {piece.group: len(piece.texts) for piece in pieces if len(piece.texts) > 1}
    for choice in islice(_choices(sizes), MOST_CANDIDATES):
        yield _filled(text, pieces, choice)


def _known(text: str, kind: Kind, scope: Scope) -> list[_Piece]:
    """A piece for each reference, without a text where nobody knows the value."""
    settled = replace(scope, variables=MappingProxyType(_settled(scope)), window=None)
    expansion = expand(text, settled, kind)
    values = {
        one.reference.start: _sent(expansion.text[one.start : one.end], settled, kind) for one in expansion.replacements
    }
    return [_piece(reference, values.get(reference.start), kind, settled) for reference in find(text)]


def _settled(scope: Scope) -> dict[str, Value]:
    """The variables, with the first of its options for one that is set to nothing."""
    return {
        name: replace(value, value=value.options[0] if value.options else None) if value.value in (None, ()) else value
        for name, value in scope.variables.items()
    }


def _sent(value: str, scope: Scope, kind: Kind) -> str:
    """A value as it is when the data source's back end is through with it: one may be `$__rate_interval`."""
    parts: list[str] = []
    taken = 0
    for reference in find(value):
        own = stand_in(reference, scope, kind)
        if own is not None:
            parts += (value[taken : reference.start], own)
            taken = reference.end
    return "".join((*parts, value[taken:]))


def _piece(reference: Reference, value: str | None, kind: Kind, scope: Scope) -> _Piece:
    if value is not None:
        return _Piece(reference, (value,), "value")
    variable = scope.variables.get(reference.name)
    own = stand_in(reference, scope, kind) if variable is None else None
    if variable is not None and variable.type == "interval":
        own = CHOSEN_INTERVAL
    if own is not None:
        return _Piece(reference, (own,), "grafana")
    return _Piece(reference, (), "unknown" if variable is None and not is_known(reference.name) else "guess")


def _guessed(text: str, pieces: Sequence[_Piece], kind: Kind, scope: Scope) -> list[_Piece]:
    """The pieces with guesses for those without a text; those that are no variables left out.

    A value without a letter may be a clause that is left away, or what nobody has filled in yet: it is tried first,
    and then guessed.
    """
    partly, regions = _partly(text, pieces)
    if not regions:
        return list(pieces)
    found = iter(places(partly, regions, kind))
    groups: dict[tuple[str, tuple[str, ...]], int] = {}
    numbers: dict[str, int] = {}
    named = frozenset(_GROUP_NAME.findall(text))
    kept = []
    for piece in pieces:
        if not _is_open(piece):
            kept.append(piece)
            continue
        place, name = next(found), piece.reference.name
        if name not in scope.variables and _is_no_variable(name, place, named):
            continue
        # Two variables are not the same label by chance: `on ($a) group_left ($b)` would be wrong then.
        own_text = f"{TEXT}_{numbers[name]}" if numbers.setdefault(name, len(numbers)) else TEXT
        guessed = (guess.replace(TEXT, own_text) for guess in guesses(place, kind))
        texts = tuple(dict.fromkeys((*piece.texts, *guessed)))
        source: Source = "guess" if place.remark else piece.source
        kept.append(replace(piece, texts=texts, source=source, group=groups.setdefault((name, texts), len(groups))))
    return kept


def _is_open(piece: _Piece) -> bool:
    return not any(piece.texts)


def _partly(text: str, pieces: Sequence[_Piece]) -> tuple[str, list[Region]]:
    """The text with all that is known in place, and where the other references stand in it."""
    parts: list[str] = []
    regions: list[Region] = []
    taken = length = 0
    for piece in pieces:
        reference = piece.reference
        start = length + reference.start - taken
        put = reference.written if _is_open(piece) else piece.texts[0]
        parts += (text[taken : reference.start], put)
        length, taken = start + len(put), reference.end
        if _is_open(piece):
            regions.append(Region(start, length))
    return "".join((*parts, text[taken:])), regions


def _is_no_variable(name: str, place: Place, groups: frozenset[str]) -> bool:
    return place.text is not None and (name.isdecimal() or name in groups or place.templated)


def _choices(sizes: Mapping[int, int]) -> Iterator[Mapping[int, int]]:
    """Which text each group takes: all their first, all their second and so on; then one group apart, then two."""
    yield {}
    for rank in range(1, max(sizes.values(), default=0)):
        yield {group: min(rank, size - 1) for group, size in sizes.items()}
    if len(sizes) == 1:
        return
    for group, size in sizes.items():
        for rank in range(1, size):
            yield {group: rank}
    for (one, size), (other, other_size) in combinations(sizes.items(), 2):
        for rank, other_rank in product(range(1, size), range(1, other_size)):
            yield {one: rank, other: other_rank}


def _filled(text: str, pieces: Sequence[_Piece], choice: Mapping[int, int]) -> Filled:
    parts: list[str] = []
    holes: list[Hole] = []
    taken = length = 0
    for piece in pieces:
        reference = piece.reference
        put = piece.texts[choice.get(piece.group, 0)]
        start = length + reference.start - taken
        parts += (text[taken : reference.start], put)
        length, taken = start + len(put), reference.end
        # A value that is empty and known is the first of its texts; the others are guesses.
        source: Source = "guess" if piece.source == "value" and choice.get(piece.group) else piece.source
        holes.append(Hole(reference, start, length, source))
    return Filled("".join((*parts, text[taken:])), text, tuple(holes))
