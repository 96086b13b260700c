"""How deep a document may be, looked at before anything goes down into it."""

from __future__ import annotations

from typing import Any

from generator.errors import GeneratorError

#: Deeper than any dashboard, and well below what Python's own parser refuses.
DEEPEST = 60


def require_shallow(value: Any) -> None:
    """GeneratorError for nesting without end."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            member
            for one in level
            if isinstance(one, (dict, list))
            for member in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return
    raise GeneratorError(f"nested deeper than {DEEPEST} levels", "give the JSON of a dashboard")
