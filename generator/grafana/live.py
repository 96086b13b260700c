"""What stands on a Grafana, as it was read. Addresses are absolute, ready for a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Grafana's own default of `min_refresh_interval` (conf/defaults.ini).
DEFAULT_MIN_REFRESH = "5s"


@dataclass(frozen=True)
class Health:
    """`version` is empty where the server hides it (`[auth.anonymous] hide_version`)."""

    version: str
    commit: str


@dataclass(frozen=True)
class Org:
    """The organisation that the credentials act in."""

    id: int
    name: str


@dataclass(frozen=True)
class Settings:
    """What the server tells a signed-in browser. `min_refresh` is empty when every refresh is allowed."""

    version: str
    min_refresh: str
    #: The name of the organisation in Grafana's newer API; empty where there is no such API (before Grafana 11).
    namespace: str = ""
    #: Whether a folder can stand in another one; a toggle in Grafana 9 and 10, always so since.
    nested_folders: bool = True


@dataclass(frozen=True)
class LiveFolder:
    """A folder; `parent_uid` is empty at the root."""

    uid: str
    title: str
    version: int
    parent_uid: str
    url: str
    #: Empty where it was not asked for: see `generator.grafana.folder_notes`.
    description: str = ""


@dataclass(frozen=True)
class Found:
    """A dashboard as the search lists it. `folder_uid` is empty at the root, `url` a path."""

    uid: str
    title: str
    folder_uid: str
    folder_title: str
    url: str


@dataclass(frozen=True)
class LiveBoard:
    """A dashboard and what Grafana knows about it."""

    dashboard: Mapping[str, Any]
    #: Empty for the root.
    folder_uid: str
    version: int
    #: A provider with `allowUiUpdates: false` owns it: it cannot be saved.
    provisioned: bool
    #: The file it came from, also where saving is allowed; empty when it did not come from one.
    provisioned_path: str
    #: The version of Grafana's schema it is stored in (`v0alpha1`, `v2beta1`); empty before Grafana 12.
    api_version: str
    #: ISO 8601.
    updated: str
    updated_by: str
    url: str


@dataclass(frozen=True)
class LiveSource:
    """A data source. `body` is all that was read, for sending it back; secrets cannot be read."""

    uid: str
    name: str
    type: str
    read_only: bool
    body: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class LiveCorrelation:
    """A link from the fields of one data source to queries on another."""

    uid: str
    source_uid: str
    #: Empty for an external one.
    target_uid: str
    label: str
    description: str
    #: Empty where the server keeps the type inside `config` only (Grafana 10).
    type: str
    config: Mapping[str, Any]
    provisioned: bool


@dataclass(frozen=True)
class Saved:
    """The answer to the saving of a dashboard."""

    uid: str
    url: str
    version: int
