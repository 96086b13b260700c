"""Check dashboards, data sources and provisioning files, ours or anybody's."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.errors import Exit
from generator.options import connection_options, project_options

if TYPE_CHECKING:
    from generator.validate.finding import Severity

_LEVELS = ("error", "warning", "info")


@click.command(name="validate")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@project_options
@connection_options
@click.option("--folder", help="Only the boards of this folder of the Grafana, by title or uid.")
@click.option(
    "--select", multiple=True, metavar="RULE", help="Only these rules: an id, an area, a pattern. Repeatable."
)
@click.option("--ignore", multiple=True, metavar="RULE", help="All but these rules. Repeatable.")
@click.option(
    "--fail-on",
    type=click.Choice(_LEVELS),
    help="Exit 1 from which severity on.  [default: warning for our own boards, error for PATHs]",
)
@click.option(
    "--show",
    type=click.Choice(_LEVELS),
    default="info",
    show_default=True,
    help="What is reported: lesser findings are only counted.",
)
@click.option("--fix", is_flag=True, help="Mend what has one right answer, in the files themselves.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), help="Processes for many files.  [default: one for each processor]"
)
@click.option("-o", "--output", default="text", show_default=True, help="text, json, github, sarif or junit.")
def command(
    paths: tuple[str, ...],
    config: Path | None,
    definitions: Path | None,
    profile: str | None,
    folder: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    show: Severity,
    fix: bool,
    jobs: int | None,
    output: str,
    **connection: Any,
) -> int:
    """Check dashboards, data sources and provisioning files, ours or anybody's.

    Without PATH it checks what the project renders. PATH is a file, a folder, a pattern, or - for standard input. With
    --grafana-url or --context it checks what stands on a Grafana, and writes nothing there.
    """
    from generator.project import find
    from generator.validate import crew, session
    from generator.validate.reports.registry import report_format
    from generator.validate.reports.report import Screen

    crew.seldom_collect()
    render = report_format(output)
    asked = session.Asked(
        paths=paths,
        grafana=connection if connection.get("grafana_url") or connection.get("context") else None,
        folder=folder,
        profile=profile,
        select=select,
        ignore=ignore,
        fix=fix,
        jobs=jobs or crew.processors(),
    )
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
    project = find(config, definitions)
    found = session.run(asked, project, os.environ, sys.stdin.buffer, Screen(width, colour), _told)
    click.echo(render(found.down_to(show)).rstrip("\n"))
    level = fail_on or ("warning" if not paths and asked.grafana is None else "error")
    worst = _LEVELS[: _LEVELS.index(level) + 1]
    failed = any(found.summary.by_severity[one] for one in worst)  # type: ignore[index]
    return Exit.FAILURE if failed else Exit.OK


def _told(done: int, of: int) -> None:
    """Progress on a terminal, in one line that is gone at the end; nothing where there is little to wait for."""
    if of > 1 and sys.stderr.isatty():
        line = f"\r{done * 100 // of:>3} % judged"
        click.echo(line if done < of else f"\r{'':{len(line)}}\r", err=True, nl=False)
