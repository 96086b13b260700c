"""The least and the most that a panel draws are in order, and on the scale of its unit.

A `percentunit` goes from 0 to 1, a `percent` from 0 to 100: with the other one's `max` every bar and gauge is full, or
next to empty.

Passes:

    panel: {fieldConfig: {defaults: {unit: percentunit, min: 0, max: 1}}}
    ---
    panel: {fieldConfig: {defaults: {unit: percent, min: 0, max: 100}}}
    ---
    panel: {type: gauge, fieldConfig: {defaults: {unit: s, min: -5, max: 5}}}

Fails:

    panel: {fieldConfig: {defaults: {unit: percentunit, min: 0, max: 100}}}
    ---
    panel: {fieldConfig: {defaults: {unit: percent, min: 0, max: 1}}}
    ---
    panel: {fieldConfig: {defaults: {min: 10, max: 1}}}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import PanelView


def _check(view: PanelView) -> Iterator[Found]:
    unit, least, most = view.default("unit"), _number(view.default("min")), _number(view.default("max"))
    if most is None:
        return
    at = view.at("fieldConfig", "defaults", "max")
    if least is not None and least >= most:
        yield Found(at, f"max {most:g} is not more than min {least:g}", "let max be more, or leave both out")
    elif unit == "percentunit" and most >= 100:
        yield Found(at, f"a ratio from 0 to 1 ends at {most:g} here", "write max: 1")
    elif unit == "percent" and most == 1:
        # Someone may look at the lowest percent of a scale.
        yield Found(at, "a percentage from 0 to 100 ends at 1 here", "write max: 100", unsure=not view.board.ours)


def _number(value: Any) -> float | None:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


rule = Rule(PanelView, "warning", _check)
