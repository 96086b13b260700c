"""Show which panel answers each item that the plan says is collected."""

from __future__ import annotations

from pathlib import Path

import click

from generator.errors import Exit


@click.command(name="coverage")
@click.option("--config", type=click.Path(path_type=Path), help="The project's generator.toml.")
@click.option("--definitions", type=click.Path(path_type=Path), help="Folder with dashboards/ and datasources/.")
@click.option("--write", is_flag=True, help="Write docs/coverage.md of the project.")
@click.option("--check", is_flag=True, help="Fail if docs/coverage.md is not up to date, or an item has no panel.")
def command(config: Path | None, definitions: Path | None, write: bool, check: bool) -> int:
    """Show which panel answers each item that the plan says is collected."""
    from generator import coverage, writer
    from generator.project import find

    project = find(config, definitions)
    found = coverage.items(project, project.context())
    if not found:
        return Exit.OK
    page = coverage.markdown(found)
    missing = [item for item in found if item.unshown]
    path = project.root / "docs" / "coverage.md"
    if write:
        if writer.write_file(path, page.encode()):
            click.echo(f"wrote   {path}")
    elif check:
        if not path.is_file() or path.read_text("utf-8") != page:
            click.echo(f"error: {path} is not up to date", err=True)
            click.echo("  fix: generator coverage --write, or make dashboards where there is a Makefile", err=True)
            return Exit.FAILURE
    else:
        click.echo(page, nl=False)
    for item in missing:
        click.echo(f'error: "{item.name}": no panel shows {", ".join(item.unshown)}', err=True)
    return Exit.FAILURE if missing else Exit.OK
