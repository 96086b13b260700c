"""A project on disk: its configuration and its definitions, found in this folder or carried in the package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import resources
from pathlib import Path

from generator import definitions
from generator.board.board import Board
from generator.board.context import Context
from generator.config import load, place
from generator.config.model import Config
from generator.datasource import DataSource
from generator.errors import UsageError
from generator.signals.profile import profile
from generator.signals.table import require_known
from generator.text import ENGLISH, language

CONFIG = "generator.toml"
BOARDS = "dashboards"
SOURCES = "datasources"


@dataclass(frozen=True)
class Project:
    """One configuration and one set of definitions."""

    config: Config
    #: The folder that holds `dashboards/` and `datasources/`.
    definitions: Path
    #: The folder that generated files go to: where the configuration is, or the current one for the packaged project.
    root: Path
    #: Whether somebody has said that this is a project: by a configuration of it, or by naming its definitions.
    own: bool = True

    def require_meant(self) -> None:
        """Return where it is clear whose boards are to be made; UsageError where boards stand here unused."""
        if self.config.only_checks:
            raise UsageError(
                f"{self.config.path}: is only about checking", "add [project] and [tenants], or name another --config"
            )
        beside = self.root / BOARDS
        if not self.own and beside.is_dir() and any(beside.glob("*.py")):
            raise UsageError(
                f"{beside}: is not used, for no {CONFIG} here says that it is a project",
                "write one (`generator init` does), or use the folder with --definitions .",
            )

    def require_own(self) -> None:
        """Return where definitions that are added will be used; UsageError where they are those of the package."""
        if not self.own:
            raise UsageError(
                f"{self.root}: no project here, for there is no {CONFIG}",
                "start one (`generator init`), name one with --definitions, or print it with --stdout",
            )

    @cached_property
    def boards(self) -> tuple[Board, ...]:
        """The boards, in their order."""
        return definitions.boards(self.definitions / BOARDS)

    @cached_property
    def datasources(self) -> tuple[DataSource, ...]:
        """The data sources."""
        own = self.definitions / SOURCES
        return definitions.datasources(own if own.is_dir() else packaged() / SOURCES)

    def with_datasource_uids(self, uids: Mapping[str, str]) -> Project:
        """The same project for a Grafana that knows its data sources under other uids."""
        return replace(self, config=self.config.with_datasource_uids(uids))

    def context(self, profile_name: str | None = None, language_name: str = ENGLISH) -> Context:
        """What the definitions are rendered for; the configuration's profile unless another is named."""
        return Context(self.config, profile(profile_name or self.config.profile), language(language_name))


def packaged() -> Path:
    """The folder of the definitions that the package carries: in a wheel, or the checkout it is installed from."""
    package = Path(str(resources.files("generator")))
    inside = package / "_project"
    return inside if inside.is_dir() else package.parent


def find(config: Path | None = None, folder: Path | None = None, start: Path | None = None) -> Project:
    """The project for a command that was given `--config` and `--definitions`, or neither.

    Without them it is the nearest folder upwards from `start` (the current folder) that has a generator.toml,
    else the project that the package carries. Definitions stand beside the configuration; a configuration
    without a `dashboards/` folder beside it uses the packaged ones. A `dashboards/` folder of somebody else's, who
    has no configuration or one that is only about checking, is none of ours: its modules are not run.
    """
    here = (start or Path.cwd()).resolve()
    if config is None:
        config = next((up / CONFIG for up in (here, *here.parents) if (up / CONFIG).is_file()), None)
    beside = config.resolve().parent if config else None
    root = beside or here
    config = config or packaged() / CONFIG
    if folder is not None and not (folder / BOARDS).is_dir():
        raise UsageError(
            f"{folder}: no {BOARDS}/ folder", f"give --definitions a folder that holds {BOARDS}/ and {SOURCES}/"
        )
    loaded = load(config)
    own = folder is not None or (beside is not None and not loaded.only_checks)
    chosen = folder or (root if own and (root / BOARDS).is_dir() else packaged())
    for name in loaded.expectations:
        require_known(name, place(config, "signals", *name.split(".")))
    try:
        profile(loaded.profile)
    except UsageError as error:
        raise UsageError(f"{place(config, 'telemetry', 'profile')}: {error.summary}", error.fix) from None
    return Project(loaded, chosen, root, own=own)
