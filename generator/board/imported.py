"""A board that was made elsewhere: its panels and everything around them are kept as they came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import grafanalib.core as G

from generator.board.board import Board
from generator.board.context import Context
from generator.board.panels import Panel
from generator.errors import GeneratorError

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Verbatim(Panel):
    """A panel or a row's header as JSON, with its place and its id. Only an `Imported` board takes it."""

    json: Mapping[str, Any] = field(default_factory=dict)

    def build(self, context: Context, board: str) -> G.Panel:  # noqa: ARG002
        raise GeneratorError(
            f'board "{board}" › panel "{self.key}": a verbatim panel has a place of its own on the grid',
            "use it in an Imported board, or Custom(panel=...) in this one",
        )


@dataclass(frozen=True, kw_only=True)
class Imported(Board):
    """A board whose JSON is known: `title` is the whole title, `question` the description, `uid` its own.

    It is neither checked nor brought up to date when it is rendered: it stays the board that it was.
    """

    uid: str
    #: Whatever stands in the dashboard beside its uid, title, description and panels.
    kept: Mapping[str, Any] = field(default_factory=dict)

    def document(self) -> Json:
        """The dashboard. GeneratorError for a panel that is not verbatim."""
        described = {"description": self.question} if self.question else {}
        panels = {"panels": [self._json(panel) for panel in self.panels]} if self.rows else {}
        return {**self.kept, **described, **panels, "title": self.title, "uid": self.uid}

    def _json(self, panel: Panel) -> Json:
        if not isinstance(panel, Verbatim):
            raise GeneratorError(
                f'board "{self.key}" › panel "{panel.key}": an imported board has verbatim panels only',
                "make it a Board, with all its panels in our own words",
            )
        return dict(panel.json)
