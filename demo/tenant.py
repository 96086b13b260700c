"""The demo's tenants, and in which form each shows itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

GENERATIONS = ("legacy", "stable")
LOG_PATHS = ("otlp", "stdout", "both")


@dataclass(frozen=True)
class Tenant:
    """One deployment. `generation` is of its SDKs; `logs` is the path of its backend's lines."""

    name: str
    generation: str
    logs: str
    #: Whether its backend sends log entries by Kafka.
    kafka: bool

    @property
    def redis_database(self) -> int:
        """Both share one server."""
        return NAMES.index(self.name)


#: As the monitoring plan and its progress log left them.
TENANTS = (
    Tenant("hyunjun", "legacy", "otlp", kafka=True),
    Tenant("jiwoo", "stable", "stdout", kafka=False),
)
NAMES = tuple(tenant.name for tenant in TENANTS)

_FORM = re.compile(rf"({'|'.join(NAMES)})=({'|'.join(GENERATIONS)})(?:/({'|'.join(LOG_PATHS)}))?")


def tenant(text: str) -> Tenant:
    """A tenant in another form: `jiwoo=legacy`, `hyunjun=stable/stdout`. Raises ValueError for any other text."""
    said = _FORM.fullmatch(text)
    if not said:
        raise ValueError(f"{text!r} is not NAME=GENERATION or NAME=GENERATION/LOGS, such as jiwoo=legacy/otlp")
    usual = next(one for one in TENANTS if one.name == said[1])
    return Tenant(usual.name, said[2], said[3] or usual.logs, usual.kafka)
