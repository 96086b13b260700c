"""Save everything of this project on a Grafana as readable files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.options import connection_options, deploy_options, project_options

_PATH = click.Path(path_type=Path)


@click.command(name="backup")
@project_options
@connection_options
@deploy_options
@click.option("-d", "--directory", type=_PATH, help="Where to write. Default: .generator/backups/DATE/ of the project.")
def command(
    config: Path | None,
    definitions: Path | None,
    profile: str | None,
    directory: Path | None,
    state_dir: Path | None,
    skip: tuple[str, ...],
    **connection: Any,
) -> int:
    """Save what this project has on a Grafana as readable files, one each, permissions with it. Secrets of data
    sources cannot be read and are not in it. Nothing is written to Grafana.
    """
    from datetime import datetime, timezone

    from generator.deploy.guarded import with_permissions
    from generator.deploy.owned import owned
    from generator.deploy.registry import kind
    from generator.deploy.runs import file_name, save
    from generator.deployment import deployment
    from generator.grafana.client import Client
    from generator.grafana.transport import Transport

    deploying = deployment(config, definitions, profile, state_dir, connection)
    day = f"{datetime.now(timezone.utc):%Y%m%dT%H%M%SZ}"
    target = directory or deploying.state.folder / "backups" / day
    number = 0
    with Transport(deploying.where) as transport:
        client = Client(transport)
        client.health()
        for one in owned(client, deploying.project.config.project.uid, frozenset(skip)):
            path = target / one.kind / f"{file_name(one.uid)}.json"
            save(path, with_permissions(client, kind(one.kind).guarded, one.uid, one.document))
            click.echo(f"wrote   {path}")
            number += 1
    click.echo(f"{number} resources in {target}")
    return 0
