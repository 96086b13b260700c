"""What of a board somebody expects to see: by the signals of the project's own boards, by tenant and by stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from generator.board.board import Board
from generator.board.context import Context
from generator.board.panels.panel import Panel
from generator.board.use import Asked, queries
from generator.board_json import Dashboard
from generator.config.model import Config, Tier

Stage = Literal["backend", "frontend"]

#: Signals of the browser; all others are the backend's, except those that both tiers send.
_BROWSER = "browser."
_BOTH = (
    "arrival.expected",
    "arrival.logs_age",
    "arrival.picked",
    "arrival.spans_age",
    "arrival.trace_count",
    "logs.",
    "traces.errors",
    "traces.failing_spans",
    "traces.one",
)
NOT_EXPECTED = "not expected: [signals] in generator.toml"


@dataclass(frozen=True)
class Expected:
    """Says of a signal whether it should be there. `stage` narrows it to what is instrumented so far."""

    config: Config
    stage: Stage | None = None

    def of(self, signal: str, tenant: str) -> bool:
        """Whether a signal should arrive for a tenant."""
        if not signal:
            return True
        said = self.config.expectation(signal)
        if not said.expected and (not said.tenants or tenant in said.tenants):
            return False
        browser = signal.startswith(_BROWSER)
        if browser and not self._has("frontend", tenant):
            return False
        if self.stage == "backend":
            return not browser
        return browser or self.stage != "frontend" or signal.startswith(_BOTH)

    def _has(self, tier: Tier, tenant: str) -> bool:
        """Whether a tenant, or any where none is named, has a service of a tier."""
        named = [one for one in self.config.tenants if tenant in ("", one.name)]
        return any(service.tier == tier for one in named for service in one.services)


def signals_of(board: Board, context: Context, dashboard: Dashboard) -> Mapping[tuple[int, int], str]:
    """(panel, query) by their places -> signal id, for a rendering of one of the project's boards.

    Empty where the dashboard is not what the definition renders: somebody changed it.
    """
    found: dict[tuple[int, int], str] = {}
    # A definition's order is the order of reading, and so is the rendering's.
    if len(board.panels) != len(dashboard.panels):
        return {}
    for at, (panel, drawn) in enumerate(zip(board.panels, dashboard.panels, strict=True)):
        ids = _ids(panel, context)
        if len(ids) != len(drawn.queries):
            continue
        found |= {(at, index): signal for index, signal in enumerate(ids)}
    return found


def _ids(panel: Panel, context: Context) -> list[str]:
    return [use.signal.id for use in panel.uses for _ in queries(use, context, Asked())]
