"""Panel types that grafanalib does not know, or knows only as they were before Grafana 8."""

from __future__ import annotations

from typing import Any

import attr
import grafanalib.core as G

JsonObject = dict[str, Any]


@attr.s
class _Typed(G.Panel):  # type: ignore[misc]
    """A panel that is its type and its options."""

    type = ""
    options = attr.ib(factory=dict)

    def to_json_data(self) -> JsonObject:
        """The panel as JSON data."""
        data: JsonObject = self.panel_json({"type": self.type, "options": self.options})
        return data


@attr.s
class Traces(_Typed):
    """One trace, as a waterfall."""

    type = "traces"


@attr.s
class NodeGraph(_Typed):
    """Nodes and the edges between them."""

    type = "nodeGraph"


@attr.s
class Heatmap(_Typed):
    """A heatmap with the options of Grafana 9 and later."""

    type = "heatmap"


@attr.s
class AlertList(_Typed):
    """Alerts of Grafana's unified alerting, and of the data sources it knows."""

    type = "alertlist"


@attr.s
class Logs(_Typed):
    """Log lines."""

    type = "logs"


@attr.s
class Table(_Typed):
    """A table with the cell options of Grafana 9 and later."""

    type = "table"
