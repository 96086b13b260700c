"""Every key of a dashboard is one that Grafana knows, with a value of the right type.

Each part (the board, each panel by its type, each query by its store, each variable, transformation and override) is
held against a schema of its own. The project's own boards have every key that Grafana itself writes, and no other. In
files of others nothing is missed and nothing is too much, for Grafana fills in the one and ignores the other: there
only a value of a wrong type is found, such as a text in the place of a number.

Passes:

    promql: up
    ---
    panel: {fieldConfig: {defaults: {decimals: 2}}}

Fails:

    ours: true
    board: {titel: Shop}
    ---
    panel: {fieldConfig: {defaults: {decimals: "two"}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.board_json.pointer import join, resolve
from generator.schemas.part import Stray, parts
from generator.schemas.reason import Reason, astray, reasons
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView


def _check(view: BoardView) -> Iterator[Found]:
    if view.board.form in ("v2", "kubernetes-v2"):
        return
    for part in parts(dict(view.board.raw)):
        if isinstance(part, Stray):
            if view.ours:
                yield _found(view, astray(part))
            continue
        for reason in reasons(part):
            if view.ours or (reason.sort == "type" and not _of_an_older_grafana(view, reason)):
                yield _found(view, reason)


def _found(view: BoardView, reason: Reason) -> Found:
    return Found(join(view.board.pointer, *reason.path), reason.what, reason.fix)


def _of_an_older_grafana(view: BoardView, reason: Reason) -> bool:
    """Null, and the texts and truth values where objects, lists and numbers stand today, are migrated on load."""
    value = resolve(view.board.raw, join("", *reason.path))
    return (
        value is None or isinstance(value, bool) or (isinstance(value, str) and reason.fix.startswith("use an object"))
    )


rule = Rule(BoardView, "error", _check, others="warning")
