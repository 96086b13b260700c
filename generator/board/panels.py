"""The panels a board is made of. A panel says what it shows; how that looks is decided here, once per type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import grafanalib.core as G

from generator.board import style
from generator.board.context import Context, datasource
from generator.board.links import Link
from generator.board.tables import TEMPO_COLUMNS
from generator.board.use import Asked, Use, sources, targets
from generator.errors import GeneratorError
from generator.model import panels as model
from generator.signals.signal import Signal

Json = dict[str, Any]

#: Types of Angular's time that grafanalib still makes, and what took their place.
_REMOVED = {
    "flant-statusmap-panel": "StateTimeline",
    "grafana-piechart-panel": "PieChartv2",
    "grafana-worldmap-panel": "a geomap panel",
    "graph": "TimeSeries",
    "natel-discrete-panel": "StateTimeline",
    "singlestat": "Stat",
}

_MIXED = {"type": "datasource", "uid": "-- Mixed --"}


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A panel of a board.

    `key` tells it apart from the board's other panels for ever: its id is made of it. Title, description and the
    text for emptiness are those of its first signal unless they are given.
    """

    key: str
    uses: tuple[Use, ...] = ()
    width: int = 8
    height: int = style.GRAPH
    title: str = ""
    description: str = ""
    links: tuple[Link, ...] = ()

    def build(self, context: Context, board: str) -> G.Panel:
        """The panel in grafanalib's model."""
        raise NotImplementedError

    @property
    def signal(self) -> Signal | None:
        """The signal the panel is about: the first it uses."""
        return self.uses[0].signal if self.uses else None

    def heading(self, context: Context, board: str) -> Json:
        """Title and description."""
        key = f"board.{board}.{self.key}"
        signal = self.signal
        title = context.say(f"{key}.title", self.title) if self.title else ""
        about = context.say(f"{key}.description", self.description) if self.description else ""
        if signal is not None:
            title = title or context.say(f"signal.{signal.id}.title", signal.title)
            about = about or context.say(f"signal.{signal.id}.description", signal.description)
        return {"title": title, "description": about}

    def source(self) -> Json:
        """The panel's data source: that of its queries, or the one that stands for several."""
        kinds = sources(self.uses)
        return datasource(next(iter(kinds))) if len(kinds) == 1 else dict(_MIXED)

    def defaults(self, context: Context, board: str) -> Json:
        """What all fields of the panel share: unit, thresholds, meaning of emptiness, links."""
        signal = self.signal
        defaults: Json = {"thresholds": style.thresholds(signal)}
        if signal is None:
            return defaults
        defaults |= {"unit": signal.unit, "noValue": context.empty(signal)}
        for name, value in (("min", signal.minimum), ("max", signal.maximum), ("decimals", signal.decimals)):
            if value is not None:
                defaults[name] = value
        mappings = style.states(signal, context.say)
        if mappings:
            defaults["mappings"] = mappings
        links = [link.to_json(context, f"board.{board}.{self.key}") for link in self.links]
        if links:
            defaults["links"] = links
        return defaults

    def overrides(self) -> list[Json]:
        """Colours of series whose names mean something."""
        return [style.fixed_colour(*pair) for one in self.uses for pair in one.signal.colours]


@dataclass(frozen=True, kw_only=True)
class Stat(Panel):
    """One number as it stands now. Asked at one moment: a range would keep showing a value that has stopped."""

    width: int = 4
    height: int = style.STAT

    def build(self, context: Context, board: str) -> G.Panel:
        signal = self.signal
        meant = signal is not None and bool(signal.steps or signal.states)
        return G.Stat(
            **self.heading(context, board),
            dataSource=self.source(),
            targets=targets(self.uses, context, Asked(instant=True)),
            reduceCalc="lastNotNull",
            colorMode="background" if meant else "value",
            graphMode="none",
            noValue=None,
            extraJson={
                "fieldConfig": {
                    "defaults": self.defaults(context, board) | {"color": {"mode": "thresholds"}},
                    "overrides": [],
                },
                "options": {"textMode": "value" if not any(one.by for one in self.uses) else "auto"},
            },
        )


@dataclass(frozen=True, kw_only=True)
class TimeSeries(Panel):
    """Numbers over time: `stacked` for parts of a whole, `bars` for counts, `exemplars` for a way to a trace."""

    stacked: bool = False
    bars: bool = False
    exemplars: bool = False
    #: Many series: the legend becomes a table beside the graph, sorted by the largest.
    many: bool = False
    #: Series name pattern -> replacement, where a data source knows no legend.
    rename: tuple[str, str] | None = None

    def build(self, context: Context, board: str) -> G.Panel:
        signal = self.signal
        draw_steps = signal is not None and bool(signal.steps) and not self.stacked and len(self.uses) == 1
        custom: Json = {
            "drawStyle": "bars" if self.bars else "line",
            "fillOpacity": 80 if self.bars else (30 if self.stacked else 10),
            "lineWidth": 0 if self.bars else 2,
            "showPoints": "never",
            "stacking": {"group": "A", "mode": "normal" if self.stacked else "none"},
            "thresholdsStyle": {"mode": "dashed" if draw_steps else "off"},
        }
        legend = (
            {
                "displayMode": "table",
                "placement": "right",
                "calcs": ["lastNotNull", "max"],
                "sortBy": "Max",
                "sortDesc": True,
            }
            if self.many
            else {"displayMode": "list", "placement": "bottom", "calcs": []}
        )
        defaults = self.defaults(context, board) | {"custom": custom, "color": {"mode": "palette-classic-by-name"}}
        if "max" in defaults:
            # A ratio of 2 % is a flat line on an axis that ends at 100 %.
            del defaults["max"]
        return G.TimeSeries(
            **self.heading(context, board),
            dataSource=self.source(),
            targets=targets(self.uses, context, Asked(exemplars=self.exemplars)),
            maxDataPoints=style.BARS if self.bars else None,
            transformations=self._renaming(),
            extraJson={
                "fieldConfig": {"defaults": defaults, "overrides": self.overrides()},
                "options": {"legend": legend, "tooltip": {"mode": "multi", "sort": "desc"}},
            },
        )

    def _renaming(self) -> list[Json]:
        if self.rename is None:
            return []
        pattern, replacement = self.rename
        return [{"id": "renameByRegex", "options": {"regex": pattern, "renamePattern": replacement}}]


@dataclass(frozen=True, kw_only=True)
class Heatmap(Panel):
    """A distribution over time, from histogram buckets."""

    exemplars: bool = True

    def build(self, context: Context, board: str) -> G.Panel:
        defaults = self.defaults(context, board)
        unit = defaults.pop("unit", "short")
        for name in ("min", "max", "thresholds"):
            defaults.pop(name, None)
        return model.Heatmap(
            **self.heading(context, board),
            dataSource=self.source(),
            targets=targets(self.uses, context, Asked(format="heatmap", exemplars=self.exemplars)),
            options={
                "calculate": False,
                "cellGap": 1,
                "cellValues": {"unit": "reqps"},
                "color": {"mode": "scheme", "scheme": "Blues", "steps": 64, "reverse": False},
                "tooltip": {"mode": "single", "yHistogram": False, "showColorScale": False},
                "yAxis": {"axisPlacement": "left", "reverse": False, "unit": unit},
            },
            extraJson={"fieldConfig": {"defaults": defaults, "overrides": []}},
        )


@dataclass(frozen=True, kw_only=True)
class BarGauge(Panel):
    """A bar per series: who is about to fill."""

    def build(self, context: Context, board: str) -> G.Panel:
        return G.BarGauge(
            **self.heading(context, board),
            dataSource=self.source(),
            targets=targets(self.uses, context, Asked(instant=True)),
            extraJson={
                "fieldConfig": {
                    "defaults": self.defaults(context, board) | {"color": {"mode": "thresholds"}},
                    "overrides": [],
                },
                "options": {
                    "displayMode": "basic",
                    "orientation": "horizontal",
                    "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
                },
            },
        )


@dataclass(frozen=True, kw_only=True)
class StateTimeline(Panel):
    """States over time, one line per series."""

    def build(self, context: Context, board: str) -> G.Panel:
        # By thresholds Grafana would write the step ("1+") in place of the state's name.
        colour = {"color": {"mode": "palette-classic"}, "thresholds": style.thresholds(None)}
        return G.StateTimeline(
            **self.heading(context, board),
            dataSource=self.source(),
            targets=targets(self.uses, context, Asked()),
            extraJson={
                "fieldConfig": {
                    "defaults": self.defaults(context, board) | colour,
                    "overrides": [],
                },
                "options": {"showValue": "auto", "rowHeight": 0.8},
            },
        )


@dataclass(frozen=True)
class Column:
    """A column of a table: the field it shows, its heading, and how it looks."""

    field: str
    title: str
    unit: str = ""
    steps: bool = False
    decimals: int | None = None
    links: tuple[Link, ...] = ()
    width: int = 0
    #: What an empty cell says, and in which colour: emptiness can be as it should, or the very trouble.
    empty: str = "–"
    alarming: bool = False
    #: Of whom unit and thresholds are, where they are not the panel's own.
    signal: Signal | None = None


@dataclass(frozen=True, kw_only=True)
class Table(Panel):
    """Rows to choose from. The columns appear in the order given; every other field is hidden."""

    columns: tuple[Column, ...] = ()
    transformations: tuple[Mapping[str, Any], ...] = ()
    width: int = style.COLUMNS
    height: int = style.TABLE
    asked: Asked = field(default_factory=lambda: Asked(instant=True, format="table"))
    sort_by: str = ""

    def build(self, context: Context, board: str) -> G.Panel:
        key = f"board.{board}.{self.key}"
        defaults = self.defaults(context, board)
        for name in ("min", "max", "unit", "decimals", "mappings"):
            defaults.pop(name, None)
        defaults["thresholds"] = style.thresholds(None)
        options: Json = {"cellHeight": "sm", "showHeader": True}
        if self.sort_by:
            options["sortBy"] = [{"displayName": self._heading(context, key, self.sort_by), "desc": True}]
        return model.Table(
            **self.heading(context, board),
            dataSource=self.source(),
            targets=targets(self.uses, context, self.asked),
            transformations=[*(dict(step) for step in self.transformations), *self._organise()],
            options=options,
            extraJson={
                "fieldConfig": {
                    "defaults": defaults,
                    "overrides": [self._override(column, context, key) for column in self.columns],
                }
            },
        )

    def _organise(self) -> list[Json]:
        if not self.columns:
            return []
        names = [column.field for column in self.columns]
        shown = TEMPO_COLUMNS if sources(self.uses) == {"tempo"} else {}
        order = {shown.get(name, name): index for index, name in enumerate(names)}
        return [
            {"id": "filterFieldsByName", "options": {"include": {"names": names}}},
            {"id": "organize", "options": {"excludeByName": {}, "indexByName": order, "renameByName": {}}},
        ]

    def _heading(self, context: Context, key: str, name: str) -> str:
        column = next(column for column in self.columns if column.field == name)
        return context.say(f"{key}.column.{column.field}", column.title)

    def _override(self, column: Column, context: Context, key: str) -> Json:
        properties: list[Json] = [{"id": "displayName", "value": self._heading(context, key, column.field)}]
        signal = column.signal
        unit = column.unit or (signal.unit if signal else "")
        if unit:
            properties.append({"id": "unit", "value": unit})
        decimals = column.decimals if column.decimals is not None else (signal.decimals if signal else None)
        if decimals is not None:
            properties.append({"id": "decimals", "value": decimals})
        if signal and signal.steps:
            properties.append({"id": "thresholds", "value": style.thresholds(signal)})
            properties.append({"id": "custom.cellOptions", "value": {"type": "color-text"}})
        # Of its own for each column: an empty cell would else say what it means that the whole table is empty.
        empty = context.say(f"{key}.empty.{column.field}", column.empty)
        properties.append({"id": "mappings", "value": [style.nothing(empty, alarming=column.alarming)]})
        if column.width:
            properties.append({"id": "custom.width", "value": column.width})
        if column.links:
            properties.append(
                {"id": "links", "value": [link.to_json(context, f"{key}.{column.field}") for link in column.links]}
            )
        return {"matcher": {"id": "byName", "options": column.field}, "properties": properties}


@dataclass(frozen=True, kw_only=True)
class Logs(Panel):
    """Log lines."""

    width: int = style.COLUMNS
    height: int = style.LOGS
    ascending: bool = False

    def build(self, context: Context, board: str) -> G.Panel:
        signal = self.signal
        defaults = {"noValue": context.empty(signal)} if signal else {}
        return model.Logs(
            **self.heading(context, board),
            dataSource=self.source(),
            targets=targets(self.uses, context, Asked()),
            options={
                "dedupStrategy": "none",
                "enableInfiniteScrolling": not self.ascending,
                "enableLogDetails": True,
                "showTime": True,
                "sortOrder": "Ascending" if self.ascending else "Descending",
                "wrapLogMessage": True,
            },
            extraJson={"fieldConfig": {"defaults": defaults, "overrides": []}},
        )


@dataclass(frozen=True, kw_only=True)
class Trace(Panel):
    """One trace."""

    width: int = style.COLUMNS
    height: int = style.TRACE

    def build(self, context: Context, board: str) -> G.Panel:
        return model.Traces(
            **self.heading(context, board),
            dataSource=self.source(),
            targets=targets(self.uses, context, Asked()),
            extraJson={"fieldConfig": {"defaults": {}, "overrides": []}},
        )


@dataclass(frozen=True, kw_only=True)
class ServiceMap(Panel):
    """Who calls whom."""

    width: int = 12
    height: int = 12

    def build(self, context: Context, board: str) -> G.Panel:
        return model.NodeGraph(
            **self.heading(context, board),
            dataSource=self.source(),
            targets=targets(self.uses, context, Asked()),
            extraJson={"fieldConfig": {"defaults": {}, "overrides": []}},
        )


@dataclass(frozen=True, kw_only=True)
class Alerts(Panel):
    """Alerts that fire or are about to, Grafana's own and those of its data sources."""

    width: int = 12
    height: int = 12

    def build(self, context: Context, board: str) -> G.Panel:
        return model.AlertList(
            **self.heading(context, board),
            options={"maxItems": 20, "sortOrder": 3, "viewMode": "list"},
            extraJson={"fieldConfig": {"defaults": {}, "overrides": []}},
        )


@dataclass(frozen=True, kw_only=True)
class Text(Panel):
    """Words in Markdown."""

    content: str = ""
    width: int = style.COLUMNS
    height: int = 3

    def build(self, context: Context, board: str) -> G.Panel:
        return G.Text(
            **self.heading(context, board),
            content=context.say(f"board.{board}.{self.key}.content", self.content),
            mode="markdown",
            extraJson={"fieldConfig": {"defaults": {}, "overrides": []}},
        )


@dataclass(frozen=True, kw_only=True)
class Custom(Panel):
    """Any panel of grafanalib whose type Grafana still has. Its texts and queries are its own."""

    panel: G.Panel = field(default_factory=G.Panel)

    def build(self, context: Context, board: str) -> G.Panel:  # noqa: ARG002
        kind = self.panel.to_json_data()["type"]
        if kind in _REMOVED:
            raise GeneratorError(
                f'board "{board}" › panel "{self.key}": Grafana 12 has no panel type "{kind}"', f"use {_REMOVED[kind]}"
            )
        return self.panel
