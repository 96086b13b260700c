"""Delete what this project once uploaded and no longer wants."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.options import connection_options, deploy_options, project_options


@click.command(name="prune")
@project_options
@connection_options
@deploy_options
@click.option("--max-delete", type=click.IntRange(0), default=5, show_default=True, help="Delete no more than that.")
@click.option("--force", is_flag=True, help="Delete also what was edited since we wrote it.")
@click.option("--dry-run", is_flag=True, help="Only show.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option("-o", "--output", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
def command(
    config: Path | None,
    definitions: Path | None,
    profile: str | None,
    max_delete: int,
    force: bool,
    dry_run: bool,
    yes: bool,
    output: str,
    state_dir: Path | None,
    skip: tuple[str, ...],
    **connection: Any,
) -> int:
    """Delete what this project once uploaded and no longer wants. Only what carries its mark; a backup is kept.

    Nothing is deleted when any definition does not render or was not uploaded, or when more than --max-delete would go.
    """
    from generator.deploy.owned import owned
    from generator.deploy.plan import steps as plan_of
    from generator.deploy.plan import survey
    from generator.deploy.prune import draw_up, require_few, require_uploaded
    from generator.deploy.registry import wanted
    from generator.deploy.result import Report, planned
    from generator.deploy.upload import apply
    from generator.deployment import deployment
    from generator.grafana.client import Client
    from generator.grafana.transport import Transport
    from generator.telling import confirmed, progress, tell

    deploying = deployment(config, definitions, profile, state_dir, connection)
    say = progress(output)
    # What does not render would look like what is not wanted.
    deploying.require_valid()
    project = deploying.project.config.project.uid
    with Transport(deploying.where) as transport:
        client = Client(transport)
        situation = survey(client, deploying.render, deploying.options(skip=skip))
        desired = situation.desired
        steps = draw_up(owned(client, project, frozenset(skip), wanted(desired)), desired, force=force)
        if any(step.action == "delete" for step in steps):
            require_uploaded(steps, plan_of(situation))
    plan = Report(tuple(planned(step) for step in steps))
    deletes = plan.summary["delete"]
    require_few(steps, max_delete)
    if dry_run or not deletes:
        for result in plan.results:
            say(result)
        tell(plan, output, "generator prune")
        return plan.exit_code
    if output == "text":
        click.echo(plan.to_text())
    if not confirmed(f"Delete {deletes} resources?", yes=yes):
        raise click.Abort
    with Transport(deploying.where, writable=True) as transport:
        journal = deploying.state.start("prune", transport.base_url, project)
        report = apply(Client(transport), steps, say, journal)
    tell(report, output, "generator prune", journal.id if journal.opened else "")
    return report.exit_code
