"""What nobody should see without asking: the text of SQL statements, and the ids of sessions."""

from __future__ import annotations

import json
from typing import Any

import pytest
from dashboard_parts import panels

from generator.project import Project
from generator.render.render import render
from generator.signals.traceql import DB_STATEMENTS

Json = dict[str, Any]


@pytest.fixture(scope="module")
def boards(project: Project) -> list[Json]:
    return [render(board, project.context()) for board in project.boards]


def _with(boards: list[Json], words: tuple[str, ...]) -> list[tuple[str, Json]]:
    """Panels whose queries hold one of the words."""
    return [
        (board["uid"], panel)
        for board in boards
        for panel in panels(board)
        if any(word in json.dumps(panel.get("targets", [])) for word in words)
    ]


def test_sql_text_stands_in_folded_rows_alone(boards: list[Json]) -> None:
    shown = _with(boards, DB_STATEMENTS)
    folded = [panel["id"] for board in boards for row in board["panels"] for panel in row.get("panels", [])]
    assert shown
    assert [(board, panel["title"]) for board, panel in shown if panel["id"] not in folded] == []


def test_a_session_id_is_in_no_column_that_can_be_read(boards: list[Json]) -> None:
    tables = [panel for _, panel in _with(boards, ("session=session_id",)) if panel["type"] == "table"]
    assert tables
    for panel in tables:
        overrides = panel["fieldConfig"]["overrides"]
        (session,) = (one for one in overrides if one["matcher"]["options"] == "session")
        assert {"id": "custom.hidden", "value": True} in session["properties"]
