"""Data sources are picked by a variable, and a query asks the one that its panel shows.

A uid that is written down works on one Grafana only. A panel whose queries name another source than the panel itself
leaves the picker without effect: the board seems to follow it, and does not.

Passes:

    promql: up
    ---
    panel:
      {datasource: {type: datasource, uid: -- Mixed --}, targets: [{refId: A, expr: up, datasource: {type: prometheus,
              uid: '${prometheus_datasource}'}}]}

Fails:

    panel:
      {datasource: {type: prometheus, uid: PBFA97CFB590B2093}, targets: [{refId: A, expr: up, datasource: {type: prometheus,
              uid: PBFA97CFB590B2093}}]}
    ---
    panel: {targets: [{refId: A, expr: up, datasource: {type: prometheus, uid: webstore-metrics}}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import PanelView


def _check(view: PanelView) -> Iterator[Found]:
    own = view.panel.datasource
    if own is not None and own.uid and own.special is None and "$" not in own.uid and "[[" not in own.uid:
        yield Found(
            own.pointer, f'the data source "{own.uid}" is written down', "pick it by a variable of type datasource"
        )
    for query in view.queries:
        asked = query.query.datasource
        if own is None or asked is None or own.special == "mixed" or asked.special is not None:
            continue
        if asked.pointer != own.pointer and asked.uid and own.uid and asked.uid != own.uid:
            yield Found(
                asked.pointer, f'the query asks "{asked.uid}", its panel says "{own.uid}"', "give both the same"
            )


rule = Rule(PanelView, "warning", _check, others="info")
