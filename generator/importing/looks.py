"""What panels of a type, and queries of a data source, have in common on one board: said once, above the board."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from generator.board.imported import Imported, OtherQuery
from generator.board.imported.placed import Placed
from generator.board.imported.queries import Loki, Prometheus, Tempo
from generator.board.imported.words import Words, spoken

_QUERIES = (Prometheus, Loki, Tempo, OtherQuery)
#: What each panel or query has of its own.
_OWN = {"key", "id", "title", "description", "at", "queries", "unit", "decimals", "minimum", "maximum", "repeat"}
_OWN_OF_QUERY = {"ref", "expr", "query", "legend"}
#: A look of less is no help to a reader.
_FEWEST = 2

Looks = dict[type[Words], Words]


def looks(board: Imported) -> Looks:
    """For each class of panels and queries with several on the board, what most of them say."""
    found: dict[type[Words], list[Words]] = defaultdict(list)
    for one in objects(board):
        if isinstance(one, (Placed, *_QUERIES)):
            found[type(one)].append(one)
    made = {kind: _look(kind, several) for kind, several in found.items() if len(several) > 1}
    return {kind: look for kind, look in made.items() if look is not None}


def objects(value: Any) -> Iterator[Words]:
    """All objects of a board, the board itself first."""
    if isinstance(value, Words):
        yield value
    if is_dataclass(value):
        for one in fields(value):
            if one.name != "kept":
                yield from objects(getattr(value, one.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from objects(each)


def constant(kind: type[Words]) -> str:
    """The constant's name: TimeSeries is TIME_SERIES."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).upper()


def _look(kind: type[Words], several: list[Words]) -> Words | None:
    own = _OWN_OF_QUERY if kind in _QUERIES else _OWN
    said = {}
    for name in ("kept", *(name for name, _, _ in spoken(kind))):
        if name not in own:
            value, worth = _commonest(getattr(each, name) for each in several)
            if worth:
                said[name] = value
    return kind(**said) if len(said) >= _FEWEST else None


def _commonest(values: Iterable[Any]) -> tuple[Any, bool]:
    """The value that most have, and whether it is shorter to say it once: those that have none must say so then."""
    # Values are no keys of a dict: lists are among them, and 1 is not True.
    shown: dict[str, Any] = {}
    counts = Counter[str]()
    for value in values:
        shown[repr(value)] = value
        counts[repr(value)] += 1
    text, count = counts.most_common(1)[0]
    none = counts["None"] + counts["{}"]
    return shown[text], text not in ("None", "{}") and count > none + 1
