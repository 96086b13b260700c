"""A dashboard that is read from a file or a ConfigMap holds no `__inputs`.

`${DS_PROMETHEUS}` and its like are filled in by the import dialogue of Grafana's UI only. Provisioning reads them as
they stand, and every panel says that the data source was not found.

Passes:

    board: {title: Shop}
    ---
    configmap: {}

Fails:

    board: {__inputs: [{name: DS_PROMETHEUS, label: Prometheus, type: datasource, pluginId: prometheus}]}
    ---
    configmap: {}
    board: {__inputs: [{name: DS_LOKI, label: Loki, type: datasource, pluginId: loki}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView


def _check(view: BoardView) -> Iterator[Found]:
    if view.board.inputs:
        names = ", ".join(one.name or "?" for one in view.board.inputs)
        # A bare file may be meant for the dialogue; a ConfigMap never is.
        carried = view.document.container in ("configmap", "operator")
        yield Found(
            view.at("__inputs"),
            f"__inputs ({names}) are filled in by the import dialogue only",
            "use a data source variable in their place",
            key=True,
            unsure=not carried and not view.ours,
        )


rule = Rule(BoardView, "error", _check)
