"""What the command line says of the connection to a Grafana."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Flags:
    """What the command line says of the connection: `--grafana-url` is `grafana_url`, and so on; None: not given.

    There is no option for a secret itself: others could read it in the list of processes.
    """

    context: str | None = None
    grafana_url: str | None = None
    token_file: Path | None = None
    token_command: str | None = None
    user: str | None = None
    password_file: Path | None = None
    password_command: str | None = None
    org_id: int | None = None
    ca_cert: Path | None = None
    client_cert: Path | None = None
    client_key: Path | None = None
    insecure: bool | None = None
    timeout: float | None = None
