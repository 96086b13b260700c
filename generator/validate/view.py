"""What rules look at: a document's parts, each with what is around it and with its queries read.

A rule names one of these classes and is called with each one there is. Views are made when they are asked for and
read each text once, however many rules look at it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from generator.board_json import Annotation, Dashboard, Link, Panel, Query, Variable
from generator.interpolate import Scope, scope_of
from generator.languages.judge import Judged, judge
from generator.validate.found import Found, Mend, Span
from generator.validate.known import Known


class BoardView:
    """A whole dashboard. `ours` says that the project itself made it, so that every key of it can be held against us."""

    def __init__(self, board: Dashboard, document: Any, known: Known, *, ours: bool) -> None:
        self.board = board
        self.document = document
        self.known = known
        self.ours = ours

    @cached_property
    def scope(self) -> Scope:
        """The variables with the values the board opens with."""
        return scope_of(self.board)

    @cached_property
    def panels(self) -> tuple[PanelView, ...]:
        """All panels, those inside collapsed rows included; rows are none."""
        return tuple(PanelView(panel, self) for panel in self.board.panels)

    @cached_property
    def annotations(self) -> tuple[QueryView, ...]:
        """The queries of the annotations."""
        return tuple(QueryView(one.query, self, None, one) for one in self.board.annotations if one.query is not None)

    @cached_property
    def variables(self) -> tuple[VariableView, ...]:
        """The template variables."""
        return tuple(VariableView(variable, self) for variable in self.board.variables)

    @property
    def queries(self) -> Iterator[QueryView]:
        """Every query: of panels, then of annotations."""
        for panel in self.panels:
            yield from panel.queries
        yield from self.annotations

    @property
    def links(self) -> Iterator[LinkView]:
        """Every link: of the board, of panels, of fields."""
        yield from (LinkView(link, self, None) for link in self.board.links)
        for panel in self.panels:
            yield from (LinkView(link, self, panel) for link in (*panel.panel.links, *panel.panel.data_links))

    def at(self, *keys: str | int, pointer: str | None = None) -> str:
        """The pointer to a key of the board's body, for a finding; what is absent is located at what is around it."""
        from generator.board_json.pointer import join

        return join(self.board.pointer if pointer is None else pointer, *keys)


class PanelView:
    """One panel."""

    def __init__(self, panel: Panel, board: BoardView) -> None:
        self.panel = panel
        self.board = board

    @cached_property
    def queries(self) -> tuple[QueryView, ...]:
        """Its queries, hidden ones included."""
        return tuple(QueryView(query, self.board, self, None) for query in self.panel.queries)

    def option(self, *keys: str) -> Any:
        """A value under `options`, None where it is not set."""
        located = self.panel.options.at(*keys)
        return None if located is None else located.value

    def default(self, *keys: str) -> Any:
        """A value under `fieldConfig.defaults`, None where it is not set."""
        located = self.panel.field_config.at("defaults", *keys)
        return None if located is None else located.value

    def at(self, *keys: str | int) -> str:
        """The pointer to a key of the panel."""
        return self.board.at(*keys, pointer=self.panel.pointer)


class _Texted:
    """Something with a query text: where a node of its tree stands, in the author's words."""

    text_pointer: str

    @property
    def judged(self) -> Judged:
        raise NotImplementedError

    def found(self, node: Any, message: str, fix: str = "", *, unsure: bool = False, mend: tuple[Mend, ...] = ()) -> Found:
        """A finding about a node of the tree (anything with `start` and `end`), located in the author's text.

        Where the reading of the text rests on a guess about a variable, the finding is a doubt.
        """
        span = self.span(node)
        return Found(self.text_pointer, message, fix, span, unsure=unsure or self.judged.guessed, mend=mend)

    def span(self, node: Any) -> Span:
        """Where in the author's text a node stands."""
        filled = self.judged.filled
        return (node.start, node.end) if filled is None else filled.origin(node.start, node.end)

    def written(self, node: Any) -> str:
        """The author's own words for a node: `$__rate_interval` where the tree has a duration."""
        filled = self.judged.filled
        return "" if filled is None else filled.written(node.start, node.end)


class QueryView(_Texted):
    """One query of a panel or of an annotation, read in its own language."""

    def __init__(self, query: Query, board: BoardView, panel: PanelView | None, annotation: Annotation | None) -> None:
        self.query = query
        self.board = board
        self.panel = panel
        self.annotation = annotation
        self.text_pointer = query.text_pointer

    @property
    def kind(self) -> str | None:
        """"prometheus", "loki", "tempo" or whatever else; None when nothing tells."""
        return self.query.kind

    @cached_property
    def judged(self) -> Judged:
        """The text with its variables filled in, parsed, and what is wrong with it."""
        return judge(self.query.text or "", self.query.kind, self.board.scope)

    @property
    def tree(self) -> Any:
        """The syntax tree, None where the text could not be read or is only a variable."""
        return self.judged.tree

    def at(self, *keys: str | int) -> str:
        """The pointer to a key of the query's own object."""
        return self.board.at(*keys, pointer=self.query.raw_pointer)


class VariableView:
    """One template variable."""

    def __init__(self, variable: Variable, board: BoardView) -> None:
        self.variable = variable
        self.board = board

    def at(self, *keys: str | int) -> str:
        """The pointer to a key of the variable."""
        return self.board.at(*keys, pointer=self.variable.pointer)


class LinkView:
    """One link: of the board, of a panel's header, or of its fields."""

    def __init__(self, link: Link, board: BoardView, panel: PanelView | None) -> None:
        self.link = link
        self.board = board
        self.panel = panel

    def at(self, *keys: str | int) -> str:
        """The pointer to a key of the link."""
        return self.board.at(*keys, pointer=self.link.pointer)


class SourceView:
    """One data source of a provisioning file, or of a running Grafana (`escaped` False: `$` is not doubled there).

    `raw` is its JSON object, `pointer` where it stands; `siblings` are all data sources of the same file.
    """

    def __init__(self, raw: dict[str, Any], pointer: str, document: Any, known: Known, *, escaped: bool) -> None:
        self.raw = raw
        self.pointer = pointer
        self.document = document
        self.known = known
        self.escaped = escaped

    @property
    def type(self) -> str:
        """The plugin's id; empty where it is not a text."""
        value = self.raw.get("type")
        return value if isinstance(value, str) else ""

    @property
    def json_data(self) -> dict[str, Any]:
        """Its settings; empty where there are none."""
        value = self.raw.get("jsonData")
        return value if isinstance(value, dict) else {}

    def at(self, *keys: str | int) -> str:
        """The pointer to a key of the data source."""
        from generator.board_json.pointer import join

        return join(self.pointer, *keys)


class ProviderView:
    """One dashboard provider of a provisioning file."""

    def __init__(self, raw: dict[str, Any], pointer: str, document: Any, known: Known) -> None:
        self.raw = raw
        self.pointer = pointer
        self.document = document
        self.known = known

    def at(self, *keys: str | int) -> str:
        """The pointer to a key of the provider."""
        from generator.board_json.pointer import join

        return join(self.pointer, *keys)


class CarrierView:
    """A Kubernetes resource that carries dashboards: a ConfigMap or one of the Grafana Operator's."""

    def __init__(self, document: Any, known: Known) -> None:
        self.document = document
        self.known = known
