"""Whether a value fits a schema, and no more than that.

Nearly everything that is checked is right, and then nothing needs to be explained: these plain functions take a
twentieth of the time of jsonschema, which is imported and asked only about what they refuse. They know the keywords
that our schemas use, and refuse to be made of others.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sized
from functools import cache
from typing import Any

from generator.schemas.library import schema

Verdict = Callable[[Any], bool]
Json = dict[str, Any]

#: Keywords that say something about the schema, not about the value.
_SILENT = frozenset({"$comment", "$defs", "description", "title"})
#: Keywords that are looked at together with another.
_TOGETHER = {
    "additionalProperties": "properties",
    "else": "if",
    "patternProperties": "properties",
    "prefixItems": "items",
    "then": "if",
}


def is_number(value: object) -> bool:
    """Whether it can be written as a JSON number: true and infinity cannot."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def is_integer(value: object) -> bool:
    """Whether it is written without a decimal point."""
    return isinstance(value, int) and not isinstance(value, bool)


_TYPES: dict[str, Verdict] = {
    "array": lambda value: isinstance(value, list),
    "boolean": lambda value: isinstance(value, bool),
    "integer": is_integer,
    "null": lambda value: value is None,
    "number": is_number,
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
}


@cache
def verdict(file: str, *place: str) -> Verdict:
    """The verdict by the schema at that place in a file."""
    return _verdict(schema(file, *place))


def _verdict(node: Any) -> Verdict:
    if isinstance(node, bool):
        return _anything if node else _nothing
    words = {_TOGETHER.get(word, word) for word in node if word not in _SILENT}
    checks = [_KEYWORDS[word](node.get(word), node) for word in sorted(words)]
    return _all(checks)


def _anything(_: Any) -> bool:
    return True


def _nothing(_: Any) -> bool:
    return False


def _all(checks: list[Verdict]) -> Verdict:
    if len(checks) == 1:
        return checks[0]

    def check(value: Any) -> bool:
        for each in checks:  # noqa: SIM110 - all() over a generator takes twice the time
            if not each(value):
                return False
        return True

    return check


def _type(types: Any, _: Json) -> Verdict:
    if isinstance(types, str):
        return _TYPES[types]
    of = [_TYPES[name] for name in types]
    return lambda value: any(check(value) for check in of)


def _equal(left: object, right: object) -> bool:
    return left == right and isinstance(left, bool) == isinstance(right, bool)


def _const(wanted: Any, _: Json) -> Verdict:
    return lambda value: _equal(value, wanted)


def _enum(wanted: Any, _: Json) -> Verdict:
    texts = frozenset(each for each in wanted if isinstance(each, str))
    others = [each for each in wanted if not isinstance(each, str)]
    return lambda value: value in texts if isinstance(value, str) else any(_equal(value, each) for each in others)


def _pattern(pattern: str, _: Json) -> Verdict:
    search = re.compile(pattern).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _least(of: type[Sized], wanted: int) -> Verdict:
    return lambda value: not isinstance(value, of) or len(value) >= wanted


def _bound(holds: Callable[[Any], bool]) -> Verdict:
    return lambda value: not is_number(value) or holds(value)


def _required(wanted: list[str], _: Json) -> Verdict:
    least = frozenset(wanted)
    return lambda value: not isinstance(value, dict) or least <= value.keys()


def _properties(_: Any, node: Json) -> Verdict:
    named = {key: _verdict(each) for key, each in node.get("properties", {}).items()}
    patterns = [(re.compile(each).search, _verdict(of)) for each, of in node.get("patternProperties", {}).items()]
    others = _verdict(node.get("additionalProperties", True))

    def member(key: str) -> Verdict:
        own = [named[key]] if key in named else []
        return _all(own + [of for search, of in patterns if search(key)] or [others])

    def check(value: Any) -> bool:
        if isinstance(value, dict):
            for key in value:
                of = member(key) if patterns else named.get(key, others)
                if not of(value[key]):
                    return False
        return True

    return check


def _items(_: Any, node: Json) -> Verdict:
    first = [_verdict(each) for each in node.get("prefixItems", ())]
    rest = _verdict(node.get("items", True))

    def check(value: Any) -> bool:
        if isinstance(value, list):
            for at, member in enumerate(value):
                of = first[at] if at < len(first) else rest
                if not of(member):
                    return False
        return True

    return check


def _not(node: Any, _: Json) -> Verdict:
    of = _verdict(node)
    return lambda value: not of(value)


def _contains(node: Any, _: Json) -> Verdict:
    wanted = _verdict(node)
    return lambda value: not isinstance(value, list) or any(wanted(member) for member in value)


def _unique(_: Any, __: Json) -> Verdict:
    return lambda value: not isinstance(value, list) or not any(each in value[:at] for at, each in enumerate(value))


def _any_of(nodes: list[Any], _: Json) -> Verdict:
    of = [_verdict(each) for each in nodes]
    return lambda value: any(each(value) for each in of)


def _all_of(nodes: list[Any], _: Json) -> Verdict:
    return _all([_verdict(each) for each in nodes])


def _if(condition: Any, node: Json) -> Verdict:
    when, then, otherwise = _verdict(condition), _verdict(node.get("then", True)), _verdict(node.get("else", True))
    return lambda value: then(value) if when(value) else otherwise(value)


_KEYWORDS: dict[str, Callable[[Any, Json], Verdict]] = {
    "allOf": _all_of,
    "anyOf": _any_of,
    "const": _const,
    "contains": _contains,
    "enum": _enum,
    "exclusiveMinimum": lambda bound, _: _bound(lambda value: value > bound),
    "if": _if,
    "items": _items,
    "maximum": lambda bound, _: _bound(lambda value: value <= bound),
    "minimum": lambda bound, _: _bound(lambda value: value >= bound),
    "minItems": lambda wanted, _: _least(list, wanted),
    "minLength": lambda wanted, _: _least(str, wanted),
    "minProperties": lambda wanted, _: _least(dict, wanted),
    "not": _not,
    "pattern": _pattern,
    "properties": _properties,
    "required": _required,
    "type": _type,
    "uniqueItems": _unique,
}
