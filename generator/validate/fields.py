"""What a panel says of its fields, in its defaults and in its overrides, each with the pointer to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.board_json import Located, Panel


def overrides(panel: Panel) -> Iterator[Located]:
    """The overrides that are objects."""
    listed = panel.field_config.at("overrides")
    if listed is not None and isinstance(listed.value, list):
        for at, one in enumerate(listed.value):
            if isinstance(one, dict):
                located = listed.at(at)
                if located is not None:
                    yield located


def properties(panel: Panel) -> Iterator[tuple[str, Located]]:
    """Every property that an override sets: its id, and the object that holds the value."""
    for override in overrides(panel):
        listed = override.at("properties")
        if listed is None or not isinstance(listed.value, list):
            continue
        for at, one in enumerate(listed.value):
            located = listed.at(at)
            if isinstance(one, dict) and isinstance(one.get("id"), str) and located is not None:
                yield one["id"], located


def override_values(panel: Panel, name: str) -> Iterator[tuple[Any, str]]:
    """The values that overrides give to one property, each with its pointer."""
    for found, located in properties(panel):
        value = located.at("value")
        if found == name and value is not None:
            yield value.value, value.pointer


def values(panel: Panel, name: str) -> Iterator[tuple[Any, str]]:
    """The default's value and the overrides' values of one property, each with its pointer."""
    default = panel.field_config.at("defaults", name)
    if default is not None:
        yield default.value, default.pointer
    yield from override_values(panel, name)
