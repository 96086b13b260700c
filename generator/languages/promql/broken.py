"""Why a place in a query is no token, in words that say what was probably meant."""

from __future__ import annotations

import re

from generator.languages.problem import Problem

_NUMBER_LIKE = re.compile(r"\.?[0-9][0-9A-Za-z_.]*")
_UNITS = re.compile(r"(?<![0-9])([0-9]+)(ms|[ywdhms])")
_ORDER = ("y", "w", "d", "h", "m", "s", "ms")
_LONGEST_SHOWN = 40

#: Operators as other languages spell them, the longer ones first.
_FOREIGN = {
    "&&": 'write "and"',
    "||": 'write "or"',
    "&": 'write "and"',
    "|": 'write "or"',
    "!": 'write "unless" or "!="',
    ";": "a query is one expression: remove it",
    "$": "a variable of the dashboard has no value here",
}
_QUOTES = frozenset("“”„‟‘’‚‛«»‹›´")
_SPACES = frozenset("\u00a0\u2002\u2003\u2007\u202f\u3000\u200b\ufeff\f\v")


def in_expression(text: str, start: int) -> Problem:
    """What is wrong with the text at `start`, outside of braces, given that no token begins there."""
    if unclosed := _unclosed(text, start):
        return unclosed
    if number := _NUMBER_LIKE.match(text, start):
        return _number(number[0], start)
    if text.startswith(("=~", "!~"), start):
        message = f'"{text[start : start + 2]}" compares labels, and stands only inside of {{}}'
        return Problem(message, start, start + 2, "write the condition into the braces behind the metric")
    for foreign, fix in _FOREIGN.items():
        if text.startswith(foreign, start):
            return Problem(f'PromQL has no "{foreign}"', start, start + len(foreign), fix)
    return character(text, start, 'write a metric as {"a.b"}, and a label as "a.b"' if text[start] == "." else "")


def in_braces(text: str, start: int) -> Problem:
    """The same inside of braces."""
    char = text[start]
    if char == "{":
        return Problem('"{" stands inside of {}', start, start + 1, 'close the first one with "}"')
    if char in "0123456789":
        message = f'"{char}" cannot stand here: values have quotes, and a label begins with a letter'
        return Problem(message, start, start + 1, 'write label="value"')
    if char == "$":
        return Problem('a value has no "$" in front', start, start + 1, _FOREIGN["$"])
    fix = 'write a label with such characters in quotes: "a.b"="c"' if char in ".:-/" else ""
    return _unclosed(text, start) or character(text, start, fix)


def in_range(text: str, start: int) -> Problem:
    """The same inside of `[...]`."""
    if number := _NUMBER_LIKE.match(text, start):
        return _number(number[0], start)
    char = text[start]
    if char == "[":
        return Problem('"[" stands inside of []', start, start + 1, 'close the first one with "]"')
    if char in "\"'`":
        return Problem("a duration has no quotes", start, start + 1, "write [5m]")
    return character(text, start, _FOREIGN["$"] if char == "$" else "")


def character(text: str, start: int, fix: str = "") -> Problem:
    """Says of one character that it cannot stand where it stands."""
    char = text[start]
    if char in _QUOTES:
        return Problem(f"{char} is no quotation mark in PromQL", start, start + 1, "write \" or '")
    shown = f'"{char}"' if char.isprintable() else f"the character U+{ord(char):04X}"
    return Problem(f"{shown} cannot stand here", start, start + 1, "write a space" if char in _SPACES else fix)


def _unclosed(text: str, start: int) -> Problem | None:
    quote = text[start]
    if quote not in "\"'`":
        return None
    return Problem(f"the string that begins here has no closing {quote}", start, start + 1, f"add {quote}")


def _number(written: str, start: int) -> Problem:
    """Something that begins like a number and is none."""
    shown = written if len(written) <= _LONGEST_SHOWN else f"{written[:_LONGEST_SHOWN]}..."
    end = start + len(written)
    units: list[tuple[str, str]] = _UNITS.findall(written)
    if units and "".join(map("".join, units)) == written:
        message = f'"{shown}" is no duration: units go from the largest to the smallest, each once'
        return Problem(message, start, end, _in_order(units))
    if re.fullmatch(r"[0-9]*\.[0-9]*(?:ms|[ywdhms])", written):
        return Problem(f'"{shown}" is no duration: it has a fraction', start, end, "write whole units, such as 1h30m")
    if re.fullmatch(r"[0-9]+(?![eExX])[A-Za-z]+", written):
        message = f'"{shown}" is neither a number nor a duration'
        return Problem(message, start, end, "the units are ms, s, m, h, d, w and y")
    return Problem(f'"{shown}" is no number', start, end)


def _in_order(units: list[tuple[str, str]]) -> str:
    if len({unit for _, unit in units}) < len(units) or len(units) > len(_ORDER):
        return ""
    return "write " + "".join(count + unit for count, unit in sorted(units, key=lambda one: _ORDER.index(one[1])))
