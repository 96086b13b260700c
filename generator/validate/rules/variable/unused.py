"""Every variable is used.

An unused one asks the data source a question at each load and offers a choice that changes nothing. A variable is
also used when a link carries it to another board.

Passes:

    promql: rate(x_total{job=~"$job"}[$__rate_interval])
    board: {links: [{type: dashboards, title: All, tags: [shop], includeVars: true}]}
    ---
    promql: rate(x_total{job=~"$job"}[$__rate_interval])
    board: {links: [{type: link, title: B, url: "/d/b?${loki_datasource:queryparam}&${tempo_datasource:queryparam}"}]}

Fails:

    promql: rate(x_total[$__rate_interval])
    ---
    variables: [{type: custom, name: region, query: "a,b"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.board_json import Link
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView


def _check(view: BoardView) -> Iterator[Found]:
    if any(link.raw.get("includeVars") for link in (*view.board.links, *_panel_links(view))):
        return
    used = set()
    for place, reference in view.references:
        if reference.name == "__all_variables":
            return
        if reference.name != place.variable:
            used.add(reference.name)
    board = view.board
    used |= {one.repeat for one in board.panels if one.repeat}
    used |= {one.repeat for one in board.rows if one.repeat}
    used |= {one.repeat for one in board.placements if one.repeat}
    for variable in view.board.variables:
        # Ad hoc filters and group-by work without being named; a hidden constant can be a mark of somebody's tool.
        free = variable.type in ("adhoc", "groupby") or (variable.type == "constant" and variable.hide == 2)
        if variable.name and variable.name not in used and not free:
            yield Found(
                view.at(pointer=variable.pointer),
                f'the variable "{variable.name}" is used nowhere',
                "use it, or remove it",
            )


def _panel_links(view: BoardView) -> Iterator[Link]:
    for panel in view.board.panels:
        yield from panel.links


rule = Rule(BoardView, "warning", _check, others="info")
