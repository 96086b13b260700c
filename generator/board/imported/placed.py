"""What panels of all types say, on boards that were made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import grafanalib.core as G

from generator.board.context import Context
from generator.board.imported.around import LINKS, Link
from generator.board.imported.parts import CELL, OVERRIDES, SOURCE, STEPS, Override, Source
from generator.board.imported.queries import QUERIES
from generator.board.imported.words import JSON, Json, Words, word
from generator.board.panels import Panel
from generator.errors import GeneratorError

DEFAULTS = ("fieldConfig", "defaults")
#: Where the settings of the panel type are.
CUSTOM = (*DEFAULTS, "custom")


def _refused(board: str, key: str) -> GeneratorError:
    return GeneratorError(
        f'board "{board}" › panel "{key}": an imported panel has a place of its own on the grid',
        "use it in an Imported board, or Custom(panel=...) in this one",
    )


@dataclass(frozen=True, kw_only=True)
class Verbatim(Panel):
    """A panel as JSON, with its place and its id. Only an `Imported` board takes it."""

    json: Mapping[str, Any] = field(default_factory=dict)

    def build(self, context: Context, board: str) -> G.Panel:  # noqa: ARG002
        raise _refused(board, self.key)

    def to_json(self) -> Json:
        """The panel."""
        return dict(self.json)


@dataclass(frozen=True, kw_only=True)
class Placed(Panel, Words):
    """What panels of all types say. `at` is the place on the grid: x, y, width, height."""

    key: str = ""
    id: int | None = word("id")
    title: Any = word("title")
    description: Any = word("description")
    at: tuple[int, int, int, int] | None = word("gridPos", form=CELL)
    datasource: Source | str | None = word("datasource", form=SOURCE)
    queries: tuple[Words, ...] | None = word("targets", form=QUERIES)
    links: Any = word("links", form=LINKS)
    transparent: bool | None = word("transparent")
    repeat: str | None = word("repeat")
    repeat_direction: str | None = word("repeatDirection")
    max_per_row: int | None = word("maxPerRow")
    interval: str | None = word("interval")
    max_data_points: int | None = word("maxDataPoints")
    time_from: str | None = word("timeFrom")
    time_shift: str | None = word("timeShift")
    hide_time: bool | None = word("hideTimeOverride")
    cache_timeout: str | None = word("cacheTimeout")
    transformations: list[Json] | None = word("transformations", form=JSON)
    library: Json | None = word("libraryPanel", form=JSON)
    plugin_version: str | None = word("pluginVersion")
    #: Of boards without a grid.
    span: int | None = word("span")
    min_span: int | None = word("minSpan")
    own_height: int | str | None = word("height")
    editable: bool | None = word("editable")
    error: bool | None = word("error")
    is_new: bool | None = word("isNew")

    def build(self, context: Context, board: str) -> G.Panel:  # noqa: ARG002
        raise _refused(board, self.key)


@dataclass(frozen=True, kw_only=True)
class Fields(Placed):
    """What all panels say whose numbers have a unit, steps and colours."""

    unit: str | None = word(*DEFAULTS, "unit")
    decimals: int | None = word(*DEFAULTS, "decimals")
    minimum: float | None = word(*DEFAULTS, "min")
    maximum: float | None = word(*DEFAULTS, "max")
    no_value: str | None = word(*DEFAULTS, "noValue")
    display_name: str | None = word(*DEFAULTS, "displayName")
    steps: tuple[tuple[Any, ...], ...] | None = word(*DEFAULTS, "thresholds", "steps", form=STEPS)
    step_mode: str | None = word(*DEFAULTS, "thresholds", "mode")
    mappings: list[Json] | None = word(*DEFAULTS, "mappings", form=JSON)
    colour: str | None = word(*DEFAULTS, "color", "mode")
    fixed_colour: str | None = word(*DEFAULTS, "color", "fixedColor")
    series_by: str | None = word(*DEFAULTS, "color", "seriesBy")
    unit_scale: bool | None = word(*DEFAULTS, "unitScale")
    field_min_max: bool | None = word(*DEFAULTS, "fieldMinMax")
    data_links: tuple[Link, ...] | None = word(*DEFAULTS, "links", form=LINKS)
    field_overrides: tuple[Override, ...] | None = word("fieldConfig", "overrides", form=OVERRIDES)
