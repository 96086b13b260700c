"""A number has a unit, and Grafana knows it.

Grafana prints an unknown unit as a text behind the number, and without one nobody can tell milliseconds from seconds.
A text of one's own is written `suffix:things`.

Passes:

    panel: {fieldConfig: {defaults: {unit: reqps}}}
    ---
    panel: {fieldConfig: {defaults: {unit: "suffix:things"}}}
    ---
    panel:
      {fieldConfig: {defaults: {unit: null}, overrides: [{matcher: {id: byName, options: A}, properties: [{id: unit,
                  value: s}]}]}}

Fails:

    panel: {fieldConfig: {defaults: {unit: seconds}}}
    ---
    panel: {fieldConfig: {defaults: {unit: null}}}
    ---
    panel: {fieldConfig: {overrides: [{matcher: {id: byName, options: A}, properties: [{id: unit, value: ops/s}]}]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.nearest import did_you_mean
from generator.validate.fields import override_values
from generator.validate.found import Found
from generator.validate.registry import is_unit, names
from generator.validate.rule import Rule
from generator.validate.shows import NUMERIC, shows_data
from generator.validate.view import PanelView


def _check(view: PanelView) -> Iterator[Found]:
    # A heatmap's numbers are on its axis.
    unit = view.default("unit") or view.option("yAxis", "unit")
    overrides = list(override_values(view.panel, "unit"))
    for value, pointer in [(unit, view.at("fieldConfig", "defaults", "unit")), *overrides]:
        # A variable is a text that only a running Grafana can tell.
        if isinstance(value, str) and not is_unit(value) and "$" not in value:
            near = did_you_mean(value, names("units"))
            yield Found(
                pointer, f'"{value}" is no unit of Grafana{near}', 'use the id of a unit, or "suffix:" and a text'
            )
    mapped = view.default("mappings")
    if unit in (None, "") and not overrides and not mapped and view.panel.type in NUMERIC and shows_data(view.panel):
        # Nobody can say of somebody else's board that "none" was not meant.
        yield Found(
            view.at("fieldConfig", "defaults"),
            "the panel's numbers have no unit",
            'add "unit"',
            unsure=not view.board.ours,
        )


rule = Rule(PanelView, "warning", _check)
