"""What a plan is made from: how it is asked for, and the project and the Grafana as they are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.config.model import Folder
from generator.deploy.base import Applied, Cache, nothing_applied, nothing_cached
from generator.deploy.desired import Desired, Mode, Paste
from generator.grafana.client import Client
from generator.grafana.live import LiveSource, Settings


@dataclass(frozen=True)
class Options:
    """How a plan is made. `folder` is another folder than the project's own, if any."""

    mode: Mode
    paste: Paste
    folder: Folder | None = None
    #: Overwrite edits of others, and boards that are stored in a newer schema.
    force: bool = False
    #: Leave edits of others as they are, and be content.
    take_theirs: bool = False
    #: Uids of what was not created by this project and may become its own.
    adopt: frozenset[str] = frozenset()
    #: Send the secret fields of data sources also where Grafana has a value already.
    secrets: bool = False
    #: Kinds that are left out, as `--skip` calls them.
    skip: frozenset[str] = frozenset()
    #: Where boards that were applied earlier are found.
    cache: Cache = nothing_cached
    #: What was applied last from here, of what Grafana cannot show the mark of.
    applied: Applied = nothing_applied


@dataclass(frozen=True)
class Situation:
    """One project and one Grafana."""

    client: Client
    desired: Desired
    options: Options
    settings: Settings
    #: All data sources of the Grafana.
    live: tuple[LiveSource, ...]
    #: Kind of a data source of ours -> the one that is there, if there is one.
    found: Mapping[str, LiveSource | None]
    #: Kind of a data source of ours -> the uid under which this Grafana knows it, or will know it.
    uids: Mapping[str, str]
    #: Digest of the list of all that is wanted (`generator.deploy.registry.wanted`).
    listing: str

    @property
    def whole(self) -> bool:
        """Whether all that is wanted is brought there: no kind is left out."""
        return self.options.mode != "skip" and not self.options.skip
