"""What every command that talks to a Grafana needs: the project rendered for it, the way to it, and where runs are
kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.check import checked, require_valid
from generator.config import Flags, resolve
from generator.config.connection import Connection
from generator.deploy.desired import Desired, DesiredFolder, DesiredPanel, DesiredRules, DesiredSource
from generator.deploy.runs import State
from generator.deploy.situation import Options
from generator.errors import UsageError
from generator.project import Project, find
from generator.signals.profile import profile as named
from generator.targets import model
from generator.targets.provisioning import paste

#: Beside the project's configuration.
STATE = ".generator"


@dataclass(frozen=True)
class Deployment:
    """One project and one Grafana."""

    project: Project
    profile: str
    where: Connection
    state: State

    def render(self, uids: Mapping[str, str]) -> Desired:
        """What shall stand on a Grafana that knows its data sources under these uids."""
        known = self.project.with_datasource_uids(uids)
        rendered = checked(model.build(known, known.context(self.profile)))
        return Desired(
            project=rendered.project,
            boards={board["uid"]: board for board in rendered.boards.values()},
            datasources=[
                DesiredSource(
                    source.kind,
                    source.body,
                    source.wiring,
                    [{"target": one.target, **one.to_json()} for one in source.correlations],
                )
                for source in rendered.datasources
            ],
            folder=rendered.folder,
            folders=[DesiredFolder(one.folder, one.team) for one in rendered.folders],
            alerts=[
                DesiredRules(group["title"], group["interval"], tuple(group["rules"]))
                for group in rendered.alert_groups
            ],
            library=[DesiredPanel(panel.uid, panel.name, panel.model) for panel in rendered.library],
        )

    def require_valid(self) -> None:
        """Everything that can be wrong on our side is found before the first request."""
        require_valid(model.build(self.project, self.project.context(self.profile)))

    def options(
        self,
        *,
        mode: Any = "wire",
        force: bool = False,
        take_theirs: bool = False,
        adopt: tuple[str, ...] = (),
        secrets: bool = False,
        skip: tuple[str, ...] = (),
    ) -> Options:
        """How a plan is made. UsageError when it is asked for what cannot be at once."""
        if force and take_theirs:
            raise UsageError("--force and --take-theirs contradict each other", "give one of them")
        return Options(
            mode,
            lambda source: paste(source.body),
            self.where.folder,
            force=force,
            take_theirs=take_theirs,
            adopt=frozenset(adopt),
            secrets=secrets,
            skip=frozenset(skip),
            cache=self.state.cached,
            applied=self.state.last,
        )


def deployment(
    config: Path | None,
    definitions: Path | None,
    profile: str | None,
    state_dir: Path | None,
    connection: Mapping[str, Any],
    environ: Mapping[str, str] | None = None,
) -> Deployment:
    """What a command's options ask for."""
    project = find(config, definitions)
    project.require_meant()
    chosen = named(profile or project.config.profile)
    where = resolve(project.config, flags=Flags(**connection), environ=os.environ if environ is None else environ)
    return Deployment(project, chosen.name, where, State(state_dir or project.root / STATE))
