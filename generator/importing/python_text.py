"""JSON data as Python source, formatted as the rest of the definitions are."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from generator.errors import GeneratorError

_LINE = 120
_STEP = 4
#: Deeper than any dashboard, and well below what Python's own parser refuses.
_DEEPEST = 80


def literal(value: Any, indent: int = 0, used: int = 0) -> str:
    """The value as an expression: on one line where it fits beside the `used` columns, else one member a line.

    Raises GeneratorError for nesting without end and for numbers that are none.
    """
    if indent > _DEEPEST * _STEP:
        raise GeneratorError(f"nested deeper than {_DEEPEST} levels", "give the JSON of a dashboard")
    if isinstance(value, str):
        return _text(value, indent, used)
    if isinstance(value, (dict, list)):
        return _members(value, indent, used)
    if isinstance(value, float) and not math.isfinite(value):
        raise GeneratorError("a number is too large, or none at all", "mend the JSON")
    return repr(value)


def _members(value: Any, indent: int, used: int) -> str:
    start, end = ("{", "}") if isinstance(value, dict) else ("[", "]")
    inner = indent + _STEP
    pairs = value.items() if isinstance(value, dict) else ((None, member) for member in value)
    lines = []
    for key, member in pairs:
        name = "" if key is None else f"{quoted(key)}: "
        # A comma follows each.
        lines.append(name + literal(member, inner, inner + len(name) + 1))
    flat = f"{start}{', '.join(lines)}{end}"
    if not value or ("\\n" not in flat and used + len(flat) <= _LINE and "\n" not in flat):
        return flat
    pad = " " * inner
    return f"{start}\n" + "".join(f"{pad}{line},\n" for line in lines) + " " * indent + end


def _text(value: str, indent: int, used: int) -> str:
    """A text that is too long for its line, as several side by side in parentheses."""
    whole = quoted(value)
    inner = indent + _STEP
    if used + len(whole) <= _LINE or inner > _LINE - 40:
        return whole
    pad = " " * inner
    pieces = "".join(f"{pad}{quoted(piece)}\n" for piece in _pieces(value, _LINE - inner - 2))
    return f"(\n{pieces}{' ' * indent})"


def _pieces(value: str, width: int) -> Iterator[str]:
    """Parts of the text that fit the width when they are quoted, cut behind a space where there is one."""
    start = 0
    while start < len(value):
        end, cut, size = start, start, 0
        while end < len(value) and size + len(_escaped(value[end])) + 1 <= width:
            size += len(_escaped(value[end])) + (value[end] in "\"'")
            end += 1
            if value[end - 1] in " \n":
                cut = end
        if end < len(value) and cut > start:
            end = cut
        end = max(end, start + 1)
        yield value[start:end]
        start = end


def quoted(value: str) -> str:
    """The text in the quotes that need fewer escapes, double ones if in doubt."""
    mark = "'" if value.count('"') > value.count("'") else '"'
    return mark + "".join("\\" + one if one == mark else _escaped(one) for one in value) + mark


_SHORT = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _escaped(one: str) -> str:
    if one in _SHORT:
        return _SHORT[one]
    if one.isprintable():
        return one
    code = ord(one)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
