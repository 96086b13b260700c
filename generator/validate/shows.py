"""What kinds of panels there are, as far as rules care."""

from __future__ import annotations

from generator.board_json import Panel

#: Panels that show no answer of a query.
_NO_DATA = frozenset(
    {"text", "row", "dashlist", "news", "welcome", "gettingstarted", "alertlist", "annolist", "pluginlist", "live"}
)

#: Panels that draw numbers on axes, in cells or as they are: those whose field has a unit.
NUMERIC = frozenset(
    {"timeseries", "stat", "gauge", "bargauge", "barchart", "piechart", "trend", "histogram", "heatmap", "xychart"}
)

#: Panels that show one number where nothing else would say that there is none.
SINGLE = frozenset({"stat", "gauge", "bargauge"})


def shows_data(panel: Panel) -> bool:
    """Whether it is there to show what its queries answer; a library panel's content is elsewhere."""
    return panel.library is None and bool(panel.type) and panel.type not in _NO_DATA
