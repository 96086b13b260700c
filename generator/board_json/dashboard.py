"""A whole dashboard and what stands in it beside its panels: variables, annotations, inputs, placements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generator.board_json.parts import Grid, Link, Panel, Query, Row, SourceRef

#: How the document carries the board: bare classic JSON; `{"dashboard": ...}` as the API gives and takes it;
#: a Kubernetes-style resource around classic JSON (v0alpha1, v1beta1, v1) or around the v2 model; the v2
#: model on its own.
Form = Literal["classic", "wrapped", "kubernetes", "kubernetes-v2", "v2"]


@dataclass(frozen=True, slots=True)
class Option:
    """One entry in a variable's list."""

    text: str
    value: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Current:
    """What a variable is set to. A tuple is the choice of a multi-value variable."""

    text: str | tuple[str, ...] | None
    value: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """One template variable.

    `type` is Grafana's classic name ("query", "custom", "textbox", "constant", "datasource", "interval",
    "adhoc", "groupby", "switch"), also for a v2 board. `text` is what the person wrote: the query
    (of a Loki or Tempo label query its stream selector), the list of a custom or interval variable, the
    plugin id of a data source variable. `kind` is a query variable's language, told as for `Query`.
    `refresh`: 0 never, 1 on load, 2 when the time range changes. `hide`: 0 shown, 1 no label, 2 hidden,
    3 in the menu. `row` is the row or tab that a v2 variable belongs to.
    """

    name: str | None
    type: str | None
    label: str | None
    description: str | None
    kind: str | None
    text: str | None
    text_pointer: str | None
    datasource: SourceRef | None
    current: Current | None
    options: tuple[Option, ...]
    multi: bool
    include_all: bool
    all_value: str | None
    regex: str | None
    refresh: int | None
    hide: int | None
    skip_url_sync: bool
    row: Row | None
    pointer: str
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation. `query` is None for the built-in one and for those that ask Grafana's own store."""

    name: str | None
    enabled: bool
    hidden: bool
    builtin: bool
    query: Query | None
    datasource: SourceRef | None
    pointer: str
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Input:
    """What an exported board asks for on import: `${name}` stands for a data source or a constant."""

    name: str | None
    type: str | None
    plugin: str | None
    value: str | None
    pointer: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a v2 layout puts an element; the element need not exist, and may be placed twice."""

    element: str | None
    row: Row | None
    grid: Grid | None
    repeat: str | None
    pointer: str


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A whole board. `raw` is its body (what stands at `pointer`), without wrapper and metadata.

    `panels` are in document order, those of collapsed rows included. `placements` are those of a v2 board.
    `time_from`, `time_to` and `refresh` are Grafana's texts ("now-1h").
    """

    uid: str | None
    title: str | None
    tags: tuple[str, ...]
    schema_version: int | None
    form: Form
    api_version: str | None
    panels: tuple[Panel, ...]
    rows: tuple[Row, ...]
    variables: tuple[Variable, ...]
    annotations: tuple[Annotation, ...]
    links: tuple[Link, ...]
    inputs: tuple[Input, ...]
    placements: tuple[Placement, ...]
    time_from: str | None
    time_to: str | None
    refresh: str | None
    pointer: str
    raw: Mapping[str, Any]

    def queries(self) -> Iterator[tuple[Panel | Annotation, Query]]:
        """Every query of the board with its owner: panels first, then annotations."""
        for panel in self.panels:
            for query in panel.queries:
                yield panel, query
        for annotation in self.annotations:
            if annotation.query is not None:
                yield annotation, annotation.query
