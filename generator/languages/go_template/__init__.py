"""Judges the templates of Go's `text/template`, which LogQL's format stages are written in.

`read(text, functions)` is the whole of it: what Go would refuse, or None.
"""

from generator.languages.go_template.reader import read

__all__ = ["read"]
