"""Put the boards and data sources on a Grafana."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from generator.options import connection_options, project_options


@click.command(name="upload")
@project_options
@connection_options
@click.option(
    "--datasources",
    "mode",
    type=click.Choice(["wire", "replace", "skip"]),
    default="wire",
    show_default=True,
    help="wire: create what is missing, add only the correlation to what exists. replace: make it ours.",
)
@click.option("--force", is_flag=True, help="Also replace boards that were saved in a format of a newer Grafana.")
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    config: Path | None,
    definitions: Path | None,
    profile: str | None,
    mode: Any,
    force: bool,
    output: str,
    **connection: Any,
) -> int:
    """Put the boards and data sources on a Grafana. What is already as it should be is not written.

    Credentials come from GRAFANA_TOKEN, or GRAFANA_USER and GRAFANA_PASSWORD, or a file or command.
    """
    from generator.check import checked, require_valid
    from generator.config import Flags, resolve
    from generator.deploy.desired import Desired, DesiredSource
    from generator.deploy.result import Result
    from generator.deploy.upload import upload
    from generator.grafana.client import Client
    from generator.grafana.transport import Transport
    from generator.project import find
    from generator.signals.profile import profile as named
    from generator.targets import model
    from generator.targets.provisioning import paste

    project = find(config, definitions)
    chosen = named(profile or project.config.profile)
    where = resolve(project.config, flags=Flags(**connection), environ=os.environ)

    def render(uids: Mapping[str, str]) -> Desired:
        known = project.with_datasource_uids(uids)
        rendered = checked(model.build(known, known.context(chosen.name)))
        return Desired(
            project=rendered.project,
            boards={board["uid"]: board for board in rendered.boards.values()},
            datasources=[
                DesiredSource(
                    source.kind,
                    source.body,
                    source.wiring,
                    [{"target": one.target, **one.to_json()} for one in source.correlations],
                )
                for source in rendered.datasources
            ],
            folder=rendered.folder,
        )

    def say(result: Result) -> None:
        if output == "text":
            click.echo(result.to_text())
        elif sys.stderr.isatty():
            click.echo(f"{result.action:<10} {result.kind:<12} {result.title}", err=True)

    # Everything that can be wrong on our side is found before the first request.
    require_valid(model.build(project, project.context(chosen.name)))
    with Transport(where, writable=True) as transport:
        report = upload(Client(transport), render, mode, where.folder, lambda source: paste(source.body), force, say)
    click.echo(
        json.dumps(report.to_json(), indent=2, ensure_ascii=False) if output == "json" else report.summary_line()
    )
    return report.exit_code
