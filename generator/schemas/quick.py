"""Whether a value has a wrong JSON type anywhere, without saying where: a hundred times as fast as finding out.

Of a stranger's file only wrong types are of interest, and nearly every part of it has none. Null is right everywhere:
Grafana reads it as if nothing were there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from generator.schemas.library import schema
from generator.schemas.part import Part
from generator.schemas.reason import is_integer, is_number

Fits = Callable[[Any], bool]

_TYPES: dict[str, Fits] = {
    "array": lambda value: isinstance(value, list),
    "boolean": lambda value: isinstance(value, bool),
    "integer": is_integer,
    "null": lambda value: value is None,
    "number": is_number,
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
}


def has_right_types(part: Part) -> bool:
    """True only where `reasons(part)` has none of the sort "type" but for nulls.

    False may be wrong: where it depends on more than a name in another key, both ways are asked for.
    """
    return _compiled(part.file, part.place)(part.value)


@cache
def _compiled(file: str, place: tuple[str, ...]) -> Fits:
    return _node(schema(file, *place)) or (lambda _: True)


def _node(node: Any) -> Fits | None:
    """The check of one node of a schema; None where it asks for no type."""
    if not isinstance(node, dict):
        return None
    checks = [_type(node["type"])] if "type" in node else []
    for inside in node.get("allOf", ()):
        checks += _some(_node(inside))
    checks += _some(_branches(node))
    checks += _some(_object(node))
    checks += _some(_list(_node(node.get("items"))))
    if not checks:
        return None
    return checks[0] if len(checks) == 1 else lambda value: all(check(value) for check in checks)


def _branches(node: dict[str, Any]) -> Fits | None:
    """What `then` and `else` ask for, of the values that they are about."""
    then, otherwise = _node(node.get("then")), _node(node.get("else"))
    if then is None and otherwise is None:
        return None
    names = {key: inside.get("enum", [inside.get("const")]) for key, inside in node["if"].get("properties", {}).items()}
    if not names or any(not isinstance(name, str) for choice in names.values() for name in choice):
        both = [*_some(then), *_some(otherwise)]
        return lambda value: all(check(value) for check in both)

    def fits(value: Any) -> bool:
        # A key that is not there fits any name, as JSON Schema has it.
        met = isinstance(value, dict) and all(value.get(key, names[key][0]) in names[key] for key in names)
        check = then if met else otherwise
        return check is None or check(value)

    return fits


def _some(check: Fits | None) -> list[Fits]:
    return [] if check is None else [check]


def _type(wanted: str | list[str]) -> Fits:
    checks = [_TYPES[name] for name in ([wanted] if isinstance(wanted, str) else wanted)]
    return lambda value: value is None or any(check(value) for check in checks)


def _object(node: dict[str, Any]) -> Fits | None:
    named = {key: check for key, inside in node.get("properties", {}).items() if (check := _node(inside)) is not None}
    known = node.get("properties", {}).keys()
    # What a pattern's keys or all other keys hold is rare, and held together against each of them.
    loose = [*node.get("patternProperties", {}).values(), node.get("additionalProperties")]
    others = [check for inside in loose if (check := _node(inside)) is not None]
    if not named and not others:
        return None

    def fits(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        if others and not all(check(one) for key, one in value.items() if key not in known for check in others):
            return False
        return all(named[key](value[key]) for key in named.keys() & value.keys())

    return fits


def _list(member: Fits | None) -> Fits | None:
    if member is None:
        return None
    return lambda value: not isinstance(value, list) or all(map(member, value))
