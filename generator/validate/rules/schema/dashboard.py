"""Every key of a dashboard is one that Grafana knows, with a value of the right type.

Each part (the board, each panel by its type, each query by its store, each variable, transformation and override) is
held against a schema of its own. The project's own boards write nothing else; in files of others Grafana drops or
ignores what it does not know, so that such a finding is a warning.

Passes:

    ours: false
    promql: up
    ---
    ours: false
    board: {refresh: 30s}

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
            yield Found(join(view.board.pointer, *reason.path), reason.what, reason.fix)


rule = Rule(BoardView, "error", _check, others="warning")
