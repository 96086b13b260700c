"""Tables: rows to choose from, and columns that lead on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import grafanalib.core as G

from generator.board import style
from generator.board.context import Context
from generator.board.links import Link
from generator.board.panels.panel import Json, Panel
from generator.board.tables import TEMPO_COLUMNS
from generator.board.use import Asked, sources, targets
from generator.model import panels as model
from generator.signals.signal import Signal


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
    #: There for the links of other columns, and not to be read.
    hidden: bool = False
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
        if column.hidden:
            properties.append({"id": "custom.hidden", "value": True})
        if column.links:
            properties.append(
                {"id": "links", "value": [link.to_json(context, f"{key}.{column.field}") for link in column.links]}
            )
        return {"matcher": {"id": "byName", "options": column.field}, "properties": properties}
