"""Whether a regular expression that Grafana runs in the browser compiles there, as far as Python can tell."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass

_NAMED_GROUP = re.compile(r"\(\?<(?=[A-Za-z_])")
#: In JavaScript a backslash before any other letter is just that letter; Python refuses it.
_ESCAPED = re.compile(r"\\([^0-9AbBdDfnrsStuvwWxZ]|[AZ])", re.DOTALL)
#: Of these both languages think alike; others are told apart by a browser only.
_CERTAIN = ("unterminated", "missing )", "unbalanced", "nothing to repeat", "bad character range")


@dataclass(frozen=True, slots=True)
class Compiled:
    """`groups` is how many an expression has; `fault` says why it does not compile, and is empty when it does."""

    groups: int
    fault: str = ""
    certain: bool = True


def compiled(pattern: str) -> Compiled:
    """The expression, read as JavaScript's."""
    read = _NAMED_GROUP.sub("(?P<", _ESCAPED.sub(_same, pattern))
    try:
        with warnings.catch_warnings():
            # Python announces set operations that JavaScript does not have.
            warnings.simplefilter("ignore")
            return Compiled(re.compile(read).groups)
    except (re.error, RecursionError, OverflowError) as error:
        reason = str(error).split(" at position")[0]
        return Compiled(0, reason, any(known in reason for known in _CERTAIN))


def _same(match: re.Match[str]) -> str:
    return match[1] if match[1].isalpha() else match[0]
