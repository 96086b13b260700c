"""A transformation is one that Grafana has.

An unknown one makes the panel show an error in the place of its data.

Passes:

    panel: {transformations: [{id: organize, options: {}}]}
    ---
    panel: {transformations: [{id: joinByField, options: {byField: job}}]}

Fails:

    panel: {transformations: [{id: organise, options: {}}]}
    ---
    panel: {transformations: [{options: {}}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.nearest import did_you_mean
from generator.validate.found import Found
from generator.validate.registry import names
from generator.validate.rule import Rule
from generator.validate.view import PanelView


def _check(view: PanelView) -> Iterator[Found]:
    known = names("transformations")
    for step in view.panel.transformations:
        if step.id not in known:
            near = did_you_mean(step.id, known) if step.id else ""
            what = f'"{step.id}" is no transformation{near}' if step.id else "the transformation has no id"
            yield Found(
                view.board.at("id", pointer=step.pointer), what, "use the id of one of Grafana's transformations"
            )


rule = Rule(PanelView, "error", _check, others="warning")
