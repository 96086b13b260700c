"""Boards that were made elsewhere, in words: what a definition made by `generator import` is written in."""

from generator.board.imported.around import Annotation, Link
from generator.board.imported.board import Imported, OldRow, Section
from generator.board.imported.old_panels import Graph, Singlestat
from generator.board.imported.panels import (
    BarChart,
    BarGauge,
    DashboardList,
    Gauge,
    Heatmap,
    Logs,
    Other,
    PieChart,
    Stat,
    StateTimeline,
    Table,
    Text,
    TimeSeries,
)
from generator.board.imported.parts import Legend, Override, Reduce, Source, Tooltip
from generator.board.imported.placed import Verbatim
from generator.board.imported.queries import Loki, OtherQuery, Prometheus, Tempo
from generator.board.imported.variables import (
    AdHoc,
    Constant,
    Custom,
    DataSourceVariable,
    Interval,
    OtherVariable,
    QueryVariable,
    TextBox,
)

__all__ = [
    "AdHoc",
    "Annotation",
    "BarChart",
    "BarGauge",
    "Constant",
    "Custom",
    "DashboardList",
    "DataSourceVariable",
    "Gauge",
    "Graph",
    "Heatmap",
    "Imported",
    "Interval",
    "Legend",
    "Link",
    "Logs",
    "Loki",
    "OldRow",
    "Other",
    "OtherQuery",
    "OtherVariable",
    "Override",
    "PieChart",
    "Prometheus",
    "QueryVariable",
    "Reduce",
    "Section",
    "Singlestat",
    "Source",
    "Stat",
    "StateTimeline",
    "Table",
    "Tempo",
    "Text",
    "TextBox",
    "TimeSeries",
    "Tooltip",
    "Verbatim",
]
