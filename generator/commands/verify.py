"""Prove on the live stack that the boards show what is happening, and say what to mend where they do not."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from generator.errors import Exit
from generator.options import connection_options, project_options, store_options


@click.command(name="verify")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@project_options
@connection_options
@store_options
@click.option("--live", is_flag=True, help="The boards as they stand on the Grafana, not as they are defined.")
@click.option("--tenant", help="Only this tenant.")
@click.option("--service", help="Only this service.")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(["telemetry", "panels", "correlation"]),
    help="Only this part. Repeatable.",
)
@click.option("--stage", type=click.Choice(["backend", "frontend"]), help="Only what this tier should send so far.")
@click.option("--range", "back", metavar="DURATION", help="Look so far back, instead of each board's own range: 15m.")
@click.option("--wait", "patience", metavar="DURATION", help="Keep looking until all is well or the time is up: 10m.")
@click.option("--slow", metavar="DURATION", help="From when on an answer counts as slow.  [default: 10s]")
@click.option("--probe", is_flag=True, help="Send a marked trace, log and metric, and time their arrival.")
@click.option("--otlp-endpoint", metavar="URL", help="Where --probe sends to: OTLP over HTTP.")
@click.option("--all", "every", is_flag=True, help="Write out every finding.")
@click.option(
    "-o", "--output", type=click.Choice(["text", "json", "junit", "markdown"]), default="text", show_default=True
)
def command(
    files: tuple[str, ...],
    config: Path | None,
    definitions: Path | None,
    profile: str | None,
    live: bool,
    tenant: str | None,
    service: str | None,
    only: tuple[str, ...],
    stage: Any,
    back: str | None,
    patience: str | None,
    slow: str | None,
    probe: bool,
    otlp_endpoint: str | None,
    every: bool,
    output: str,
    prometheus_url: str | None,
    loki_url: str | None,
    tempo_url: str | None,
    **connection: Any,
) -> int:
    """Prove on the live stack that the boards show what is happening, and say what to mend where they do not.

    Looks at Grafana's data sources (--grafana-url), or at the stores themselves (--prometheus-url, --loki-url,
    --tempo-url). FILE is any dashboard: how much of it works on this stack? Nothing is written, but by --probe.
    """
    from generator.project import find
    from generator.verify import session
    from generator.verify.asked import Asked
    from generator.verify.judging import SLOW
    from generator.verify.places import connection_of, seconds, urls_of
    from generator.verify.probe import require_endpoint, send_and_wait
    from generator.verify.reports import json, junit, markdown, text
    from generator.verify.result import Report
    from generator.verify.stand import stand

    project = find(config, definitions)
    urls = urls_of(prometheus=prometheus_url, loki=loki_url, tempo=tempo_url)
    where = connection_of(project.config, connection, urls)
    endpoint = require_endpoint(otlp_endpoint) if probe or otlp_endpoint else None
    asked = Asked(
        files=files,
        live=live,
        tenant=tenant,
        service=service,
        stage=stage,
        back=seconds("--range", back),
        profile=profile,
        urls=urls,
        timeout=connection.get("timeout") or 30.0,
        slow=seconds("--slow", slow) or SLOW,
        only=frozenset(only),
    )
    stdin = sys.stdin.buffer

    def look() -> Report:
        return session.verify(asked, project, where, stdin)

    def say(report: Report, left: float) -> None:
        click.echo(f"{report.findings} findings, {report.unchecked} not checked; {left:.0f} s left", err=True)

    limit = seconds("--wait", patience)
    report = session.wait(look, limit, say) if limit else look()
    if probe and endpoint:
        with stand(asked, project, where) as there:
            report = replace(report, probe=send_and_wait(endpoint, there, limit or 60.0))
    width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
    if output == "text":
        click.echo(text.render(report, width=width, every=every).rstrip("\n"))
    else:
        render = {"json": json.render, "junit": junit.render, "markdown": markdown.render}[output]
        click.echo(render(report).rstrip("\n"))
    if report.findings:
        return Exit.FAILURE
    return Exit.PARTIAL if report.unchecked else Exit.OK
