"""The panels of boards that were made elsewhere, one class for each common type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from generator.board.imported.old_panels import Graph, Singlestat
from generator.board.imported.parts import Legend, Reduce, Tooltip
from generator.board.imported.placed import CUSTOM, Fields
from generator.board.imported.words import JSON, TEXTS, Json, one, word


@dataclass(frozen=True, kw_only=True)
class _Drawn(Fields):
    """What all panels say that draw series on axes, or next to a legend."""

    fill_opacity: float | None = word(*CUSTOM, "fillOpacity")
    line_width: float | None = word(*CUSTOM, "lineWidth")
    gradient: str | None = word(*CUSTOM, "gradientMode")
    span_nulls: Any = word(*CUSTOM, "spanNulls")
    insert_nulls: Any = word(*CUSTOM, "insertNulls")
    stack: str | None = word(*CUSTOM, "stacking", "mode")
    stack_group: str | None = word(*CUSTOM, "stacking", "group")
    axis_label: str | None = word(*CUSTOM, "axisLabel")
    axis_placement: str | None = word(*CUSTOM, "axisPlacement")
    axis_colour: str | None = word(*CUSTOM, "axisColorMode")
    axis_border: bool | None = word(*CUSTOM, "axisBorderShow")
    axis_centred: bool | None = word(*CUSTOM, "axisCenteredZero")
    axis_grid: bool | None = word(*CUSTOM, "axisGridShow")
    axis_soft_min: float | None = word(*CUSTOM, "axisSoftMin")
    axis_soft_max: float | None = word(*CUSTOM, "axisSoftMax")
    axis_width: int | None = word(*CUSTOM, "axisWidth")
    scale: str | None = word(*CUSTOM, "scaleDistribution", "type")
    scale_log: int | None = word(*CUSTOM, "scaleDistribution", "log")
    steps_drawn: str | None = word(*CUSTOM, "thresholdsStyle", "mode")
    hidden_in_legend: bool | None = word(*CUSTOM, "hideFrom", "legend")
    hidden_in_tooltip: bool | None = word(*CUSTOM, "hideFrom", "tooltip")
    hidden_in_graph: bool | None = word(*CUSTOM, "hideFrom", "viz")
    legend: Legend | None = word("options", "legend", form=one(Legend))
    tooltip: Tooltip | None = word("options", "tooltip", form=one(Tooltip))


@dataclass(frozen=True, kw_only=True)
class TimeSeries(_Drawn):
    """Numbers over time."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "timeseries"}

    draw: str | None = word(*CUSTOM, "drawStyle")
    interpolation: str | None = word(*CUSTOM, "lineInterpolation")
    line_style: Json | None = word(*CUSTOM, "lineStyle", form=JSON)
    points: str | None = word(*CUSTOM, "showPoints")
    point_size: float | None = word(*CUSTOM, "pointSize")
    show_values: bool | None = word(*CUSTOM, "showValues")
    bar_alignment: int | None = word(*CUSTOM, "barAlignment")
    bar_width: float | None = word(*CUSTOM, "barWidthFactor")
    bar_max_width: float | None = word(*CUSTOM, "barMaxWidth")
    fill_below: str | None = word(*CUSTOM, "fillBelowTo")
    transform: str | None = word(*CUSTOM, "transform")
    zones: tuple[str, ...] | None = word("options", "timezone", form=TEXTS)


@dataclass(frozen=True, kw_only=True)
class BarChart(_Drawn):
    """A bar for each row of a table."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "barchart"}

    bar_radius: float | None = word("options", "barRadius")
    bar_width: float | None = word("options", "barWidth")
    group_width: float | None = word("options", "groupWidth")
    full_highlight: bool | None = word("options", "fullHighlight")
    orientation: str | None = word("options", "orientation")
    show_value: str | None = word("options", "showValue")
    stacked: str | None = word("options", "stacking")
    x_field: str | None = word("options", "xField")
    colour_field: str | None = word("options", "colorByField")
    x_rotation: int | None = word("options", "xTickLabelRotation")
    x_spacing: int | None = word("options", "xTickLabelSpacing")
    x_longest: int | None = word("options", "xTickLabelMaxLength")
    text: Json | None = word("options", "text", form=JSON)


@dataclass(frozen=True, kw_only=True)
class PieChart(_Drawn):
    """Parts of a whole."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "piechart"}

    pie: str | None = word("options", "pieType")
    labels: tuple[str, ...] | None = word("options", "displayLabels", form=TEXTS)
    sort: str | None = word("options", "sort")
    reduce: Reduce | None = word("options", "reduceOptions", form=one(Reduce))
    text: Json | None = word("options", "text", form=JSON)


@dataclass(frozen=True, kw_only=True)
class StateTimeline(_Drawn):
    """States over time, one line for each series."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "state-timeline"}

    align: str | None = word("options", "alignValue")
    merge: bool | None = word("options", "mergeValues")
    row_height: float | None = word("options", "rowHeight")
    show_value: str | None = word("options", "showValue")
    per_page: int | None = word("options", "perPage")


@dataclass(frozen=True, kw_only=True)
class _Reduced(Fields):
    """What all panels say that make one number of each series."""

    orientation: str | None = word("options", "orientation")
    reduce: Reduce | None = word("options", "reduceOptions", form=one(Reduce))
    text: Json | None = word("options", "text", form=JSON)
    least_height: int | None = word("options", "minVizHeight")
    least_width: int | None = word("options", "minVizWidth")
    sizing: str | None = word("options", "sizing")


@dataclass(frozen=True, kw_only=True)
class Stat(_Reduced):
    """A number as it stands now."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "stat"}

    coloured: str | None = word("options", "colorMode")
    graph: str | None = word("options", "graphMode")
    justify: str | None = word("options", "justifyMode")
    text_mode: str | None = word("options", "textMode")
    wide: bool | None = word("options", "wideLayout")
    change: bool | None = word("options", "showPercentChange")
    change_colour: str | None = word("options", "percentChangeColorMode")


@dataclass(frozen=True, kw_only=True)
class Gauge(_Reduced):
    """A number between its limits."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "gauge"}

    step_labels: bool | None = word("options", "showThresholdLabels")
    step_markers: bool | None = word("options", "showThresholdMarkers")


@dataclass(frozen=True, kw_only=True)
class BarGauge(_Reduced):
    """A bar for each series."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "bargauge"}

    display: str | None = word("options", "displayMode")
    unfilled: bool | None = word("options", "showUnfilled")
    value_mode: str | None = word("options", "valueMode")
    name_placement: str | None = word("options", "namePlacement")
    most_height: int | None = word("options", "maxVizHeight")
    legend: Legend | None = word("options", "legend", form=one(Legend))


@dataclass(frozen=True, kw_only=True)
class Table(Fields):
    """Rows and columns."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "table"}

    align: str | None = word(*CUSTOM, "align")
    cell: Json | None = word(*CUSTOM, "cellOptions", form=JSON)
    display: str | None = word(*CUSTOM, "displayMode")
    filterable: bool | None = word(*CUSTOM, "filterable")
    inspect: bool | None = word(*CUSTOM, "inspect")
    column_width: int | None = word(*CUSTOM, "width")
    least_width: int | None = word(*CUSTOM, "minWidth")
    wrap_header: bool | None = word(*CUSTOM, "wrapHeaderText")
    cell_height: str | None = word("options", "cellHeight")
    footer: Json | None = word("options", "footer", form=JSON)
    header: bool | None = word("options", "showHeader")
    paged: bool | None = word("options", "enablePagination")
    sort_by: list[Json] | None = word("options", "sortBy", form=JSON)
    frame: int | None = word("options", "frameIndex")
    #: Of the table of Grafana 6.
    styles: list[Json] | None = word("styles", form=JSON)
    columns: list[Json] | None = word("columns", form=JSON)
    transform: str | None = word("transform")
    sort: Json | None = word("sort", form=JSON)
    page_size: int | None = word("pageSize")
    scroll: bool | None = word("scroll")
    font_size: str | None = word("fontSize")
    old_header: bool | None = word("showHeader")


@dataclass(frozen=True, kw_only=True)
class Heatmap(Fields):
    """A distribution over time."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "heatmap"}

    calculate: bool | None = word("options", "calculate")
    calculation: Json | None = word("options", "calculation", form=JSON)
    cell_gap: int | None = word("options", "cellGap")
    cell_radius: int | None = word("options", "cellRadius")
    cell_values: Json | None = word("options", "cellValues", form=JSON)
    colours: Json | None = word("options", "color", form=JSON)
    exemplars: Json | None = word("options", "exemplars", form=JSON)
    filter_values: Json | None = word("options", "filterValues", form=JSON)
    legend: Json | None = word("options", "legend", form=JSON)
    rows_frame: Json | None = word("options", "rowsFrame", form=JSON)
    show_value: str | None = word("options", "showValue")
    tooltip: Json | None = word("options", "tooltip", form=JSON)
    y_axis: Json | None = word("options", "yAxis", form=JSON)
    scale: str | None = word(*CUSTOM, "scaleDistribution", "type")
    hidden_in_legend: bool | None = word(*CUSTOM, "hideFrom", "legend")
    hidden_in_tooltip: bool | None = word(*CUSTOM, "hideFrom", "tooltip")
    hidden_in_graph: bool | None = word(*CUSTOM, "hideFrom", "viz")
    #: Of the heatmap of Grafana 8 and earlier.
    old_colours: Json | None = word("color", form=JSON)
    old_legend: Json | None = word("legend", form=JSON)
    old_tooltip: Json | None = word("tooltip", form=JSON)
    old_x_axis: Json | None = word("xAxis", form=JSON)
    old_y_axis: Json | None = word("yAxis", form=JSON)
    cards: Json | None = word("cards", form=JSON)
    heatmap: Json | None = word("heatmap", form=JSON)
    data_format: str | None = word("dataFormat")
    highlight: bool | None = word("highlightCards")
    hide_zero: bool | None = word("hideZeroBuckets")
    reverse: bool | None = word("reverseYBuckets")
    y_bound: str | None = word("yBucketBound")


@dataclass(frozen=True, kw_only=True)
class Logs(Fields):
    """Log lines."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "logs"}

    dedup: str | None = word("options", "dedupStrategy")
    details: bool | None = word("options", "enableLogDetails")
    scroll: bool | None = word("options", "enableInfiniteScrolling")
    prettify: bool | None = word("options", "prettifyLogMessage")
    common_labels: bool | None = word("options", "showCommonLabels")
    labels: bool | None = word("options", "showLabels")
    time: bool | None = word("options", "showTime")
    order: str | None = word("options", "sortOrder")
    wrap: bool | None = word("options", "wrapLogMessage")
    controls: bool | None = word("options", "showControls")
    details_mode: str | None = word("options", "detailsMode")
    font_size: str | None = word("options", "fontSize")
    highlighting: bool | None = word("options", "syntaxHighlighting")


@dataclass(frozen=True, kw_only=True)
class Text(Fields):
    """Words in Markdown or HTML."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "text"}

    content: str | None = word("options", "content")
    mode: str | None = word("options", "mode")
    code: Json | None = word("options", "code", form=JSON)
    #: Where Grafana 6 kept them.
    old_content: str | None = word("content")
    old_mode: str | None = word("mode")


@dataclass(frozen=True, kw_only=True)
class DashboardList(Fields):
    """Boards to go to."""

    ALWAYS: ClassVar[Mapping[str, Any]] = {"type": "dashlist"}

    most: int | None = word("options", "maxItems")
    query: str | None = word("options", "query")
    tags: tuple[str, ...] | None = word("options", "tags", form=TEXTS)
    headings: bool | None = word("options", "showHeadings")
    recent: bool | None = word("options", "showRecentlyViewed")
    search: bool | None = word("options", "showSearch")
    starred: bool | None = word("options", "showStarred")
    folder_uid: str | None = word("options", "folderUID")
    folder_names: bool | None = word("options", "showFolderNames")
    keep_time: bool | None = word("options", "keepTime")
    include_vars: bool | None = word("options", "includeVars")


@dataclass(frozen=True, kw_only=True)
class Other(Fields):
    """A panel of another type. Its options are its own, and kept."""

    type: str | None = word("type")


KINDS = (
    TimeSeries,
    Stat,
    Table,
    Gauge,
    BarGauge,
    PieChart,
    Logs,
    Text,
    Heatmap,
    StateTimeline,
    BarChart,
    DashboardList,
    Graph,
    Singlestat,
    Other,
)
