"""Objects of a dashboard's JSON in words: each field of a class is the word for one place in the object.

Reading an object and writing it again gives the same object: a place without a word, or with a value that its word
cannot say, stands in `kept`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, TypeVar

Json = dict[str, Any]
Path = tuple[str, ...]
W = TypeVar("W", bound="Words")


class Unsaid(Exception):  # noqa: N818 -- no error: the value is kept as it is
    """A word cannot say this value."""


@dataclass(frozen=True)
class Form:
    """How a value is said: `read` makes it of JSON, or raises Unsaid; `write` makes the same JSON of it."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = lambda value: value


def _plain(value: Any) -> Any:
    if not isinstance(value, (str, int, float)):
        raise Unsaid
    return value


def _anything(value: Any) -> Any:
    if value is None:
        raise Unsaid
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Unsaid
    return tuple(value)


#: A text, a number or a truth value.
PLAIN = Form(_plain)
#: Any JSON, in Grafana's own terms.
JSON = Form(_anything)
TEXTS = Form(_texts, list)


def word(*path: str, form: Form = PLAIN) -> Any:
    """The field that says what stands at this place. None: nothing stands there."""
    return field(default=None, metadata={"path": path, "form": form})


@dataclass(frozen=True, kw_only=True)
class Words:
    """An object of a dashboard. `kept` is what its words cannot say, as it stands in the JSON."""

    #: What every object of the class says.
    ALWAYS: ClassVar[Mapping[str, Any]] = {}

    kept: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> Json:
        """The object."""
        data: Json = dict(self.ALWAYS)
        for name, path, form in spoken(type(self)):
            value = getattr(self, name)
            if value is not None:
                put(data, path, form.write(value))
        return merged(data, self.kept)


def spoken(kind: type[Words]) -> Iterator[tuple[str, Path, Form]]:
    """The words of a class: the field's name, its place, its form."""
    for one in fields(kind):
        if "path" in one.metadata:
            yield one.name, one.metadata["path"], one.metadata["form"]


def read(kind: type[W], data: Any, besides: tuple[str, ...] = (), **more: Any) -> W:
    """The object in the words of the class. `more` are fields without a place, which say what `besides` names.

    Raises Unsaid where that does not give the same object.
    """
    if not isinstance(data, dict):
        raise Unsaid
    rest = merged({}, {name: value for name, value in data.items() if name not in besides})
    for name, value in kind.ALWAYS.items():
        if rest.pop(name, None) != value:
            raise Unsaid
    said: dict[str, Any] = {}
    for name, path, form in spoken(kind):
        try:
            said[name] = form.read(_at(rest, path))
        except (Unsaid, KeyError):
            continue
        _take(rest, path)
    made = kind(**said, kept=rest, **more)
    if not same(made.to_json(), data):
        raise Unsaid
    return made


def same(one: Any, other: Any) -> bool:
    """Whether both are the same JSON: 1 is neither 1.0 nor true."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def merged(base: Json, over: Mapping[str, Any]) -> Json:
    """A copy of `base` with `over` on top. Objects merge, everything else is replaced."""
    result = dict(base)
    for name, value in over.items():
        old = result.get(name)
        if isinstance(value, dict):
            result[name] = merged(old if isinstance(old, dict) else {}, value)
        else:
            result[name] = value
    return result


def put(data: Json, path: Path, value: Any) -> None:
    """Put the value at its place."""
    for name in path[:-1]:
        data = data.setdefault(name, {})
    data[path[-1]] = value


def _at(data: Any, path: Path) -> Any:
    for name in path:
        if not isinstance(data, dict):
            raise KeyError(name)
        data = data[name]
    return data


def _take(data: Json, path: Path) -> None:
    """Take a place away, and the objects that had nothing but it: what is put there makes them again."""
    name, inner = path[0], path[1:]
    if inner:
        _take(data[name], inner)
    if not inner or not data[name]:
        del data[name]


def one(kind: type[Words]) -> Form:
    """An object in the words of a class."""
    return Form(lambda value: read(kind, value), lambda value: value.to_json())


def many(reading: Callable[[Any], Any]) -> Form:
    """A list of objects, each of which `reading` makes words of."""

    def all_of(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Unsaid
        return tuple(reading(each) for each in value)

    return Form(all_of, lambda value: [each.to_json() for each in value])


def first(data: Any, *kinds: type[Words]) -> Words:
    """The object in the words of the first class that can say it."""
    for kind in kinds:
        try:
            return read(kind, data)
        except Unsaid:
            continue
    raise Unsaid
