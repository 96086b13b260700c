"""A panel's type is one that Grafana has.

Types of Angular's time (graph, singlestat, table-old, ...) left Grafana with version 12; it opens most of them as their
successors, but not all of their settings survive. Of a type that no core panel has one cannot tell whether its plugin
is installed.

Passes:

    panel: {type: timeseries}
    ---
    panel: {type: stat}

Fails:

    panel: {type: graph}
    ---
    panel: {type: null}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.nearest import did_you_mean
from generator.validate.found import Found
from generator.validate.registry import names, successor
from generator.validate.rule import Rule
from generator.validate.view import PanelView


def _check(view: PanelView) -> Iterator[Found]:
    kind = view.panel.type
    at = view.at("vizConfig", "group") if view.board.new_model else view.at("type")
    if view.panel.library is not None:
        return
    if not kind:
        yield Found(at, "the panel has no type", 'add "type", such as "timeseries"')
    elif successor(kind):
        yield Found(
            at, f'Grafana 12 has no "{kind}" panel any more, and makes another one of it', f'use "{successor(kind)}"'
        )
    elif kind not in names("panels"):
        near = did_you_mean(kind, names("panels"))
        yield Found(at, f'"{kind}" is no core panel: its plugin must be installed{near}', unsure=True)


rule = Rule(PanelView, "warning", _check)
