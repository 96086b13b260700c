"""A board: one question, the pickers that narrow it, and rows of panels that answer it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.board.accept import Accept
from generator.board.alert import Alert
from generator.board.panels import Panel
from generator.board.variables import Picker
from generator.config.model import Tier


@dataclass(frozen=True)
class Row:
    """Panels that belong together. Without a title they stand at the top of the board, without a header."""

    panels: tuple[Panel, ...]
    key: str = ""
    title: str = ""
    collapsed: bool = False


def row(*panels: Panel) -> Row:
    """A row without a header."""
    return Row(panels)


def section(key: str, title: str, *panels: Panel, collapsed: bool = False) -> Row:
    """A row with a header that folds it away."""
    return Row(panels, key, title, collapsed)


@dataclass(frozen=True, kw_only=True)
class Board:
    """One dashboard of the project.

    `key` makes the uid (`<project uid>-<key>`); `title` follows the project's name; `question` is the one
    question the board answers and becomes its description. `tier` limits the service picker.
    """

    key: str
    title: str
    question: str
    rows: tuple[Row, ...]
    order: int = 100
    tier: Tier | None = None
    pickers: tuple[Picker, ...] = ()
    time_from: str = "now-1h"
    refresh: str = "1m"
    alerts: tuple[Alert, ...] = ()
    #: Findings of the validator about the board as a whole that are meant so.
    accept: tuple[Accept, ...] = ()

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All panels in the order of reading."""
        return tuple(panel for one in self.rows for panel in one.panels)

    def to_json_data(self) -> dict[str, Any]:
        """The board as Grafana reads it, for the project's own configuration, the portable profile, in English.

        This is what grafanalib's own command asks of anything called `dashboard`.
        """
        from generator.render.render import default_context, render

        return render(self, default_context())
