"""What the user decides: the file `generator.toml`, and the Grafana to talk to.

tomlkit and jsonschema are imported where they are called, for they take longer to import than `--help` takes to run.
"""

from __future__ import annotations

from generator.config.connection import Connection, resolve
from generator.config.edit import set_value
from generator.config.flags import Flags
from generator.config.load import load, parse, place
from generator.config.model import (
    SOURCES,
    Activity,
    Alerts,
    AlertSettings,
    Config,
    DataSourceSettings,
    Events,
    Expectation,
    Folder,
    GrafanaContext,
    Project,
    Service,
    Tenant,
    Tier,
    Tracing,
)

__all__ = [
    "SOURCES",
    "Activity",
    "AlertSettings",
    "Alerts",
    "Config",
    "Connection",
    "DataSourceSettings",
    "Events",
    "Expectation",
    "Flags",
    "Folder",
    "GrafanaContext",
    "Project",
    "Service",
    "Tenant",
    "Tier",
    "Tracing",
    "load",
    "parse",
    "place",
    "resolve",
    "set_value",
]
