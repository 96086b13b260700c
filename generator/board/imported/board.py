"""A board that was made elsewhere, with the place and the id of each panel, and rows as Grafana keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from generator.board.board import Board, Row
from generator.board.imported.around import ANNOTATIONS, LINKS, Annotation, Link
from generator.board.imported.parts import CELL, SOURCE, Source
from generator.board.imported.placed import Placed, Verbatim
from generator.board.imported.queries import QUERIES
from generator.board.imported.variables import VARIABLES
from generator.board.imported.words import JSON, TEXTS, Json, Words, merged, word
from generator.board.panels import Panel
from generator.errors import GeneratorError


@dataclass(frozen=True, kw_only=True)
class Section(Row, Words):
    """A row's header with the panels that it folds away, or that stand below it."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "row"}

    panels: tuple[Panel, ...] = ()
    title: Any = word("title")
    collapsed: Any = word("collapsed")
    id: int | None = word("id")
    at: tuple[int, int, int, int] | None = word("gridPos", form=CELL)
    datasource: Source | str | None = word("datasource", form=SOURCE)
    repeat: str | None = word("repeat")
    repeat_direction: str | None = word("repeatDirection")
    queries: tuple[Words, ...] | None = word("targets", form=QUERIES)
    #: Left over from Grafana 4.
    was_collapsed: bool | None = word("collapse")
    show_title: bool | None = word("showTitle")
    title_size: str | None = word("titleSize")
    #: Some boards leave the list of panels out where there are none.
    bare: bool = False

    def to_json(self) -> Json:
        """The header, with its panels inside if it is folded."""
        inside = [panel_json(panel) for panel in self.panels] if self.collapsed is True else []
        return merged({} if self.bare else {"panels": inside}, super().to_json())


@dataclass(frozen=True, kw_only=True)
class OldRow(Row, Words):
    """A row of Grafana 4 and earlier: panels side by side, without a grid."""

    panels: tuple[Panel, ...] = ()
    title: Any = word("title")
    collapsed: Any = word("collapse")
    height: int | str | None = word("height")
    show_title: bool | None = word("showTitle")
    title_size: str | None = word("titleSize")
    editable: bool | None = word("editable")
    repeat: str | None = word("repeat")
    #: Some boards leave the list of panels out where there are none.
    bare: bool = False

    def to_json(self) -> Json:
        """The row with its panels."""
        inside = [panel_json(panel) for panel in self.panels]
        return merged({} if self.bare else {"panels": inside}, super().to_json())


def panel_json(panel: Panel) -> Json:
    """A panel as it is kept on an imported board. GeneratorError for one of another kind of board."""
    if not isinstance(panel, (Placed, Verbatim)):
        raise GeneratorError(
            f'panel "{panel.key}": an imported board has panels of generator.board.imported only',
            "make it a Board, with all its panels in our own words",
        )
    return panel.to_json()


@dataclass(frozen=True, kw_only=True)
class Imported(Board, Words):
    """A board whose JSON is known: `title` is the whole title, `question` the description, `uid` its own.

    It is neither checked nor brought up to date when it is rendered: it stays the board that it was.
    """

    uid: str
    tags: tuple[str, ...] | None = word("tags", form=TEXTS)
    time_from: Any = word("time", "from")
    time_to: str | None = word("time", "to")
    refresh: Any = word("refresh")
    timezone: str | None = word("timezone")
    schema_version: int | None = word("schemaVersion")
    crosshair: int | None = word("graphTooltip")
    editable: bool | None = word("editable")
    style: str | None = word("style")
    week_start: str | None = word("weekStart")
    fiscal_year_start_month: int | None = word("fiscalYearStartMonth")
    live_now: bool | None = word("liveNow")
    preload: bool | None = word("preload")
    hide_controls: bool | None = word("hideControls")
    shared_crosshair: bool | None = word("sharedCrosshair")
    revision: Any = word("revision")
    gnet_id: int | None = word("gnetId")
    iteration: int | None = word("iteration")
    #: What an export asks whoever imports it, and what it needs.
    inputs: list[Json] | None = word("__inputs", form=JSON)
    requires: list[Json] | None = word("__requires", form=JSON)
    timepicker: Any = word("timepicker", form=JSON)
    links: tuple[Link, ...] | None = word("links", form=LINKS)
    annotations: tuple[Annotation, ...] | None = word("annotations", "list", form=ANNOTATIONS)
    variables: tuple[Words, ...] | None = word("templating", "list", form=VARIABLES)

    def to_json(self) -> Json:
        """The dashboard. GeneratorError for a panel that is not of an imported board."""
        described = {"description": self.question} if self.question else {}
        try:
            rows = self._rows()
        except GeneratorError as error:
            raise GeneratorError(f'board "{self.key}" › {error.summary}', error.fix) from None
        return merged({**described, **rows, "title": self.title, "uid": self.uid}, super().to_json())

    def _rows(self) -> Json:
        panels: list[Json] = []
        old: list[Json] = []
        for one in self.rows:
            if isinstance(one, OldRow):
                old.append(one.to_json())
                continue
            if isinstance(one, Section):
                panels.append(one.to_json())
            if not (isinstance(one, Section) and one.collapsed is True):
                panels += [panel_json(panel) for panel in one.panels]
        return {name: value for name, value in (("panels", panels), ("rows", old)) if value}
