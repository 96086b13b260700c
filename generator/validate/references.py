"""Every text of a board in which Grafana looks for variables, and what each refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from generator.board_json import Dashboard, Link, Panel, Query, SourceRef, Variable
from generator.board_json.pointer import join
from generator.interpolate import Reference, find

#: Where a text stands: a query or its legend and interval, a title or description, a link, a data source, a
#: transformation or override, or words of a person (Markdown), in which a `$` may be just a dollar.
Kind = Literal["query", "title", "link", "datasource", "setting", "words"]

#: As many values of one part as are looked through: a board of 1,000 panels has half of it, YAML's aliases can make
#: billions out of a page.
_MOST = 200_000


#: What is a text, or can hold one.
_TEXTED = (str, dict, list)


@dataclass(frozen=True, slots=True)
class Place:
    """One text and where it stands. `language` is a query's kind."""

    text: str
    pointer: str
    kind: Kind
    language: str | None = None
    #: The variable that the text belongs to, where it is one's query.
    variable: str | None = None


def references(found: Iterable[Place]) -> Iterator[tuple[Place, Reference]]:
    """Every reference in every text, in the order of reading."""
    for place in found:
        if "$" in place.text or "[[" in place.text:
            for reference in find(place.text):
                yield place, reference


def places(board: Dashboard) -> Iterator[Place]:
    """All texts in which Grafana replaces variables."""
    for variable in board.variables:
        yield from _variable(variable, board)
    for annotation in board.annotations:
        yield from _source(annotation.datasource)
        if annotation.query is not None and annotation.query.text:
            yield Place(annotation.query.text, annotation.query.text_pointer, "query", annotation.query.kind)
    for row in board.rows:
        if row.title:
            yield Place(row.title, join(row.pointer, *_spec(board), "title"), "title")
    for link in board.links:
        yield from _link(link)
    for panel in board.panels:
        yield from _panel(panel, board)


def texts(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Every text in a JSON value with its pointer."""
    waiting = [(value, pointer)]
    for _ in range(_MOST):
        if not waiting:
            return
        found, at = waiting.pop()
        if isinstance(found, str):
            yield found, at
        elif isinstance(found, dict):
            waiting += [(one, join(at, key)) for key, one in reversed(found.items()) if isinstance(one, _TEXTED)]
        elif isinstance(found, list):
            waiting += [(one, join(at, index)) for index, one in _backwards(found) if isinstance(one, _TEXTED)]


def _backwards(listed: list[Any]) -> Iterator[tuple[int, Any]]:
    return zip(range(len(listed) - 1, -1, -1), reversed(listed), strict=True)


def _variable(variable: Variable, board: Dashboard) -> Iterator[Place]:
    for key in ("query", "regex", "datasource"):
        if key in variable.raw:
            kind: Kind = "datasource" if key == "datasource" else "query"
            for text, pointer in texts(variable.raw[key], join(variable.pointer, *_spec(board), key)):
                yield Place(text, pointer, kind, variable.kind, variable.name)


def _panel(panel: Panel, board: Dashboard) -> Iterator[Place]:
    for key, value in (("title", panel.title), ("description", panel.description)):
        if value:
            yield Place(value, join(panel.pointer, *_spec(board), key), "title" if key == "title" else "words")
    yield from _source(panel.datasource)
    for query in panel.queries:
        yield from _query(query, panel)
    for key in ("interval", "timeFrom", "timeShift"):
        value = panel.raw.get(key)
        if isinstance(value, str):
            yield Place(value, join(panel.pointer, key), "setting")
    for link in (*panel.links, *panel.data_links):
        yield from _link(link)
    yield from _settings(panel)


def _query(query: Query, panel: Panel) -> Iterator[Place]:
    if query.datasource is not panel.datasource:
        yield from _source(query.datasource)
    for key, value in query.raw.items():
        if key not in ("datasource", "refId", "hide", "type"):
            for text, pointer in texts(value, join(query.raw_pointer, key)):
                yield Place(text, pointer, "query", query.kind)


def _settings(panel: Panel) -> Iterator[Place]:
    for step in panel.transformations:
        for text, pointer in texts(step.options.value, step.options.pointer):
            yield Place(text, pointer, "setting")
    # Markdown is a person's: a dollar in it may be just one.
    kind: Kind = "words" if panel.type in ("text", None) else "setting"
    for text, pointer in texts(panel.options.value, panel.options.pointer):
        yield Place(text, pointer, kind)
    for text, pointer in texts(panel.field_config.value, panel.field_config.pointer):
        if "/links/" not in pointer:
            yield Place(text, pointer, "setting")


def _source(ref: SourceRef | None) -> Iterator[Place]:
    if ref is not None and ref.uid:
        yield Place(ref.uid, join(ref.pointer, "uid"), "datasource")


def _link(link: Link) -> Iterator[Place]:
    for key, text in (("url", link.url), ("title", link.title)):
        if text:
            yield Place(text, join(link.pointer, key), "link")


def _spec(board: Dashboard) -> tuple[str, ...]:
    """Where the fields of a part stand below it."""
    return ("spec",) if board.form in ("v2", "kubernetes-v2") else ()
