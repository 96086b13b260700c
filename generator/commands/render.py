"""Render the boards and data sources into files."""

from __future__ import annotations

from pathlib import Path

import click

from generator.errors import Exit
from generator.options import project_options


@click.command(name="render")
@project_options
@click.option("--target", default="provisioning", show_default=True, help="What to render for.")
@click.option(
    "-d", "--output", type=click.Path(path_type=Path), help="Folder to write to. Default: provisioning/ of the project."
)
@click.option("--check", is_flag=True, help="Write nothing; fail and list the files that are not up to date.")
def command(
    config: Path | None, definitions: Path | None, profile: str | None, target: str, output: Path | None, check: bool
) -> int:
    """Render the boards and data sources into files, checked before the first one is written."""
    from generator import writer
    from generator.check import checked
    from generator.project import find
    from generator.targets import model
    from generator.targets.registry import target as target_named

    project = find(config, definitions)
    project.require_meant()
    chosen = target_named(target)
    rendered = checked(model.build(project, project.context(profile)))
    for limit in chosen.admitted(rendered):
        click.echo(f"note: {limit.what}\n  fix: {limit.fix}", err=True)
    for need in chosen.needs(rendered):
        if not (project.root / need.path).is_file():
            click.echo(f"note: {project.root / need.path}: not there, {need.why}\n  fix: {need.fix}", err=True)
    files = chosen.render(rendered)
    folder = output or project.root / target
    if check:
        outdated = writer.outdated(folder, files)
        for change in outdated:
            click.echo(f"{folder / change.path}: {change.state}")
        if outdated:
            click.echo("error: generated files are not up to date", err=True)
            click.echo(f"  fix: {_again(target)}", err=True)
            return Exit.FAILURE
        click.echo(f"{len(files)} files in {folder} are up to date")
        return Exit.OK
    changes = writer.write(folder, files)
    for change in changes:
        if change.state != "unchanged" and change.path != writer.MANIFEST:
            click.echo(f"{'removed' if change.state == 'stale' else 'wrote  '} {folder / change.path}")
    written = sum(change.state in ("new", "changed") and change.path in files for change in changes)
    boards, sources = len(rendered.boards), len(rendered.datasources)
    click.echo(
        f"{boards} boards and {sources} data sources in {folder}: {written} written, {len(files) - written} unchanged"
    )
    return Exit.OK


def _again(target: str) -> str:
    if target == "provisioning":
        return "generator render, or make dashboards where there is a Makefile"
    return f"generator render --target {target}"
