"""What a panel consists of, whichever of Grafana's formats it was written in.

Every part says where it stands: `pointer` is an RFC 6901 pointer into the document as it was given, so a
finding can name the line of the file. `raw` is the part's own JSON object, untouched, for the one key in a
hundred that has no attribute here; in a v2 board it is the part's `spec`, one step below `pointer`. An
attribute is None when the document does not say, or says it in a type that Grafana does not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generator.board_json import pointer as pointers

#: What told the kind of a query, the surest first. "variable" is a data source variable or an import input;
#: "name" and "shape" are guesses, from the data source's name and from the look of the query itself.
Evidence = Literal["target", "panel", "variable", "name", "shape"]

#: The entries in Grafana's list of data sources that are no data source.
Special = Literal["mixed", "dashboard", "grafana", "expression"]


@dataclass(frozen=True, slots=True)
class Located:
    """Any JSON value and where it stands."""

    value: Any
    pointer: str

    def at(self, *keys: str | int) -> Located | None:
        """The value under a path of keys and indices, or None where the path ends early."""
        value = self.value
        for key in keys:
            known = isinstance(value, Mapping) and key in value
            if not known and not (isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value)):
                return None
            value = value[key]
        return Located(value, pointers.join(self.pointer, *keys))


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A reference to a data source. `uid` may hold a variable, and in old boards a name."""

    type: str | None
    uid: str | None
    pointer: str

    @property
    def special(self) -> Special | None:
        """Which of Grafana's built-in entries this is, if it is one."""
        return _SPECIAL_UIDS.get(self.uid or "") or _SPECIAL_TYPES.get(self.type or "")


_SPECIAL_UIDS: Mapping[str, Special] = {
    "-- Mixed --": "mixed",
    "-- Dashboard --": "dashboard",
    "-- Grafana --": "grafana",
    "__expr__": "expression",
    "-100": "expression",  # how Grafana 7 and 8 wrote it
}
_SPECIAL_TYPES: Mapping[str, Special] = {
    "mixed": "mixed",
    "dashboard": "dashboard",
    "grafana": "grafana",
    "__expr__": "expression",
}


@dataclass(frozen=True, slots=True)
class Grid:
    """A panel's place: 24 columns, rows of 30 px; `y` counts from the top of what holds the panel."""

    x: int | float
    y: int | float
    w: int | float
    h: int | float


@dataclass(frozen=True, slots=True)
class Row:
    """A heading with panels below it: a classic row, a row of the v2 model, or a tab.

    `within` is the row or tab around it (v2 only).
    """

    kind: Literal["row", "tab"]
    id: int | None
    title: str | None
    collapsed: bool
    repeat: str | None
    grid: Grid | None
    within: Row | None
    pointer: str
    raw: Mapping[str, Any]

    @property
    def path(self) -> tuple[str, ...]:
        """The titles from the outermost row or tab to this one; an untitled one is ""."""
        titles: list[str] = []
        row: Row | None = self
        while row is not None:
            titles.append(row.title or "")
            row = row.within
        return tuple(reversed(titles))


@dataclass(frozen=True, slots=True)
class Query:
    """One query of a panel or of an annotation.

    `kind` is the query's language: "prometheus" (also Amazon's and Azure's managed ones), "loki", "tempo",
    "__expr__", "grafana", "dashboard", else the plugin id as it stands, or None when nothing tells.
    `text` stands under `raw[text_key]`. `datasource` is the one that counts: its own, else its panel's.
    `instant` and `range` say what Grafana would run, defaults included. `interval` is the query's own minimal
    step ("30s"; may be a variable). `raw` stands at `raw_pointer`, which is `pointer` except in the v2 model,
    where the query's fields lie deeper than its refId.
    """

    ref_id: str | None
    kind: str | None
    evidence: Evidence | None
    text: str | None
    text_key: str | None
    datasource: SourceRef | None
    instant: bool
    range: bool
    format: str | None
    query_type: str | None
    interval: str | None
    legend: str | None
    exemplar: bool
    hidden: bool
    pointer: str
    raw: Mapping[str, Any]
    raw_pointer: str

    @property
    def text_pointer(self) -> str:
        """Where the text stands; without one, where the query's fields stand."""
        return self.raw_pointer if self.text_key is None else pointers.join(self.raw_pointer, self.text_key)


@dataclass(frozen=True, slots=True)
class Transformation:
    """One step between the queries' results and what the panel draws."""

    id: str | None
    options: Located
    disabled: bool
    pointer: str
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the board ("dashboards" by tag or "link"), of a panel's header, or of a field ("data")."""

    kind: Literal["dashboards", "link", "panel", "data"]
    title: str | None
    url: str | None
    tags: tuple[str, ...]
    pointer: str
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Library:
    """Which library panel stands here."""

    uid: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel. Rows are `Row`s, never panels.

    `element` is the panel's key in a v2 board. `repeat` is the name of the variable it is repeated by.
    `interval`, `max_data_points`, `time_from` and `time_shift` are the panel's query options.
    """

    id: int | None
    title: str | None
    type: str | None
    description: str | None
    row: Row | None
    pointer: str
    grid: Grid | None
    datasource: SourceRef | None
    queries: tuple[Query, ...]
    transformations: tuple[Transformation, ...]
    field_config: Located
    options: Located
    links: tuple[Link, ...]
    data_links: tuple[Link, ...]
    raw: Mapping[str, Any]
    library: Library | None
    element: str | None
    repeat: str | None
    interval: str | None
    max_data_points: int | None
    time_from: str | None
    time_shift: str | None
