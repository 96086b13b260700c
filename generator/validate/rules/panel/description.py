"""A panel that shows data says what it means: what it shows, what is healthy, what to do next.

Passes:

    panel: {description: "Requests per second, by job."}
    ---
    panel: {type: text, description: null, targets: null}

Fails:

    panel: {description: null}
    ---
    panel: {description: ""}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.shows import shows_data
from generator.validate.view import PanelView


def _check(view: PanelView) -> Iterator[Found]:
    if shows_data(view.panel) and not (view.panel.description or "").strip():
        yield Found(view.at("description"), "the panel has no description", "say what it shows and what is healthy")


rule = Rule(PanelView, "warning", _check, others="info")
