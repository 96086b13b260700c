"""What stands around the panels: marks on the time axis, and links at the top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.board.imported.parts import SOURCE, Source
from generator.board.imported.words import JSON, TEXTS, Words, many, read, word


@dataclass(frozen=True, kw_only=True)
class Annotation(Words):
    """Marks on the time axis from a query."""

    name: str | None = word("name")
    datasource: Source | str | None = word("datasource", form=SOURCE)
    built_in: int | None = word("builtIn")
    enable: bool | None = word("enable")
    hide: bool | None = word("hide")
    colour: str | None = word("iconColor")
    expr: str | None = word("expr")
    query: str | None = word("query")
    step: str | None = word("step")
    title_format: str | None = word("titleFormat")
    text_format: str | None = word("textFormat")
    tag_keys: str | None = word("tagKeys")
    use_value_for_time: bool | None = word("useValueForTime")
    tags: Any = word("tags", form=JSON)
    limit: int | None = word("limit")
    match_any: bool | None = word("matchAny")
    show_in: int | None = word("showIn")
    type: str | None = word("type")
    filter: Any = word("filter", form=JSON)
    target: Any = word("target", form=JSON)


@dataclass(frozen=True, kw_only=True)
class Link(Words):
    """A link to somewhere: of a board (to an address, or to all boards of some tags), of a panel, of a value."""

    title: str | None = word("title")
    url: str | None = word("url")
    type: str | None = word("type")
    tags: tuple[str, ...] | None = word("tags", form=TEXTS)
    icon: str | None = word("icon")
    tooltip: str | None = word("tooltip")
    as_dropdown: bool | None = word("asDropdown")
    include_vars: bool | None = word("includeVars")
    keep_time: bool | None = word("keepTime")
    new_tab: bool | None = word("targetBlank")


def _annotation(data: Any) -> Annotation:
    return read(Annotation, data)


def _link(data: Any) -> Link:
    return read(Link, data)


ANNOTATIONS = many(_annotation)
LINKS = many(_link)
