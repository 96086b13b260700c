"""What every target renders: the boards, data sources and alerts of a project, resolved for one context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from generator.board.context import Context
from generator.config.model import DataSourceSettings, Folder
from generator.datasource import Correlation
from generator.lazy import Lazy
from generator.project import Project
from generator.render import alerts
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
class Model:
    """All of a project, rendered."""

    project: str
    folder: Folder
    #: Board key -> dashboard JSON, in the order of the boards; rendered anew at each look.
    boards: Mapping[str, Json]
    datasources: tuple[RenderedSource, ...]
    editable: bool
    #: Groups of alert rules, as Grafana's API takes them.
    alert_groups: tuple[Json, ...] = ()
    #: The folder of the rules where they are read from a file.
    alert_folder: str = ""


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
        alert_groups=alerts.groups(project.boards, context),
        alert_folder=context.say("alerts.folder", f"{context.config.project.folder.title} - Alerts"),
    )
