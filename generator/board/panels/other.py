"""Words, and whatever else grafanalib can make."""

from __future__ import annotations

from dataclasses import dataclass, field

import grafanalib.core as G

from generator.board import style
from generator.board.context import Context
from generator.board.panels.panel import Panel
from generator.errors import GeneratorError

#: Types of Angular's time that grafanalib still makes, and what took their place.
_REMOVED = {
    "flant-statusmap-panel": "StateTimeline",
    "grafana-piechart-panel": "PieChartv2",
    "grafana-worldmap-panel": "a geomap panel",
    "graph": "TimeSeries",
    "natel-discrete-panel": "StateTimeline",
    "singlestat": "Stat",
}


@dataclass(frozen=True, kw_only=True)
class Text(Panel):
    """Words in Markdown."""

    content: str = ""
    width: int = style.COLUMNS
    height: int = 3

    def build(self, context: Context, board: str) -> G.Panel:
        return G.Text(
            **self.heading(context, board),
            content=context.say(f"board.{board}.{self.key}.content", self.content),
            mode="markdown",
            extraJson={"fieldConfig": {"defaults": {}, "overrides": []}},
        )


@dataclass(frozen=True, kw_only=True)
class Custom(Panel):
    """Any panel of grafanalib whose type Grafana still has. Its texts and queries are its own."""

    panel: G.Panel = field(default_factory=G.Panel)

    def build(self, context: Context, board: str) -> G.Panel:  # noqa: ARG002
        kind = self.panel.to_json_data()["type"]
        if kind in _REMOVED:
            raise GeneratorError(
                f'board "{board}" › panel "{self.key}": Grafana 12 has no panel type "{kind}"', f"use {_REMOVED[kind]}"
            )
        return self.panel
