"""Reads TraceQL, Tempo's query language, and says what Tempo would refuse.

`parse(text)` gives a tree (`tree`) with positions and the problems; `analysis` answers questions about a tree.
"""

from generator.languages.traceql.parse import Parsed, kind_of, looks_like_trace_id, parse
from generator.languages.traceql.tree import walk

__all__ = ["Parsed", "kind_of", "looks_like_trace_id", "parse", "walk"]
