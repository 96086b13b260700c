"""In the new model (v2) every element has a place in the layout, once, and every place in the layout an element.

Grafana shows no panel that the layout does not name, and an error in the place of one that is named and not there.

Passes:

    promql: up
    ---
    file: |
      {"apiVersion": "dashboard.grafana.app/v2beta1", "kind": "Dashboard", "metadata": {"name": "a"}, "spec": {"title": "A",
       "elements": {"p": {"kind": "Panel", "spec": {"id": 1, "title": "P"}}},
       "layout": {"kind": "GridLayout", "spec": {"items": [{"kind": "GridLayoutItem", "spec": {"x": 0, "y": 0,
         "width": 24, "height": 8, "element": {"kind": "ElementReference", "name": "p"}}}]}}}}

Fails:

    file: |
      {"apiVersion": "dashboard.grafana.app/v2beta1", "kind": "Dashboard", "metadata": {"name": "a"}, "spec": {"title": "A",
       "elements": {"p": {"kind": "Panel", "spec": {"id": 1, "title": "P"}}},
       "layout": {"kind": "GridLayout", "spec": {"items": [{"kind": "GridLayoutItem", "spec": {"x": 0, "y": 0,
         "width": 24, "height": 8, "element": {"kind": "ElementReference", "name": "q"}}}]}}}}
    ---
    file: |
      {"apiVersion": "dashboard.grafana.app/v2beta1", "kind": "Dashboard", "metadata": {"name": "a"}, "spec": {"title": "A",
       "elements": {"p": {"kind": "Panel", "spec": {"id": 1, "title": "P"}}},
       "layout": {"kind": "AutoGridLayout", "spec": {"items": []}}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.nearest import did_you_mean
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView


def _check(view: BoardView) -> Iterator[Found]:
    if not view.new_model:
        return
    elements = {panel.element or "": panel for panel in view.board.panels}
    seen: set[str] = set()
    for one in view.board.placements:
        name = one.element or ""
        at = view.at("spec", "element", "name", pointer=one.pointer)
        if name not in elements:
            near = did_you_mean(name, elements)
            yield Found(at, f'the layout names the element "{name}", which is not there{near}', "name one of them")
        elif name in seen:
            yield Found(at, f'the element "{name}" is placed twice', "remove one of its places", unsure=True)
        seen.add(name)
    for name, panel in elements.items():
        if name not in seen:
            yield Found(panel.pointer, f'the element "{name}" has no place in the layout: nobody sees it', "place it")


rule = Rule(BoardView, "error", _check)
