"""Where a text refers to variables: `$name`, `${name}`, `[[name]]` and their longer forms.

The grammar is the one of Grafana's scenes library (its 2026 form, which adds `${name["key"]}` to what
Grafana 12 reads): names are ASCII words; a field path is a run of `.segment` and `["key"]`; a format may
hold further colons (`date:YYYY-MM`). A backslash or a second `$` protects nothing: `$$name` is a `$` and a
reference. Whether the name means anything is not decided here: `$1` in `label_replace` is found too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Syntax = Literal["dollar", "brace", "bracket"]

_START = re.compile(r"\$(?P<dollar>\w+)|\$\{(?P<brace>\w+)|\[\[(?P<bracket>\w+)(?::(?P<format>\w+))?\]\]", re.ASCII)
_SEGMENT = re.compile(r"""\.[^:^{}\[\]]+|\["[^"]*"\]|\['[^']*'\]|\[[^\]"']*\]""")

#: The most that may follow the name inside the braces. Grafana has no limit; without one, a text of nothing
#: but `${a[` would take time quadratic in its length.
_LONGEST_TAIL = 1000


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference: `text[start:end]` is how it is written.

    `path` is what follows the name ("labels.service", `fields["a b"]`), without its leading dot; `format` is
    what follows the colon, arguments included. Both are None when absent.
    """

    start: int
    end: int
    name: str
    format: str | None
    path: str | None
    syntax: Syntax
    written: str


def find(text: str) -> list[Reference]:
    """All references in a text, in order. They never overlap. Linear in the text's length."""
    found: list[Reference] = []
    position = 0
    while match := _START.search(text, position):
        reference = _braced(text, match) if match["brace"] else _plain(match)
        # An unfinished `${name` is text, but another reference may start right behind its `$`.
        position = match.start() + 1 if reference is None else reference.end
        if reference is not None:
            found.append(reference)
    return found


def _plain(match: re.Match[str]) -> Reference:
    syntax: Syntax = "dollar" if match["dollar"] else "bracket"
    return Reference(match.start(), match.end(), match[syntax], match["format"], None, syntax, match[0])


def _braced(text: str, match: re.Match[str]) -> Reference | None:
    limit = min(len(text), match.end() + _LONGEST_TAIL)
    position = match.end()
    while segment := _SEGMENT.match(text, position, limit):
        position = segment.end()
    end = text.find("}", position, limit)
    between = text[position:end]
    # Nothing but a format may stand before the closing brace, and it may not be empty.
    if end < 0 or (between and (not between.startswith(":") or between == ":")):
        return None
    path = text[match.end() : position].removeprefix(".") or None
    written = text[match.start() : end + 1]
    return Reference(match.start(), end + 1, match["brace"], between[1:] or None, path, "brace", written)
