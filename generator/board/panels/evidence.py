"""Panels that show the thing itself: lines, a trace, the map of calls, alerts."""

from __future__ import annotations

from dataclasses import dataclass

import grafanalib.core as G

from generator.board import style
from generator.board.context import Context
from generator.board.panels.panel import Panel
from generator.board.use import Asked, targets
from generator.model import panels as model


@dataclass(frozen=True, kw_only=True)
class Logs(Panel):
    """Log lines."""

    width: int = style.COLUMNS
    height: int = style.LOGS
    ascending: bool = False

    def build(self, context: Context, board: str) -> G.Panel:
        signal = self.signal
        defaults = {"noValue": context.empty(signal)} if signal else {}
        return model.Logs(
            **self.heading(context, board),
            dataSource=self.source(),
            targets=targets(self.uses, context, Asked()),
            options={
                "dedupStrategy": "none",
                "enableInfiniteScrolling": not self.ascending,
                "enableLogDetails": True,
                "showTime": True,
                "sortOrder": "Ascending" if self.ascending else "Descending",
                "wrapLogMessage": True,
            },
            extraJson={"fieldConfig": {"defaults": defaults, "overrides": []}},
        )


@dataclass(frozen=True, kw_only=True)
class Trace(Panel):
    """One trace."""

    width: int = style.COLUMNS
    height: int = style.TRACE

    def build(self, context: Context, board: str) -> G.Panel:
        return model.Traces(
            **self.heading(context, board),
            dataSource=self.source(),
            targets=targets(self.uses, context, Asked()),
            extraJson={"fieldConfig": {"defaults": {}, "overrides": []}},
        )


@dataclass(frozen=True, kw_only=True)
class ServiceMap(Panel):
    """Who calls whom."""

    width: int = 12
    height: int = 12

    def build(self, context: Context, board: str) -> G.Panel:
        return model.NodeGraph(
            **self.heading(context, board),
            dataSource=self.source(),
            targets=targets(self.uses, context, Asked()),
            extraJson={"fieldConfig": {"defaults": {}, "overrides": []}},
        )


@dataclass(frozen=True, kw_only=True)
class Alerts(Panel):
    """Alerts that fire or are about to, Grafana's own and those of its data sources."""

    width: int = 12
    height: int = 12

    def build(self, context: Context, board: str) -> G.Panel:
        return model.AlertList(
            **self.heading(context, board),
            options={"maxItems": 20, "sortOrder": 3, "viewMode": "list"},
            extraJson={"fieldConfig": {"defaults": {}, "overrides": []}},
        )
