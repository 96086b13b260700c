"""What of an imported board stands in its definition as it came, in words for the person who imports it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from generator.board.imported import Annotation, Imported, Link, OldRow, Override, Section, Verbatim
from generator.board.imported.placed import Placed
from generator.board.imported.queries import Loki, OtherQuery, Prometheus, Tempo
from generator.board.imported.words import Words
from generator.importing.looks import objects

#: More is no help: the definition shows it all.
_MOST = 6
_INSIDE = ("fieldConfig", "defaults", "custom", "options")


def kept(board: Imported) -> tuple[str, ...]:
    """One line for each kind of thing, the commonest first."""
    counts: dict[str, Counter[str]] = {}
    whole = [panel.key for one in board.rows for panel in one.panels if isinstance(panel, Verbatim)]
    for one in objects(board):
        for path in _places(one.kept):
            counts.setdefault(_kind(one), Counter())[path] += 1
    lines = [_line(kind, places) for kind, places in counts.items()]
    return (*lines, *([f"panels as they are: {', '.join(whole)}"] if whole else ()))


def _line(kind: str, places: Counter[str]) -> str:
    shown = [f"{place} ({count})" if kind != "board" else place for place, count in places.most_common(_MOST)]
    more = len(places) - len(shown)
    return f"{kind}: {', '.join(shown)}{f' and {more} more' if more else ''}"


def _places(value: Mapping[str, Any], before: tuple[str, ...] = ()) -> Iterator[str]:
    """Where something is kept. A null, an empty text and an empty object say nothing."""
    for name, member in value.items():
        path = (*before, name)
        if member is None or member in ("", {}, []):
            continue
        if isinstance(member, dict) and name in _INSIDE:
            yield from _places(member, path)
        else:
            yield ".".join(path)


def _kind(one: Words) -> str:
    names: tuple[tuple[str, tuple[type, ...]], ...] = (
        ("board", (Imported,)),
        ("panels", (Placed,)),
        ("queries", (Prometheus, Loki, Tempo, OtherQuery)),
        ("rows", (Section, OldRow)),
        ("annotations", (Annotation,)),
        ("links", (Link,)),
        ("overrides", (Override,)),
    )
    return next((name for name, kinds in names if isinstance(one, kinds)), "variables and legends")
