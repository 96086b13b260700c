"""Put the boards, data sources and alert rules on a Grafana."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.options import connection_options, deploy_options, plan_options, project_options

_PATH = click.Path(path_type=Path)


@click.command(name="upload")
@project_options
@connection_options
@plan_options
@deploy_options
@click.option("--plan", "plan_file", type=_PATH, help="Apply exactly this saved plan, or nothing.")
@click.option("--junit", "junit_file", type=_PATH, help="Write a JUnit report there.")
@click.option("-o", "--output", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
def command(
    config: Path | None,
    definitions: Path | None,
    profile: str | None,
    plan_file: Path | None,
    junit_file: Path | None,
    output: str,
    state_dir: Path | None,
    **given: Any,
) -> int:
    """Put the boards, data sources and alert rules on a Grafana. What is already as it should be is not written,
    and what somebody edited there is not overwritten.

    Credentials come from GRAFANA_TOKEN, or GRAFANA_USER and GRAFANA_PASSWORD, or a file or command.
    """
    import json

    from generator.config.flags import Flags
    from generator.deploy.plan import draw_up
    from generator.deploy.plan_file import options_of, require_same
    from generator.deploy.result import Report
    from generator.deploy.upload import apply
    from generator.deployment import deployment
    from generator.errors import Exit, UsageError
    from generator.grafana.client import Client
    from generator.grafana.transport import Transport
    from generator.telling import progress, tell

    connection = {name: given.pop(name) for name in Flags.__dataclass_fields__ if name in given}
    deploying = deployment(config, definitions, profile, state_dir, connection)
    document: Any = None
    if plan_file is not None:
        try:
            document = json.loads(plan_file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise UsageError(f"{plan_file}: {error}", "make one with `generator plan --save FILE`") from None
        given |= {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in options_of(document, deploying.where.url).items()
            if key in given
        }
    options = deploying.options(**given)
    say = progress(output, junit_file)
    deploying.require_valid()
    with Transport(deploying.where, writable=True) as transport:
        client = Client(transport)
        journal = deploying.state.start("upload", transport.base_url, deploying.project.config.project.uid)
        try:
            steps = draw_up(client, deploying.render, options)
        except KeyboardInterrupt:
            report = Report((), Exit.CANCELLED)
        else:
            if document is not None:
                require_same(steps, document)
            report = apply(client, steps, say, journal)
    tell(report, output, "generator upload", journal.id if journal.opened else "", junit_file)
    return report.exit_code
