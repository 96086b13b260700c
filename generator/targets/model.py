"""What every target renders: the boards, data sources and alerts of a project, resolved for one context."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from generator.board.context import Context
from generator.board.imported import Imported
from generator.config.model import Config, DataSourceSettings, Folder
from generator.datasource import Correlation
from generator.lazy import Lazy
from generator.project import Project
from generator.render import alerts
from generator.render.layout import panel_id
from generator.render.render import render
from generator.signals.signal import Source

Json = dict[str, Any]
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class RenderedSource:
    """A data source: its API body, which keys of jsonData are its wiring, and its correlations."""

    kind: Source
    body: Json
    wiring: tuple[str, ...]
    correlations: tuple[Correlation, ...]
    configured: DataSourceSettings


@dataclass(frozen=True)
class RenderedFolder:
    """A folder, and the team that may edit in it, if one is named."""

    folder: Folder
    team: str


@dataclass(frozen=True)
class RenderedPanel:
    """A panel for the library: without its id and place on a board."""

    uid: str
    name: str
    model: Json


@dataclass(frozen=True)
class Model:
    """All of a project, rendered."""

    project: str
    folder: Folder
    #: Board key -> dashboard JSON, in the order of the boards; rendered anew at each look.
    boards: Mapping[str, Json]
    datasources: tuple[RenderedSource, ...]
    editable: bool
    #: What generator.toml says, for targets that render more than boards.
    config: Config
    #: Groups of alert rules, as Grafana's API takes them.
    alert_groups: tuple[Json, ...] = ()
    #: The folder of the rules where they are read from a file.
    alert_folder: str = ""
    #: Folders of tenants that have one, inside the project's.
    folders: tuple[RenderedFolder, ...] = ()
    #: Panels that are offered in Grafana's library as well.
    library: tuple[RenderedPanel, ...] = ()
    #: Keys of boards that were made elsewhere and stay what they were.
    imported: frozenset[str] = frozenset()


def board_of(group: Json) -> str:
    """The uid of the board whose alerts a group holds: what names the group where its title cannot."""
    return str(group["rules"][0]["annotations"]["__dashboardUid__"])


def build(project: Project, context: Context) -> Model:
    """The boards, data sources and alerts of the project, for one context."""
    return Model(
        project=context.config.project.uid,
        folder=context.config.project.folder,
        boards=Lazy({board.key: partial(render, board, context) for board in project.boards}),
        datasources=tuple(
            RenderedSource(
                source.kind,
                source.body(context),
                source.wiring_keys(context),
                source.correlated(context),
                source.configured(context),
            )
            for source in project.datasources
        ),
        editable=context.config.project.editable,
        folders=tuple(
            RenderedFolder(tenant.folder, tenant.team) for tenant in context.config.tenants if tenant.folder is not None
        ),
        library=tuple(_library(project, context)),
        config=context.config,
        imported=frozenset(board.key for board in project.boards if isinstance(board, Imported)),
        alert_groups=alerts.groups(project.boards, context),
        alert_folder=context.say("alerts.folder", f"{context.config.project.folder.title} - Alerts"),
    )


def _library(project: Project, context: Context) -> Iterator[RenderedPanel]:
    for board in project.boards:
        shared = {panel_id(board.key, panel.key): panel for panel in board.panels if panel.shared}
        if not shared:
            continue
        for one in _panels(render(board, context)["panels"]):
            panel = shared.get(one["id"])
            if panel is not None:
                model = {key: value for key, value in one.items() if key not in ("id", "gridPos")}
                yield RenderedPanel(context.uid(f"{board.key}-{panel.key}")[:40], str(one["title"]), model)


def _panels(panels: list[Json]) -> Iterator[Json]:
    for one in panels:
        yield one
        yield from one.get("panels") or ()
