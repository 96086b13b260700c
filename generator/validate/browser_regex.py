"""Whether a regular expression that Grafana runs in the browser compiles there, as far as Python can tell."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass

_NAMED_GROUP = re.compile(r"\(\?<(?=[A-Za-z_])")
#: In JavaScript a backslash before any other letter is just that letter; Python refuses it, and control characters.
_ESCAPED = re.compile(r"\\(c[A-Za-z]|[^0-9AbBdDfnrsStuvwWxZ]|[AZ])", re.DOTALL)
#: An escape, or a class to its end. JavaScript's may be empty: `[]` is nothing, and `[^]` anything.
_CLASS = re.compile(r"\\.|\[(\^?)((?:\\.|[^\]\\])*)(\]?)", re.DOTALL)
#: One character of a class, or a range of two.
_RANGE = re.compile(r"(\\.|[^\\])(?:-(\\.|[^\\]))?", re.DOTALL)
_SETS = frozenset((r"\d", r"\D", r"\s", r"\S", r"\w", r"\W"))
#: Of these both languages think alike; others are told apart by a browser only. Beyond U+FFFF a browser sees halves.
_CERTAIN = re.compile(
    r"unterminated|missing \)|unbalanced|nothing to repeat"
    r"|bad character range [^\\\U00010000-\U0010ffff]-[^\\\U00010000-\U0010ffff]$"
)


@dataclass(frozen=True, slots=True)
class Compiled:
    """`groups` is how many an expression has; `fault` says why it does not compile, and is empty when it does."""

    groups: int
    fault: str = ""
    certain: bool = True


def compiled(pattern: str) -> Compiled:
    """The expression, read as JavaScript's."""
    read = _NAMED_GROUP.sub("(?P<", _CLASS.sub(_class, _ESCAPED.sub(_same, pattern)))
    try:
        with warnings.catch_warnings():
            # Python announces set operations that JavaScript does not have.
            warnings.simplefilter("ignore")
            return Compiled(re.compile(read).groups)
    except (re.error, RecursionError, OverflowError) as error:
        reason = str(error).split(" at position")[0]
        return Compiled(0, reason, _CERTAIN.search(reason) is not None)


def _same(match: re.Match[str]) -> str:
    if len(match[1]) > 1:
        return f"\\x{ord(match[1][1]) % 32:02x}"
    return match[1] if match[1].isalpha() else match[0]


def _class(match: re.Match[str]) -> str:
    """A class as Python writes it; escapes outside of classes stay."""
    negated, inside, closed = match.groups()
    if inside is None or not closed:
        return match[0]
    if not inside:
        return r"[\s\S]" if negated else r"[^\s\S]"
    return f"[{negated}{_RANGE.sub(_range, inside)}]"


def _range(match: re.Match[str]) -> str:
    """A range with a set for an end is no range in JavaScript: the dash stands for itself."""
    first, last = match.groups()
    if last is None or not {first, last} & _SETS:
        return match[0]
    return r"\-".join(r"\-" if end == "-" else end for end in (first, last))
