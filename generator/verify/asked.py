"""What somebody wants to have verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.config.model import Config
from generator.config.nearest import did_you_mean
from generator.errors import UsageError
from generator.verify.expected import Stage
from generator.verify.judging import SLOW


@dataclass(frozen=True)
class Asked:
    """What somebody wants to know. `files` are boards of anybody; without them the project's own are meant."""

    files: tuple[str, ...] = ()
    #: The boards as they stand on the Grafana, not as the definitions render them.
    live: bool = False
    tenant: str | None = None
    service: str | None = None
    stage: Stage | None = None
    #: Seconds before now to look at, instead of each board's own range.
    back: float | None = None
    profile: str | None = None
    #: Addresses of stores by kind, for a look without Grafana.
    urls: Mapping[str, str] | None = None
    timeout: float = 30.0
    #: Seconds from which on an answer is slow.
    slow: float = SLOW
    #: What to look at besides reach (telemetry, panels, correlation); all of it where it is empty.
    only: frozenset[str] = frozenset()

    def wants(self, part: str) -> bool:
        """Whether to look at a part."""
        return not self.only or part in self.only


def check(asked: Asked, config: Config) -> None:
    """UsageError for what the configuration does not have."""
    if asked.files and asked.live:
        raise UsageError("both files and --live", "give either FILEs or --live")
    names = [tenant.name for tenant in config.tenants]
    if asked.tenant is not None and asked.tenant not in names:
        raise UsageError(
            f'--tenant: there is no tenant "{asked.tenant}"{did_you_mean(asked.tenant, names)}',
            f"the tenants of generator.toml: {', '.join(names)}",
        )
    services = [one.name for one in config.services()]
    if asked.service is not None and asked.service not in services:
        raise UsageError(
            f'--service: there is no service "{asked.service}"{did_you_mean(asked.service, services)}',
            f"the services of generator.toml: {', '.join(services)}",
        )
