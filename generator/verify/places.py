"""Which stack a command looks at: a Grafana, or the stores at their own addresses."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from generator.config import Flags, resolve
from generator.config.address import http_address
from generator.config.connection import Connection
from generator.config.model import Config
from generator.errors import UsageError
from generator.interpolate import duration


def urls_of(**given: str | None) -> dict[str, str]:
    """Addresses of stores by kind; UsageError for what is no address."""
    urls = {}
    for kind, url in given.items():
        if url is None:
            continue
        try:
            urls[kind] = http_address(url.strip())
        except ValueError as error:
            raise UsageError(f"--{kind}-url {error}", f"write it like http://{kind}.example.com:9090") from None
    return urls


def connection_of(config: Config, options: Mapping[str, Any], urls: Mapping[str, str]) -> Connection | None:
    """The Grafana to ask; None where the stores are asked themselves. UsageError when both are given."""
    if not urls:
        return resolve(config, flags=Flags(**options), environ=os.environ)
    if options.get("grafana_url") or options.get("context"):
        raise UsageError(
            "both a Grafana and addresses of stores", "give either --grafana-url, or the addresses of the stores"
        )
    return None


def seconds(option: str, value: str | None) -> float | None:
    """A duration of the command line in seconds; UsageError when it is none."""
    if value is None:
        return None
    found = duration.parse(value)
    if not found:
        raise UsageError(f'{option}: "{value}" is no duration', f"write it like {option} 10m")
    return found
