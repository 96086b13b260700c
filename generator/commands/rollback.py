"""Take a whole run back: everything it changed, as it stood before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.options import connection_options, deploy_options, project_options


@click.command(name="rollback")
@click.argument("run", metavar="RUN")
@project_options
@connection_options
@deploy_options
@click.option("--force", is_flag=True, help="Take back also what was changed after the run.")
@click.option("--dry-run", is_flag=True, help="Only show.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option("-o", "--output", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
def command(
    run: str,
    config: Path | None,
    definitions: Path | None,
    profile: str | None,
    force: bool,
    dry_run: bool,
    yes: bool,
    output: str,
    state_dir: Path | None,
    skip: tuple[str, ...],
    **connection: Any,
) -> int:
    """Take a run back: RUN is its id (`generator status` lists them) or `last`.

    What it would do is shown first. It is a run itself, and can be taken back as well.
    """
    from generator.deploy.registry import kind
    from generator.deploy.result import Report, planned
    from generator.deploy.rollback import draw_up
    from generator.deploy.upload import apply
    from generator.deployment import deployment
    from generator.errors import UsageError
    from generator.grafana.client import Client
    from generator.grafana.transport import Transport
    from generator.telling import confirmed, progress, tell

    deploying = deployment(config, definitions, profile, state_dir, connection)
    say = progress(output)
    recorded = deploying.state.run(run)
    entries = [one for one in recorded.entries if kind(one.kind).skip not in skip]
    with Transport(deploying.where) as transport:
        if recorded.url != transport.base_url:
            raise UsageError(
                f"the run {recorded.id} was on {recorded.url}, not on {transport.base_url}",
                f"give --grafana-url {recorded.url}",
            )
        client = Client(transport)
        client.health()
        steps = draw_up(client, entries, force=force)
    plan = Report(tuple(planned(step) for step in steps))
    if dry_run or not any(step.write is not None for step in steps):
        for result in plan.results:
            say(result)
        tell(plan, output, f"generator rollback {recorded.id}")
        return plan.exit_code
    if output == "text":
        click.echo(plan.to_text())
    if not confirmed(f"Take the run {recorded.id} back?", yes=yes):
        raise click.Abort
    with Transport(deploying.where, writable=True) as transport:
        journal = deploying.state.start("rollback", transport.base_url, recorded.project)
        report = apply(Client(transport), steps, say, journal)
    tell(report, output, f"generator rollback {recorded.id}", journal.id if journal.opened else "")
    return report.exit_code
