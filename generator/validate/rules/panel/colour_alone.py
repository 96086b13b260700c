"""Colour is never the only thing that says how it is.

Who cannot tell red from green sees nothing on a stat without text, or on a timeline of states whose values are hidden.
Let a value mapping or the number itself say it, too.

Passes:

    panel: {type: stat, options: {colorMode: background, textMode: auto}}
    ---
    panel: {type: state-timeline, options: {showValue: auto}}

Fails:

    panel: {type: stat, options: {colorMode: background, textMode: none}}
    ---
    panel: {type: state-timeline, options: {showValue: never, legend: {showLegend: false}}}
    ---
    panel: {type: status-history, options: {showValue: never, legend: {showLegend: false}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import PanelView

_STATES = ("state-timeline", "status-history")


def _check(view: PanelView) -> Iterator[Found]:
    if view.panel.type == "stat" and view.option("textMode") == "none":
        yield Found(view.at("options", "textMode"), "only the colour of the panel says something", 'use "auto"')
    hidden = view.option("showValue") == "never" and view.option("legend", "showLegend") is False
    if view.panel.type in _STATES and hidden:
        yield Found(
            view.at("options", "showValue"),
            "only the colour of a state says which it is",
            'use "auto", or show the legend',
        )


rule = Rule(PanelView, "warning", _check, others="info")
