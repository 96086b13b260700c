"""Board in, dashboard out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import grafanalib.core as G
from grafanalib._gen import DashboardEncoder

from generator.board.annotations import marks
from generator.board.board import Board
from generator.board.context import Context, datasource
from generator.board.imported import Imported
from generator.board.links import navigation
from generator.board.variables import chain
from generator.errors import GeneratorError
from generator.render import normalise
from generator.render.layout import Placed, place

Json = dict[str, Any]

#: What Grafana 12 writes. Older servers accept it, newer ones migrate it when they read.
SCHEMA_VERSION = 41
_SHARED_CROSSHAIR = 1


class _Given:
    """JSON data where grafanalib wants an object of its own."""

    def __init__(self, data: Any) -> None:
        self.data = data

    def to_json_data(self) -> Any:
        return self.data


class _Annotations(G.Annotations, _Given):  # type: ignore[misc]
    def __init__(self, data: list[Json]) -> None:
        _Given.__init__(self, {"list": data})

    to_json_data = _Given.to_json_data


class _Templating(G.Templating, _Given):  # type: ignore[misc]
    def __init__(self, data: list[Json]) -> None:
        _Given.__init__(self, {"list": data})

    to_json_data = _Given.to_json_data


def default_context() -> Context:
    """The context of a definition's plain `to_json_data()`: the project's configuration, portable, English."""
    from generator.project import find

    return find().context()


def model(board: Board, context: Context) -> G.Dashboard:
    """The board in grafanalib's model, without its panels: these are placed and cleaned one by one."""
    project = context.config.project
    title = context.say(f"board.{board.key}.title", board.title)
    return G.Dashboard(
        title=f"{project.name} - {title}",
        uid=context.uid(board.key),
        description=context.say(f"board.{board.key}.question", board.question),
        tags=[project.uid],
        editable=project.editable,
        graphTooltip=_SHARED_CROSSHAIR,
        schemaVersion=SCHEMA_VERSION,
        timezone="browser",
        refresh=board.refresh,
        time=G.Time(board.time_from, "now"),
        links=[navigation(context)],
        annotations=_Annotations(marks(context)),
        templating=_Templating(chain(context, board.tier, board.pickers)),
    )


def render(board: Board, context: Context) -> Json:
    """The dashboard's JSON data: what Grafana 12 itself would write, without `id` and `version`.

    One that was imported is rendered as it came.
    """
    if isinstance(board, Imported):
        return board.to_json()
    context = replace(context, pickers=frozenset(picker.name for picker in board.pickers))
    panels = [_placed(board, one, context) for one in place(board)]
    raw = json.loads(json.dumps(model(board, context), cls=DashboardEncoder))
    return normalise.dashboard(raw, panels)


def _placed(board: Board, one: Placed, context: Context) -> Json:
    grid = {"h": one.cell.h, "w": one.cell.w, "x": one.cell.x, "y": one.cell.y}
    if one.row is not None:
        return normalise.row(
            {
                "collapsed": one.row.collapsed,
                "gridPos": grid,
                "id": one.id,
                "title": context.say(f"board.{board.key}.row.{one.row.key}", one.row.title),
                "type": "row",
            },
            [_placed(board, each, context) for each in one.inside],
        )
    if one.panel is None:
        raise GeneratorError(f'board "{board.key}": an empty place on the grid', "this is a bug: please report it")
    built = one.panel.build(context, board.key)
    raw = json.loads(json.dumps(built, cls=DashboardEncoder))
    return normalise.panel(raw | {"gridPos": grid, "id": one.id}, context.interval, datasource("prometheus"))


def to_bytes(dashboard: Json) -> bytes:
    """The same bytes for the same dashboard: sorted keys, two spaces, a newline at the end."""
    return (json.dumps(dashboard, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
