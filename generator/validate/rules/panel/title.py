"""A panel that shows data has a title.

Without one, neither a link to the panel nor an alert about it, nor a screen reader, can say what it is.

Passes:

    panel: {title: Requests}
    ---
    panel: {type: text, title: "", targets: null}

Fails:

    panel: {title: ""}
    ---
    panel: {title: null}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.shows import shows_data
from generator.validate.view import PanelView


def _check(view: PanelView) -> Iterator[Found]:
    if shows_data(view.panel) and not (view.panel.title or "").strip():
        yield Found(view.at("title"), "the panel has no title", "name what it shows, without its unit")


rule = Rule(PanelView, "warning", _check, others="info")
