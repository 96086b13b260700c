"""Colours for a terminal."""

from __future__ import annotations

from typing import Literal

Style = Literal["error", "warning", "info", "place", "faint", "fix"]

# SGR parameters; a terminal's own theme says which red that is.
_CODES: dict[Style, str] = {"error": "1;31", "warning": "1;33", "info": "1;36", "place": "1", "faint": "2", "fix": "32"}


def paint(text: str, style: Style, colour: bool) -> str:
    """The text in that style, or as it is where no colours are shown."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if colour and text else text
