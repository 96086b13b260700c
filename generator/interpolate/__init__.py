"""Resolves Grafana's variables and macros in any text of a board.

`interpolate(text, scope, language)` is the whole of it; `scope_of(dashboard)` makes the scope.
"""

from generator.interpolate.board_scope import for_query, scope_of
from generator.interpolate.expand import Expansion, Replacement, expand, interpolate
from generator.interpolate.order import Order, dependencies, resolve_order
from generator.interpolate.scope import ALL, Auto, Chosen, Language, Scope, Value, Viewer, Window, chosen
from generator.interpolate.syntax import Reference, find

__all__ = [
    "ALL",
    "Auto",
    "Chosen",
    "Expansion",
    "Language",
    "Order",
    "Reference",
    "Replacement",
    "Scope",
    "Value",
    "Viewer",
    "Window",
    "chosen",
    "dependencies",
    "expand",
    "find",
    "for_query",
    "interpolate",
    "resolve_order",
    "scope_of",
]
