"""Values as Python source, formatted as the rest of the definitions are."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from generator.errors import GeneratorError

_LINE = 120
_STEP = 4


@dataclass(frozen=True)
class Name:
    """Something by its name."""

    name: str


@dataclass(frozen=True)
class Call:
    """A call: what stands first, and each argument by its name. With `open` it has a line for each of them."""

    function: str
    arguments: tuple[tuple[str, Any], ...]
    first: tuple[Any, ...] = ()
    open: bool = False


def literal(value: Any, indent: int = 0, used: int = 0) -> str:
    """The value as an expression: on one line where it fits beside the `used` columns, else one member a line.

    Raises GeneratorError for numbers that are none. The value is shallow (`depth.require_shallow`).
    """
    if isinstance(value, str):
        return _text(value, indent, used)
    if isinstance(value, Name):
        return value.name
    if isinstance(value, (dict, list, tuple, Call)):
        return _members(value, indent, used)
    if isinstance(value, float) and not math.isfinite(value):
        raise GeneratorError("a number is too large, or none at all", "mend the JSON")
    return repr(value).replace("e+", "e")


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    """The members, each with what stands before it."""
    if isinstance(value, dict):
        yield from ((f"{quoted(key)}: ", member) for key, member in value.items())
    elif isinstance(value, Call):
        yield from (("", member) for member in value.first)
        yield from ((f"{name}=", member) for name, member in value.arguments)
    else:
        yield from (("", member) for member in value)


def _brackets(value: Any) -> tuple[str, str]:
    if isinstance(value, Call):
        return f"{value.function}(", ")"
    if isinstance(value, dict):
        return "{", "}"
    return ("(", ")") if isinstance(value, tuple) else ("[", "]")


def _members(value: Any, indent: int, used: int) -> str:
    start, end = _brackets(value)
    inner = indent + _STEP
    lines = []
    for name, member in _parts(value):
        # A comma follows each.
        lines.append(name + literal(member, inner, inner + width(name) + 1))
    alone = "," if isinstance(value, tuple) and len(lines) == 1 else ""
    flat = f"{start}{', '.join(lines)}{alone}{end}"
    spread = isinstance(value, Call) and value.open
    if not lines or ("\n" not in flat and not spread and used + width(flat) <= _LINE and "\\n" not in flat):
        return flat
    pad = " " * inner
    return f"{start}\n" + "".join(f"{pad}{line},\n" for line in lines) + " " * indent + end


def _text(value: str, indent: int, used: int) -> str:
    """A text that is too long for its line, as several side by side in parentheses."""
    whole = quoted(value)
    inner = indent + _STEP
    if used + width(whole) <= _LINE or inner > _LINE - 40:
        return whole
    pad = " " * inner
    fits = inner + width(whole) <= _LINE
    pieces = "".join(f"{pad}{quoted(piece)}\n" for piece in ([value] if fits else _pieces(value, _LINE - inner - 2)))
    return f"(\n{pieces}{' ' * indent})"


def _pieces(value: str, columns: int) -> Iterator[str]:
    """Parts of the text that fit the columns when they are quoted, cut behind a space where there is one."""
    start = 0
    while start < len(value):
        end, cut, size = start, start, 0
        while end < len(value) and size + width(_escaped(value[end])) + 1 <= columns:
            size += width(_escaped(value[end])) + (value[end] in "\"'")
            end += 1
            if value[end - 1] in " \n":
                cut = end
        if end < len(value) and cut > start:
            end = cut
        end = max(end, start + 1)
        yield value[start:end]
        start = end


def width(text: str) -> int:
    """The columns that a text takes: a character of Chinese, Japanese or Korean takes two."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


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
