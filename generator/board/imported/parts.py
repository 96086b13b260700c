"""What panels are made of: data sources, legends, steps, exceptions for single series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.board.imported.words import JSON, PLAIN, TEXTS, Form, Json, Unsaid, Words, many, read, word


@dataclass(frozen=True)
class Source:
    """A data source by its type and uid. Some boards give only one of them."""

    type: str | None = None
    uid: str | None = None

    def to_json(self) -> Json:
        """The reference."""
        return {name: value for name, value in (("type", self.type), ("uid", self.uid)) if value is not None}


def _source(value: Any) -> Source | str:
    if isinstance(value, str):
        return value
    if not isinstance(value, dict) or not value or not value.keys() <= {"type", "uid"}:
        raise Unsaid
    if not all(isinstance(one, str) for one in value.values()):
        raise Unsaid
    return Source(**value)


#: Boards before Grafana 8.3 name a data source by its name alone.
SOURCE = Form(_source, lambda value: value.to_json() if isinstance(value, Source) else value)


def _cell(value: Any) -> tuple[Any, ...]:
    if not isinstance(value, dict) or value.keys() != {"x", "y", "w", "h"}:
        raise Unsaid
    return tuple(PLAIN.read(value[name]) for name in "xywh")


#: A place on the grid: x, y, width, height.
CELL = Form(_cell, lambda value: dict(zip("xywh", value, strict=True)))


def _steps(value: Any) -> tuple[tuple[Any, ...], ...]:
    if not isinstance(value, list):
        raise Unsaid
    return tuple(_pair(each, "color", "value") for each in value)


def _pair(value: Any, name: str, other: str) -> tuple[Any, ...]:
    """A pair, or the first alone: null is said, and absent is not."""
    if not isinstance(value, dict) or name not in value or not value.keys() <= {name, other}:
        raise Unsaid
    return (value[name], value[other]) if other in value else (value[name],)


#: Thresholds: from which value on which colour. The first holds below the others and has no value.
STEPS = Form(_steps, lambda value: [dict(zip(("color", "value"), each, strict=False)) for each in value])


def _properties(value: Any) -> tuple[tuple[Any, ...], ...]:
    if not isinstance(value, list):
        raise Unsaid
    return tuple(_pair(each, "id", "value") for each in value)


PROPERTIES = Form(_properties, lambda value: [dict(zip(("id", "value"), each, strict=False)) for each in value])


@dataclass(frozen=True, kw_only=True)
class Override(Words):
    """What is different for some fields: how they are found, and what holds for them, as pairs of name and value."""

    matcher: str | None = word("matcher", "id")
    of: Any = word("matcher", "options", form=JSON)
    properties: tuple[tuple[Any, ...], ...] | None = word("properties", form=PROPERTIES)


@dataclass(frozen=True, kw_only=True)
class Legend(Words):
    """The legend of a graph."""

    mode: str | None = word("displayMode")
    placement: str | None = word("placement")
    calcs: tuple[str, ...] | None = word("calcs", form=TEXTS)
    values: tuple[str, ...] | None = word("values", form=TEXTS)
    show: bool | None = word("showLegend")
    as_table: bool | None = word("asTable")
    is_visible: bool | None = word("isVisible")
    sort_by: str | None = word("sortBy")
    sort_desc: bool | None = word("sortDesc")
    width: int | None = word("width")


@dataclass(frozen=True, kw_only=True)
class Tooltip(Words):
    """What stands beside the pointer."""

    mode: str | None = word("mode")
    sort: str | None = word("sort")
    hide_zeros: bool | None = word("hideZeros")
    max_height: int | None = word("maxHeight")
    max_width: int | None = word("maxWidth")


@dataclass(frozen=True, kw_only=True)
class Reduce(Words):
    """How one number is made of a series."""

    calcs: tuple[str, ...] | None = word("calcs", form=TEXTS)
    fields: str | None = word("fields")
    values: bool | None = word("values")
    limit: int | None = word("limit")


def _override(data: Any) -> Override:
    return read(Override, data)


OVERRIDES = many(_override)


def listed(data: Json) -> tuple[Any, ...]:
    """A choice of a variable: text, value, and whether it is selected."""
    if not isinstance(data, dict) or data.keys() != {"text", "value", "selected"}:
        raise Unsaid
    return data["text"], data["value"], data["selected"]


def _choices(value: Any) -> tuple[tuple[Any, ...], ...]:
    if not isinstance(value, list):
        raise Unsaid
    return tuple(listed(each) for each in value)


#: The choices of a variable as they were saved.
CHOICES = Form(_choices, lambda value: [dict(zip(("text", "value", "selected"), each, strict=True)) for each in value])
