"""Reads LogQL, Loki's query language, and says what Loki would refuse.

`parse(text)` gives a tree (`tree`) with positions and the problems; `analysis` answers questions about a tree.
"""

from generator.languages.logql.parse import Parsed, parse
from generator.languages.logql.parts import kind_of, walk

__all__ = ["Parsed", "kind_of", "parse", "walk"]
