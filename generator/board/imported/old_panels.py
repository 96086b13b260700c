"""Panels of Grafana 7 and earlier, which later ones turn into their own when they load a board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from generator.board.imported.placed import Fields
from generator.board.imported.words import JSON, Json, word


@dataclass(frozen=True, kw_only=True)
class Graph(Fields):
    """What is a time series today."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "graph"}

    lines: bool | None = word("lines")
    bars: bool | None = word("bars")
    points: bool | None = word("points")
    fill: float | None = word("fill")
    fill_gradient: float | None = word("fillGradient")
    line_width: float | None = word("linewidth")
    point_radius: float | None = word("pointradius")
    dashes: bool | None = word("dashes")
    dash_length: int | None = word("dashLength")
    space_length: int | None = word("spaceLength")
    pace_length: int | None = word("paceLength")
    stack: bool | None = word("stack")
    percentage: bool | None = word("percentage")
    stepped: bool | None = word("steppedLine")
    hidden_series: bool | None = word("hiddenSeries")
    null_point: str | None = word("nullPointMode")
    renderer: str | None = word("renderer")
    own_decimals: int | None = word("decimals")
    legend: Json | None = word("legend", form=JSON)
    tooltip: Json | None = word("tooltip", form=JSON)
    x_axis: Json | None = word("xaxis", form=JSON)
    y_axes: list[Json] | None = word("yaxes", form=JSON)
    y_axis: Json | None = word("yaxis", form=JSON)
    series: list[Json] | None = word("seriesOverrides", form=JSON)
    colours: Json | None = word("aliasColors", form=JSON)
    limits: list[Json] | None = word("thresholds", form=JSON)
    grid: Json | None = word("grid", form=JSON)
    alert: Json | None = word("alert", form=JSON)
    regions: list[Json] | None = word("timeRegions", form=JSON)
    alert_limit: bool | None = word("options", "alertThreshold")
    graph_links: list[Json] | None = word("options", "dataLinks", form=JSON)


@dataclass(frozen=True, kw_only=True)
class Singlestat(Fields):
    """What is a stat or a gauge today."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "singlestat"}

    format: str | None = word("format")
    own_decimals: int | None = word("decimals")
    limits: str | None = word("thresholds")
    colours: list[str] | None = word("colors", form=JSON)
    colour_background: bool | None = word("colorBackground")
    colour_value: bool | None = word("colorValue")
    colour_prefix: bool | None = word("colorPrefix")
    colour_postfix: bool | None = word("colorPostfix")
    prefix: str | None = word("prefix")
    postfix: str | None = word("postfix")
    prefix_size: str | None = word("prefixFontSize")
    postfix_size: str | None = word("postfixFontSize")
    value_size: str | None = word("valueFontSize")
    value_name: str | None = word("valueName")
    value_maps: list[Json] | None = word("valueMaps", form=JSON)
    range_maps: list[Json] | None = word("rangeMaps", form=JSON)
    mapping: int | None = word("mappingType")
    mapping_types: list[Json] | None = word("mappingTypes", form=JSON)
    gauge: Json | None = word("gauge", form=JSON)
    sparkline: Json | None = word("sparkline", form=JSON)
    null_point: str | None = word("nullPointMode")
    null_text: str | None = word("nullText")
    column: str | None = word("tableColumn")
