"""Panels of numbers: as they stand now, over time, as a distribution, against a limit, as a state."""

from __future__ import annotations

from dataclasses import dataclass

import grafanalib.core as G

from generator.board import style
from generator.board.context import Context
from generator.board.panels.panel import Json, Panel
from generator.board.use import Asked, targets
from generator.model import panels as model


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
                    # With two bars in a panel Grafana would write their names as large as a heading.
                    "text": {"titleSize": 14, "valueSize": 20},
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
