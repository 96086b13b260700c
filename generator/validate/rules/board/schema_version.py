"""The schemaVersion says in which form the dashboard is written, and Grafana still reads that form.

Grafana migrates older boards when it loads them; its server does so from version 28 on, the browser from any. A
number that is missing makes it run every migration over a board that may be new.

Passes:

    board: {schemaVersion: 41}
    ---
    board: {schemaVersion: 36}

Fails:

    board: {schemaVersion: null}
    ---
    board: {schemaVersion: "41"}
    ---
    board: {schemaVersion: 12}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView

#: What Grafana 12.2 writes; 13 writes 42.
_CURRENT, _NEWEST, _OLDEST_OF_SERVER = 41, 42, 28


def _check(view: BoardView) -> Iterator[Found]:
    if view.new_model:
        return
    version, at = view.board.schema_version, view.at("schemaVersion")
    if version is None:
        yield Found(at, "no schemaVersion: every migration since Grafana 1 runs over it", f"write {_CURRENT}")
    elif version < _OLDEST_OF_SERVER:
        yield Found(
            at,
            f"schemaVersion {version}: only the browser migrates boards of before {_OLDEST_OF_SERVER}; "
            "the Kubernetes-style API refuses them",
            "open it in Grafana and save it once",
        )
    elif version > _NEWEST:
        yield Found(at, f"schemaVersion {version} is newer than what is known here ({_NEWEST})", unsure=True)


rule = Rule(BoardView, "warning", _check)
