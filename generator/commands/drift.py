"""Show only what changed on the server since our last upload."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.options import connection_options, deploy_options, project_options

_PATH = click.Path(path_type=Path)


@click.command(name="drift")
@project_options
@connection_options
@deploy_options
@click.option("--junit", "junit_file", type=_PATH, help="Write a JUnit report there.")
@click.option("-o", "--output", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
def command(
    config: Path | None,
    definitions: Path | None,
    profile: str | None,
    junit_file: Path | None,
    output: str,
    state_dir: Path | None,
    skip: tuple[str, ...],
    **connection: Any,
) -> int:
    """Show only what changed on the server since our last upload; end with 7 when anything did.

    What changed in our own definitions since is no drift. Nothing is written to Grafana.
    """
    from generator.deploy.plan import draw_up
    from generator.deploy.result import Report, drifted, plan_exit
    from generator.deployment import deployment
    from generator.errors import Exit
    from generator.grafana.client import Client
    from generator.grafana.transport import Transport
    from generator.telling import progress, tell

    deploying = deployment(config, definitions, profile, state_dir, connection)
    say = progress(output, junit_file)
    deploying.require_valid()
    with Transport(deploying.where) as transport:
        steps = draw_up(Client(transport), deploying.render, deploying.options(skip=skip))
    report = Report(drifted(steps, deploying.state.knows))
    for result in report.results:
        say(result)
    tell(report, output, "generator drift", junit_file=junit_file)
    unread = plan_exit(steps, tell=False)
    return Exit.DRIFT if report.results and unread is Exit.OK else unread
