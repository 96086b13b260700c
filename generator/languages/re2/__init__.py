"""Judges regular expressions as Go does: RE2's syntax, which the stores of all three query languages use.

`read(text)` is the whole of it: a `Regex`, or the `Problem` that Go would have with it.
"""

from generator.languages.re2.reader import Regex, read

__all__ = ["Regex", "read"]
