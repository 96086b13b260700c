"""Every key of a dashboard is one that Grafana knows, with a value of the right type.

Each part (the board, each panel by its type, each query by its store, each variable, transformation and override) is
held against a schema of its own. The project's own boards have every key that Grafana itself writes, and no other. In
files of others nothing is missed, for Grafana fills it in, and a key that is not known here is a doubt: it may be one of
an older Grafana.

Passes:

    promql: up
    ---
    panel: {fieldConfig: {defaults: {decimals: 2}}}

Fails:

    board: {titel: Shop}
    ---
    panel: {fieldConfig: {defaults: {decimals: "two"}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.board_json.pointer import join
from generator.schemas.part import Stray, parts
from generator.schemas.reason import astray, reasons
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView


def _check(view: BoardView) -> Iterator[Found]:
    if view.board.form in ("v2", "kubernetes-v2"):
        return
    for part in parts(dict(view.board.raw)):
        for reason in [astray(part)] if isinstance(part, Stray) else reasons(part):
            if view.ours or reason.sort == "value":
                yield Found(join(view.board.pointer, *reason.path), reason.what, reason.fix)
            elif reason.sort == "unknown":
                yield Found(join(view.board.pointer, *reason.path), reason.what, unsure=True)


rule = Rule(BoardView, "error", _check, others="warning")
