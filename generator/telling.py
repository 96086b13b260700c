"""How a command of the deploy engine tells what it plans and what it did."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click

from generator.deploy.report.junit import junit
from generator.deploy.report.markdown import markdown
from generator.deploy.result import Report, Result
from generator.errors import GeneratorError


def progress(output: str, junit_file: Path | None = None) -> Callable[[Result], None]:
    """What to do with each result as it comes: a line of text, or progress on a terminal that shows no results."""

    def say(result: Result) -> None:
        if output == "text":
            click.echo(result.to_text())
        elif sys.stderr.isatty():
            click.echo(f"{result.action:<10} {result.kind:<12} {result.title}", err=True)

    if junit_file is not None and not junit_file.parent.is_dir():
        raise GeneratorError(f"{junit_file.parent}: no such folder", "make it, or give --junit another place")
    return say


def tell(report: Report, output: str, heading: str, run: str = "", junit_file: Path | None = None) -> None:
    """The end of a command: the summary, or the one document that was asked for."""
    if junit_file is not None:
        junit_file.write_text(junit(report, heading), "utf-8")
    if output == "json":
        document = {**({"run": run} if run else {}), **report.to_json()}
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    elif output == "markdown":
        click.echo(markdown(report, heading), nl=False)
    else:
        click.echo(report.summary_line())
        if run:
            click.echo(f"run {run}: `generator rollback {run}` takes it back")


def confirmed(question: str, *, yes: bool) -> bool:
    """Whether to go on: asked on a terminal, `--yes` elsewhere."""
    if yes:
        return True
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise GeneratorError("not confirmed: this is no terminal to ask on", "look at the list above, then add --yes")
    return click.confirm(question)
