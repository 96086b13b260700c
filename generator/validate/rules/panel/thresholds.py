"""Thresholds stand in order, the first one has no value, and they fit the unit.

Grafana paints by the order in which the steps stand: an unsorted list colours numbers wrongly. A `percentunit` goes
from 0 to 1, a `percent` from 0 to 100: a step at 80 is never reached by a ratio. Green and red at 80 are what Grafana
itself writes into every new panel: where nothing draws them, they are nobody's mistake.

Passes:

    panel: {fieldConfig: {defaults: {thresholds: {mode: absolute, steps: [{color: green}, {color: red, value: 5}]}}}}
    ---
    panel:
      {fieldConfig: {defaults: {unit: percentunit, thresholds: {mode: absolute, steps: [{color: green, value: null},
                {color: red, value: 0.9}]}}}}

    ---
    panel:
      {type: timeseries, fieldConfig: {defaults: {unit: percentunit, thresholds: {mode: absolute, steps: [{color: green},
                {color: red, value: 80}]}}}}

    ---
    panel:
      {type: bargauge, fieldConfig: {defaults: {unit: percentunit, color: {mode: continuous-GrYlRd}, thresholds: {
              mode: absolute, steps: [{color: green}, {color: red, value: 80}]}}}}

Fails:

    panel:
      {fieldConfig: {defaults: {thresholds: {mode: absolute, steps: [{color: green}, {color: red, value: 5}, {color: orange,
                  value: 1}]}}}}
    ---
    panel:
      {fieldConfig: {defaults: {thresholds: {mode: absolute, steps: [{color: green, value: 0}, {color: red, value: 5}]}}}}
    ---
    panel:
      {type: stat, fieldConfig: {defaults: {unit: percentunit, thresholds: {mode: absolute, steps: [{color: green},
                {color: red, value: 80}]}}}}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.validate.fields import values
from generator.validate.found import Found, Mend
from generator.validate.rule import Rule
from generator.validate.shows import SINGLE
from generator.validate.view import PanelView


def _check(view: PanelView) -> Iterator[Found]:
    unit = view.default("unit")
    for said, pointer in values(view.panel, "thresholds"):
        steps = said.get("steps") if isinstance(said, dict) else None
        if isinstance(steps, list) and steps and all(isinstance(step, dict) for step in steps):
            yield from _steps(steps, f"{pointer}/steps", ours=view.board.ours)
            of_all = said.get("mode") != "percentage" and pointer.endswith("defaults/thresholds")
            if of_all and (view.board.ours or not _untouched(steps) or _drawn(view)):
                yield from _scale(steps, f"{pointer}/steps", unit)


def _untouched(steps: list[Any]) -> bool:
    return [step.get("value") for step in steps[1:]] == [80]


def _drawn(view: PanelView) -> bool:
    """Whether the thresholds give anything its colour."""
    style = view.default("custom", "thresholdsStyle", "mode")
    by_value = view.default("color", "mode") == "thresholds"
    if view.panel.type in SINGLE:
        # Another way of colouring looks at no threshold; only a gauge marks them beside its needle.
        return by_value or view.default("color", "mode") is None or view.panel.type == "gauge"
    return by_value or style not in (None, "off")


def _steps(steps: list[Any], pointer: str, *, ours: bool) -> Iterator[Found]:
    numbers = [step.get("value") for step in steps]
    if numbers[0] is not None:
        # Grafana takes the first colour for everything below the second step, whatever the first one says.
        yield Found(
            f"{pointer}/0/value",
            f"the first threshold starts at {numbers[0]}, which Grafana does not look at",
            "leave its value out",
            unsure=not ours,
        )
    rest = [number for number in numbers[1:] if isinstance(number, (int, float))]
    if len(rest) == len(numbers) - 1 and rest != sorted(rest):
        ordered = [steps[0], *sorted(steps[1:], key=lambda step: float(step["value"]))]
        yield Found(
            pointer,
            f"the thresholds {', '.join(map(str, rest))} do not rise",
            "sort them",
            mend=(Mend("set", pointer, ordered),),
        )


def _scale(steps: list[Any], pointer: str, unit: Any) -> Iterator[Found]:
    numbers = [step.get("value") for step in steps[1:] if isinstance(step.get("value"), (int, float))]
    if unit == "percentunit" and any(abs(number) > 2 for number in numbers):
        yield Found(pointer, f"a ratio from 0 to 1 has a threshold at {max(numbers)}", "divide the thresholds by 100")
    if unit == "percent" and numbers and all(0 < number <= 1 for number in numbers):
        yield Found(
            pointer,
            f"a percentage from 0 to 100 has all thresholds at most {max(numbers)}",
            "multiply them by 100",
            unsure=True,
        )


rule = Rule(PanelView, "warning", _check)
