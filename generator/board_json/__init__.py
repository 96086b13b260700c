"""Reads any dashboard JSON into located parts: `read(document) -> Dashboard`."""

from generator.board_json.dashboard import Annotation, Current, Dashboard, Input, Option, Placement, Variable
from generator.board_json.form import NotADashboard
from generator.board_json.parts import Grid, Library, Link, Located, Panel, Query, Row, SourceRef, Transformation
from generator.board_json.reader import read

__all__ = [
    "Annotation",
    "Current",
    "Dashboard",
    "Grid",
    "Input",
    "Library",
    "Link",
    "Located",
    "NotADashboard",
    "Option",
    "Panel",
    "Placement",
    "Query",
    "Row",
    "SourceRef",
    "Transformation",
    "Variable",
    "read",
]
