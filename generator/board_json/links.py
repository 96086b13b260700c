"""Links of boards, panels and fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.board_json import pointer as pointers
from generator.board_json.parts import Link, Located
from generator.board_json.shape import mapping, objects, strings, text


def board_links(value: Any, pointer: str) -> tuple[Link, ...]:
    """The links at the top of a board. One without a type leads to a URL, as in Grafana."""
    return tuple(
        Link(
            kind="dashboards" if entry.get("type") == "dashboards" else "link",
            title=text(entry.get("title")),
            url=text(entry.get("url")),
            tags=strings(entry.get("tags")),
            pointer=at,
            raw=entry,
        )
        for at, entry in objects(value, pointer)
    )


def panel_links(value: Any, pointer: str) -> tuple[Link, ...]:
    """The links in a panel's header."""
    return tuple(
        Link("panel", text(entry.get("title")), text(entry.get("url")), (), at, entry)
        for at, entry in objects(value, pointer)
    )


def data_links(field_config: Located, options: Located) -> tuple[Link, ...]:
    """The links of a panel's fields: defaults, overrides, and `options.dataLinks` of the old graph panel."""
    return tuple(
        Link("data", text(entry.get("title")), text(entry.get("url")), (), at, entry)
        for found in _link_lists(field_config, options)
        for at, entry in objects(found.value, found.pointer)
    )


def _link_lists(field_config: Located, options: Located) -> Iterator[Located]:
    for found in (field_config.at("defaults", "links"), options.at("dataLinks")):
        if found is not None:
            yield found
    overrides = mapping(field_config.value).get("overrides")
    for at, override in objects(overrides, pointers.join(field_config.pointer, "overrides")):
        for place, entry in objects(override.get("properties"), f"{at}/properties"):
            if entry.get("id") == "links":
                yield Located(entry.get("value"), f"{place}/value")
