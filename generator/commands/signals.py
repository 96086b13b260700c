"""List what can be measured, with the query for a telemetry profile."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(name="signals")
@click.argument("pattern", required=False, default="")
@click.option("--config", type=click.Path(path_type=Path), help="The project's generator.toml.")
@click.option("--profile", help="Telemetry profile; the configuration's own if not given.")
@click.option("-o", "--output", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
def command(pattern: str, config: Path | None, profile: str | None, output: str) -> None:
    """List what can be measured, with the query for a telemetry profile.

    PATTERN narrows the list to ids that contain it.
    """
    from generator.project import find
    from generator.signals import catalogue

    context = find(config).context(profile)
    rows = catalogue.rows(context.view, pattern)
    click.echo(getattr(catalogue, output)(rows, context.profile), nl=False)
