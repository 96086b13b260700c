"""Panel types that grafanalib does not know, or knows only as they were before Grafana 8."""

from __future__ import annotations

from typing import Any

import grafanalib.core as G

JsonObject = dict[str, Any]


class _Typed(G.Panel):  # type: ignore[misc]
    """A panel that is its type and its options. Everything else is a `grafanalib.core.Panel`."""

    type = ""

    def __init__(self, options: JsonObject | None = None, **panel: Any) -> None:
        super().__init__(**panel)
        self.options = options or {}

    def to_json_data(self) -> JsonObject:
        """The panel as JSON data."""
        data: JsonObject = self.panel_json({"type": self.type, "options": self.options})
        return data


class Traces(_Typed):
    """One trace, as a waterfall."""

    type = "traces"


class NodeGraph(_Typed):
    """Nodes and the edges between them."""

    type = "nodeGraph"


class Heatmap(_Typed):
    """A heatmap with the options of Grafana 9 and later."""

    type = "heatmap"


class AlertList(_Typed):
    """Alerts of Grafana's unified alerting, and of the data sources it knows."""

    type = "alertlist"


class Logs(_Typed):
    """Log lines."""

    type = "logs"


class Table(_Typed):
    """A table with the cell options of Grafana 9 and later."""

    type = "table"
