"""Changes one value in a TOML text and leaves every other character where it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.config.document import dotted, quoted, read
from generator.config.load import NAME
from generator.config.places import KeyPath, Places, comments
from generator.errors import UsageError


def set_value(text: str, dotted_key: str, value: Any) -> str:
    """`text` with the value at `dotted_key` (written as in TOML: `signals."kafka.publish".expected`) set to `value`.

    `value` is text, a number, true or false, or lists and tables of these. A key that is not there yet is added
    under its table, and a table that is not there is added at the end. Every comment, the order and the blank lines
    stay; comments inside a list that is replaced move above it. What the keys mean is not checked.

    Raises UsageError when `text` is not valid TOML, or the key is a table or lies under a plain value.
    """
    places = read(text, NAME).places
    path = _path(dotted_key)
    place = places.get(path)
    if place is None:
        return _add(text, places, path, _written(value))
    if place.kind not in ("value", "inline"):
        raise UsageError(f"{NAME}:{places.line(path)}: {dotted(path)} is a table", "name one of the keys in it")
    line = text.rfind("\n", 0, place.start) + 1
    kept = "".join(f"{comment}{_newline(text)}" for comment in comments(text[place.start : place.end]))
    return text[:line] + kept + text[line : place.start] + _written(value) + text[place.end :]


def _add(text: str, places: Places, path: KeyPath, value: str) -> str:
    home = path[:-1]
    missing = False
    while home not in places or places[home].kind == "dotted":
        missing = missing or home not in places
        home = home[:-1]
    place = places[home]
    pair = f"{dotted(path[len(home) :])} = {value}"
    if place.kind == "inline":
        last = max((inner.end for key, inner in places.items() if key[: len(home)] == home and key != home), default=0)
        if last:
            return f"{text[:last]}, {pair}{text[last:]}"
        return f"{text[: place.start]}{{ {pair} }}{text[place.end :]}"
    if place.kind in ("value", "array"):
        raise UsageError(f"{NAME}:{place.line}: {dotted(home)} is not a table", f"{dotted(path)} cannot be set in it")
    newline = _newline(text)
    if missing or place.kind == "implied":
        between = newline if text and not text.endswith("\n") else ""
        table = f"[{dotted(path[:-1])}]{newline}{quoted(str(path[-1]))} = {value}{newline}"
        return f"{text}{between}{newline if text else ''}{table}"
    before, after = text[: place.end], text[place.end :]
    between = newline if before and not before.endswith("\n") else ""
    return f"{before}{between}{pair}{newline}{after}"


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _path(dotted_key: str) -> KeyPath:
    """The parts of a key, as TOML would read them."""
    places = read(f"{dotted_key} = 0", "the key to set").places
    return max(places, key=len)


def _written(value: Any) -> str:
    import tomlkit

    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{quoted(key)} = {_written(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_written, value)) + "]"
    written: str = tomlkit.item(value).as_string()
    return written
