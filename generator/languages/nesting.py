"""How deep a query may nest. Nobody writes so deep by hand; it keeps every later walk over the tree safe."""

from __future__ import annotations

from typing import Protocol

from generator.languages.refused import RefusedError

DEEPEST = 200


class Placed(Protocol):
    """Anything that knows where it stands."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def too_deep(levels: int, at: Placed) -> None:
    """Refuses what nests deeper than 200 levels."""
    if levels > DEEPEST:
        raise RefusedError(f"nested deeper than {DEEPEST} levels", at.start, at.end)
