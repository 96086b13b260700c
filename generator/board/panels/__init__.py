"""The panels a board is made of. A panel says what it shows; how that looks is decided here, once per type."""

from generator.board.panels.evidence import Alerts, Logs, ServiceMap, Trace
from generator.board.panels.numbers import BarGauge, Heatmap, Stat, StateTimeline, TimeSeries
from generator.board.panels.other import Custom, Text
from generator.board.panels.panel import Panel
from generator.board.panels.table import Column, Table

__all__ = [
    "Alerts",
    "BarGauge",
    "Column",
    "Custom",
    "Heatmap",
    "Logs",
    "Panel",
    "ServiceMap",
    "Stat",
    "StateTimeline",
    "Table",
    "Text",
    "TimeSeries",
    "Trace",
]
