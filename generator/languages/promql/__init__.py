"""PromQL as Prometheus 3 reads it: `parse(text)` gives a tree with positions, and what is wrong with the query."""

from generator.languages.promql.parsed import Parsed, parse
from generator.languages.promql.tree import walk

__all__ = ["Parsed", "parse", "walk"]
