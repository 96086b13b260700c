"""Looking at dashboard JSON: all panels, all texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def panels(board: Json) -> Iterator[Json]:
    """All panels and row headers in the order of reading, those inside folded rows too."""
    for panel in board["panels"]:
        yield panel
        yield from panel.get("panels", [])


def data_panels(board: Json) -> Iterator[Json]:
    """The panels that ask a data source."""
    return (panel for panel in panels(board) if panel.get("targets"))


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that is no object and no list, with the path to it. A list's position is not part of the path."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from leaves(member, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for member in value:
            yield from leaves(member, f"{path}[]")
    else:
        yield path, value
