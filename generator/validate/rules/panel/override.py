"""An override matches fields and sets properties by names that Grafana has.

An unknown matcher makes the browser's page of the panel fail; an unknown property is silently without effect.

Passes:

    panel: {fieldConfig: {overrides: [{matcher: {id: byName, options: A}, properties: [{id: unit, value: s}]}]}}
    ---
    panel:
      {fieldConfig: {overrides: [{matcher: {id: byRegexp, options: /p9./}, properties: [{id: custom.lineWidth, value: 2}]}]}}

Fails:

    panel: {fieldConfig: {overrides: [{matcher: {id: byTitle, options: A}, properties: []}]}}
    ---
    panel: {fieldConfig: {overrides: [{matcher: {id: byName, options: A}, properties: [{id: colour, value: red}]}]}}
    ---
    panel: {fieldConfig: {overrides: [{properties: []}]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.nearest import did_you_mean
from generator.validate.fields import overrides, properties
from generator.validate.found import Found
from generator.validate.registry import names
from generator.validate.rule import Rule
from generator.validate.view import PanelView


def _check(view: PanelView) -> Iterator[Found]:
    for override in overrides(view.panel):
        matcher = override.at("matcher", "id")
        if matcher is None or not isinstance(matcher.value, str):
            yield Found(override.pointer, "the override has no matcher", 'add "matcher" with an id and its options')
        elif matcher.value not in names("field_matchers"):
            near = did_you_mean(matcher.value, names("field_matchers"))
            yield Found(matcher.pointer, f'"{matcher.value}" is no matcher of fields{near}', "use byName or byRegexp")
    for name, located in properties(view.panel):
        if not name.startswith("custom.") and name not in names("field_properties"):
            near = did_you_mean(name, names("field_properties"))
            # Plugins may add properties of their own.
            unsure = view.panel.type not in names("panels")
            yield Found(f"{located.pointer}/id", f'"{name}" is no property of a field{near}', unsure=unsure)


rule = Rule(PanelView, "error", _check, others="warning")
