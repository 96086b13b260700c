"""What rules look at: a document's parts, each with what is around it and with its queries read.

A rule names one of these classes and is called with each one there is. Views are made when they are asked for and
read each text once, however many rules look at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from generator.board_json import Annotation, Dashboard, Link, Located, Panel, Query, Variable
from generator.board_json.pointer import join
from generator.interpolate import Reference, Scope, find, scope_of
from generator.languages.filled import Filled
from generator.languages.holes.tokens import Kind
from generator.languages.judge import Judged, judge
from generator.languages.variable_judge import JudgedVariable, judge_variable
from generator.languages.variable_query import read_object, read_text
from generator.validate.document import BoardDocument, Document, Entry, address
from generator.validate.finding import Finding
from generator.validate.found import Found, Mend, Span
from generator.validate.known import Known
from generator.validate.metricsql import is_metricsql
from generator.validate.references import Place, places, references
from generator.validate.resource import Resource
from generator.validate.suppression import Suppression

#: The languages that can be read, by the kind of a query.
_LANGUAGES: Mapping[str, Kind] = {"prometheus": "prometheus", "loki": "loki", "tempo": "tempo"}


class BoardView:
    """A whole dashboard. `ours` says that the project itself made it: every key of it can be held against us."""

    def __init__(self, board: Dashboard, document: BoardDocument, known: Known, *, ours: bool) -> None:
        self.board = board
        self.document = document
        self.known = known
        self.ours = ours

    @property
    def where(self) -> str:
        """What its `Card` calls it: no other document of the run is called so."""
        return address(self.document)

    @property
    def folder(self) -> str:
        """What stands together with it: the boards of one folder on disk, or of one of Grafana's."""
        return self.known.folder(self.where)

    @property
    def new_model(self) -> bool:
        """Whether it is written in the new model (v2): elements and a layout in the place of panels on a grid."""
        return self.board.form in ("v2", "kubernetes-v2")

    @property
    def uid_pointer(self) -> str:
        """Where its uid stands: in a resource that is its name."""
        named = self.board.form in ("kubernetes", "kubernetes-v2") and not self.board.raw.get("uid")
        return "/metadata/name" if named else self.at("uid")

    @cached_property
    def scope(self) -> Scope:
        """The variables with the values the board opens with."""
        return scope_of(self.board)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """All texts in which Grafana replaces variables."""
        return tuple(places(self.board))

    @cached_property
    def references(self) -> tuple[tuple[Place, Reference], ...]:
        """Every reference to a variable, each with the text it stands in."""
        return tuple(references(self.places))

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

    @cached_property
    def several(self) -> frozenset[str]:
        """The variables that can have several values at once."""
        return frozenset(
            one.name
            for one in self.board.variables
            if one.name and (one.multi or one.include_all) and one.type != "datasource"
        )

    @cached_property
    def speaks_metricsql(self) -> bool:
        """Whether some query is one for VictoriaMetrics, so that the others may be as well."""
        return any(one.kind == "prometheus" and is_metricsql(one.query.text or "") for one in self.queries)

    def repeats(self, panel: PanelView | None) -> frozenset[str]:
        """The variables that a panel, and the rows around it, are repeated by: inside each has one value."""
        found = set()
        if panel is not None:
            found.add(panel.panel.repeat)
            row = panel.panel.row
            while row is not None:
                found.add(row.repeat)
                row = row.within
        return frozenset(name for name in found if name)

    def at(self, *keys: str | int, pointer: str | None = None) -> str:
        """The pointer to a key of the board's body, for a finding; what is absent is located at what is around it."""
        return join(self.board.pointer if pointer is None else pointer, *keys)

    def part(self, pointer: str) -> str:
        """Where the fields of a part (an element, a row, a variable) stand: in the new model one step below it."""
        return join(pointer, "spec") if self.new_model else pointer


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
        if keys and keys[0] in ("options", "fieldConfig"):
            located = self.panel.options if keys[0] == "options" else self.panel.field_config
            return join(located.pointer, *keys[1:])
        return self.board.at(*keys, pointer=self.board.part(self.panel.pointer))


class _Texted:
    """Something with a query text: where a node of its tree stands, in the author's words."""

    text_pointer: str

    @property
    def judged(self) -> Judged:
        raise NotImplementedError

    def found(
        self, node: Any, message: str, fix: str = "", *, unsure: bool = False, mend: tuple[Mend, ...] = ()
    ) -> Found:
        """A finding about a node of the tree (anything with `start` and `end`), located in the author's text.

        Where the node's shape rests on a guess about a variable, the finding is a doubt; what a variable stands for
        between quotes has no part in the shape.
        """
        span = self.span(node)
        return Found(self.text_pointer, message, fix, span, unsure=unsure or self._shaped_by_guess(node), mend=mend)

    def _shaped_by_guess(self, node: Any) -> bool:
        filled = self.judged.filled
        guesses = (hole for hole in filled.holes_in(node.start, node.end) if hole.guessed)
        return any(not _between_quotes(filled.text, node.start, hole.start) for hole in guesses)

    def span(self, node: Any) -> Span:
        """Where in the author's text a node stands."""
        return self.judged.filled.origin(node.start, node.end)

    def written(self, node: Any) -> str:
        """The author's own words for a node: `$__rate_interval` where the tree has a duration."""
        return self.judged.filled.written(node.start, node.end)

    def is_chosen(self, node: Any) -> bool:
        """Whether a variable stands there, so that somebody may choose what is read here."""
        return bool(self.judged.filled.holes_in(node.start, node.end))

    def is_guess(self, node: Any) -> bool:
        """Whether a part of the node stands for a variable whose value nobody knows."""
        return self.judged.filled.is_guess(node.start, node.end)


def _between_quotes(text: str, start: int, at: int) -> bool:
    """Whether an offset of a query is inside a string, for a `start` that is not."""
    quote = ""
    skipped = False
    for sign in text[start:at]:
        if skipped:
            skipped = False
        elif sign == "\\" and quote != "`":
            skipped = True
        elif quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'`":
            quote = sign
    return bool(quote)


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
        """ "prometheus", "loki", "tempo" or whatever else; None when nothing tells."""
        return self.query.kind

    @cached_property
    def judged(self) -> Judged:
        """The text with its variables filled in, parsed, and what is wrong with it; unread in a language not known."""
        text, kind = self.query.text or "", _LANGUAGES.get(self.query.kind or "")
        if kind is None:
            return Judged(Filled(text, text, ()), skipped=f"a query of {self.query.kind or 'an unknown data source'}")
        if kind == "tempo" and self.query.query_type == "serviceMap":
            # A selector of service-graph series: PromQL, in braces.
            return judge(text, "prometheus", self.board.scope)
        return judge(text, kind, self.board.scope)

    @property
    def tree(self) -> Any:
        """The syntax tree, None where the text could not be read or is only a variable."""
        return self.judged.tree

    def several(self, node: Any) -> Iterator[Reference]:
        """The references within a node to variables that can have several values at once here."""
        one_at_a_time = self.board.repeats(self.panel)
        for reference in find(self.written(node)):
            if reference.name in self.board.several and reference.name not in one_at_a_time:
                yield reference

    def at(self, *keys: str | int) -> str:
        """The pointer to a key of the query's own object."""
        return self.board.at(*keys, pointer=self.query.raw_pointer)


class VariableView:
    """One template variable."""

    def __init__(self, variable: Variable, board: BoardView) -> None:
        self.variable = variable
        self.board = board

    @cached_property
    def judged(self) -> JudgedVariable | None:
        """Its query, read and judged; None where it has none in a language that is known."""
        variable, kind = self.variable, _LANGUAGES.get(self.variable.kind or "")
        if variable.type != "query" or kind is None:
            return None
        fields = self.fields
        if fields is not None and kind != "prometheus" and "__legacyStringValue" not in fields.value:
            query = read_object(fields.value, kind)
        elif variable.text:
            query = read_text(variable.text, kind)
        else:
            return None
        return judge_variable(query, kind, self.board.scope)

    @property
    def fields(self) -> Located | None:
        """The object that its query is, where it is one."""
        said, keys = self.variable.raw.get("query"), ["query"]
        if self.board.new_model and isinstance(said, dict):
            said, keys = said.get("spec"), ["query", "spec"]
        return Located(said, self.at(*keys)) if isinstance(said, dict) else None

    def at(self, *keys: str | int) -> str:
        """The pointer to a key of the variable."""
        return self.board.at(*keys, pointer=self.board.part(self.variable.pointer))


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
    """One data source of a provisioning file, of an operator's resource, or of a running Grafana.

    `escaped` says that Grafana expands `$NAME` in it. `earlier` are the data sources before it in the same file.
    """

    def __init__(
        self,
        entry: Entry,
        earlier: tuple[Entry, ...],
        document: Document,
        known: Known,
        *,
        escaped: bool,
        ours: bool,
    ) -> None:
        self.raw = dict(entry.data)
        self.pointer = entry.pointer
        self.earlier = tuple(one.data for one in earlier)
        self.document = document
        self.known = known
        self.escaped = escaped
        self.ours = ours

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
        return join(self.pointer, *keys)


class ProviderView:
    """One dashboard provider of a provisioning file; `earlier` are those before it in the same file."""

    def __init__(
        self, entry: Entry, earlier: tuple[Entry, ...], document: Document, known: Known, *, ours: bool
    ) -> None:
        self.ours = ours
        self.raw = dict(entry.data)
        self.pointer = entry.pointer
        self.earlier = tuple(one.data for one in earlier)
        self.document = document
        self.known = known

    def at(self, *keys: str | int) -> str:
        """The pointer to a key of the provider."""
        return join(self.pointer, *keys)


class CarrierView:
    """A Kubernetes object that carries dashboards: a ConfigMap or one of the Grafana Operator's."""

    def __init__(self, document: Document, resource: Resource, known: Known) -> None:
        self.document = document
        self.resource = resource
        self.known = known


class TroubleView:
    """A file that cannot be read, or not wholly: what the reader says of it, under the id of a rule."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


class AcceptanceView:
    """Somebody's acceptance of findings, once everything was judged: whether it covered any, and is past its day."""

    def __init__(self, accepted: Suppression, *, used: bool, expired: bool) -> None:
        self.accepted = accepted
        self.used = used
        self.expired = expired
