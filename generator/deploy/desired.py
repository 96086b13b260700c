"""What shall stand on a Grafana, as values: the input of an upload."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from generator.config.model import Folder

#: `wire`: create what is missing, merge only the correlation keys into what exists. `replace`: make it ours.
#: `skip`: write no data source and no correlation.
Mode = Literal["wire", "replace", "skip"]


@dataclass(frozen=True)
class DesiredSource:
    """A data source.

    `body` is an API body: name, type, uid, access, url, jsonData, and secureJsonData where there are secrets.
    `wiring` names the keys of its jsonData that connect it with the other sources. A correlation is a mapping of
    `target` (a kind), label, description, type (`query`, the only one that joins two sources) and config.
    """

    kind: str
    body: Mapping[str, Any] = field(repr=False)
    wiring: tuple[str, ...] = ()
    correlations: Sequence[Mapping[str, Any]] = ()

    @property
    def uid(self) -> str:
        return str(self.body["uid"])

    @property
    def name(self) -> str:
        return str(self.body["name"])

    @property
    def type(self) -> str:
        """Grafana's id of the plugin."""
        return str(self.body["type"])


@dataclass(frozen=True)
class DesiredFolder:
    """A folder inside the project's own, and the team that may edit in it, if one is named."""

    folder: Folder
    team: str = ""


@dataclass(frozen=True)
class DesiredRules:
    """A group of alert rules, as Grafana's provisioning API takes them; `interval` in seconds, a multiple of 10."""

    title: str
    interval: int
    rules: Sequence[Mapping[str, Any]] = field(repr=False)


@dataclass(frozen=True)
class DesiredPanel:
    """A panel for the library: its uid, its name there, and the panel itself without id and place."""

    uid: str
    name: str
    model: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Desired:
    """Everything of one project. `boards` are final dashboards by uid, without id and version."""

    #: The uid of the project, which marks what it creates.
    project: str
    boards: Mapping[str, Mapping[str, Any]]
    datasources: Sequence[DesiredSource]
    folder: Folder
    #: Folders inside `folder`.
    folders: Sequence[DesiredFolder] = ()
    alerts: Sequence[DesiredRules] = ()
    library: Sequence[DesiredPanel] = ()


#: Renders for a Grafana that knows its data sources under these uids (kind -> uid); the configured ones where it
#: names none.
Render = Callable[[Mapping[str, str]], Desired]

#: The provisioning YAML of a data source, for someone to paste where we may not write.
Paste = Callable[[DesiredSource], str]
