"""Why a value does not fit its schema: one line for each defect, and how to mend it.

A node of a schema may have a `title`, which completes "it is VALUE, not ...", and a `description`, which is the fix.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from generator.config.nearest import did_you_mean
from generator.schemas.library import schema
from generator.schemas.part import Part, Path, Stray

#: The longest text that a reason repeats, in characters.
_SHOWN = 60

_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a text",
}


#: A key that nobody knows, a key that is missing, a value of the wrong JSON type, or one that does not fit otherwise.
Sort = Literal["unknown", "lacking", "type", "value"]

_SORTS: dict[str, Sort] = {
    "additionalProperties": "unknown",
    "not": "unknown",
    "required": "lacking",
    "type": "type",
}


@dataclass(frozen=True)
class Reason:
    """What is wrong with the value at the path, and what would be right."""

    path: Path
    what: str
    fix: str
    sort: Sort = "value"


def reasons(part: Part) -> Iterator[Reason]:
    """Every defect of a part; unknown keys first, for one of them is often the required one, misspelt."""
    errors = _validator(part.file, *part.place).iter_errors(part.value)
    ordered = sorted(errors, key=lambda error: error.validator != "additionalProperties")
    # Several layers of a type's schema may say the same of one value.
    yield from dict.fromkeys(
        reason for error in ordered for reason in _reasons(error, (*part.path, *error.absolute_path))
    )


def _reasons(error: Any, path: Path) -> Iterator[Reason]:
    if error.validator != "additionalProperties":
        yield Reason(path, *_words(error, path), _SORTS.get(error.validator, "value"))
        return
    for key in error.instance:
        if _is_unknown(key, error.schema):
            yield Reason(path, *_unknown(key, error.schema), "unknown")


def astray(stray: Stray) -> Reason:
    """What is wrong with the name of a kind that nobody knows."""
    return Reason(
        stray.path,
        f"{_shown(stray.name)} is not a {stray.noun}{did_you_mean(stray.name, stray.known)}",
        f"use one of: {', '.join(sorted(stray.known))}",
    )


@cache
def _validator(file: str, *place: str) -> Any:
    # Any: the types of jsonschema let every field of an error be unset.
    from jsonschema import Draft202012Validator, validators

    extend: Any = validators.extend
    types = Draft202012Validator.TYPE_CHECKER.redefine_many(
        {"integer": lambda _, value: _is_integer(value), "number": lambda _, value: _is_number(value)}
    )
    return extend(Draft202012Validator, type_checker=types)(schema(file, *place))


def _is_number(value: object) -> bool:
    """Whether it can be written as a JSON number: true and infinity cannot."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _is_integer(value: object) -> bool:
    """Whether it is written without a decimal point."""
    return isinstance(value, int) and not isinstance(value, bool)


def _is_unknown(key: str, node: Any) -> bool:
    return key not in node.get("properties", {}) and not any(
        re.search(pattern, key) for pattern in node.get("patternProperties", ())
    )


def _unknown(key: str, node: Any) -> tuple[str, str]:
    known = sorted(node.get("properties", {}))
    fix = f"known here: {', '.join(known)}" if known else "leave it out: nothing is known here"
    return f"unknown key {_shown(key)}{did_you_mean(key, known)}", fix


def _words(error: Any, path: Path) -> tuple[str, str]:
    if error.validator == "not":
        return "has no place here", "leave it out: Grafana does not write it for this type"
    if error.validator == "required":
        lacking = [key for key in error.validator_value if key not in error.instance]
        return f"lacks {', '.join(map(_shown, lacking))}", f"add {', '.join(lacking)}"
    value = "a secret" if "secureJsonData" in path else _shown(error.instance)
    if "description" in error.schema:
        near = did_you_mean(error.instance, _names(error.schema)) if isinstance(error.instance, str) else ""
        return f"{value} is not {error.schema['title']}{near}", error.schema["description"]
    return _KEYWORDS[error.validator](value, error)


def _names(node: Any) -> list[str]:
    """The names that a node lets a value be, whatever else it may be."""
    choices = [node, *node.get("anyOf", ())]
    return [each for choice in choices for each in choice.get("enum", ()) if isinstance(each, str)]


def _type(value: str, error: Any) -> tuple[str, str]:
    wanted = error.validator_value
    names = [_TYPES[name] for name in ([wanted] if isinstance(wanted, str) else wanted)]
    return f"{value} is not {' or '.join(names)}", f"use {' or '.join(names)}"


def _enum(value: str, error: Any) -> tuple[str, str]:
    near = did_you_mean(error.instance, _names(error.schema)) if isinstance(error.instance, str) else ""
    return f"{value} is not known here{near}", f"use one of: {', '.join(map(_shown, error.validator_value))}"


def _const(value: str, error: Any) -> tuple[str, str]:
    wanted = _shown(error.validator_value)
    return f"{value} is not {wanted}", f"make it {wanted}"


def _short(_: str, error: Any) -> tuple[str, str]:
    size, least = len(error.instance), error.validator_value
    return f"has {size} of at least {least}" if size else "is empty", "put something into it"


def _twice(_: str, error: Any) -> tuple[str, str]:
    again = next(member for at, member in enumerate(error.instance) if member in error.instance[:at])
    return f"has {_shown(again)} twice", "have it once"


def _bound(than: str) -> Callable[[str, Any], tuple[str, str]]:
    return lambda it, error: (f"{it} is not {than} {error.validator_value}", f"use {than} {error.validator_value}")


_KEYWORDS: dict[str, Callable[[str, Any], tuple[str, str]]] = {
    "const": _const,
    "enum": _enum,
    "exclusiveMinimum": _bound("more than"),
    "maximum": _bound("at most"),
    "minimum": _bound("at least"),
    "minItems": _short,
    "minLength": _short,
    "minProperties": _short,
    "type": _type,
    "uniqueItems": _twice,
}


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, dict):
        return "an object" if value else "an empty object"
    if isinstance(value, str) and len(value) > _SHOWN:
        return f"a text of {len(value)} characters"
    return json.dumps(value, ensure_ascii=False)
