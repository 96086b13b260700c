"""Find out which telemetry a live stack sends, by whom and in which dialect, and what to configure."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

from generator.options import connection_options, project_options, store_options


@click.command(name="detect")
@project_options
@connection_options
@store_options
@click.option("--write", is_flag=True, help="Put the profile that fits into generator.toml; nothing else is changed.")
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    config: Path | None,
    definitions: Path | None,
    profile: str | None,
    write: bool,
    output: str,
    prometheus_url: str | None,
    loki_url: str | None,
    tempo_url: str | None,
    **connection: Any,
) -> int:
    """Find out which telemetry a live stack sends, by whom and in which dialect, and what to configure."""
    from generator.config.edit import set_value
    from generator.detect import report
    from generator.detect.advice import advise
    from generator.errors import Exit, UsageError
    from generator.project import find
    from generator.verify.asked import Asked
    from generator.verify.places import connection_of, urls_of
    from generator.verify.stand import look_around, stand

    project = find(config, definitions)
    urls = urls_of(prometheus=prometheus_url, loki=loki_url, tempo=tempo_url)
    where = connection_of(project.config, connection, urls)
    asked = Asked(profile=profile, urls=urls, timeout=connection.get("timeout") or 30.0)
    with stand(asked, project, where) as there:
        stack = look_around(there, time.time(), first=[one.name for one in project.config.services()])
        questions = there.stores.desk.asked
    advice = advise(stack, project.config)
    configured = profile or project.config.profile
    show = report.text if output == "text" else report.to_json
    click.echo(show(stack, advice, questions, configured).rstrip("\n"))
    if write and advice.profile != project.config.profile:
        path = project.config.path
        if path is None or path.parent != project.root:
            raise UsageError("there is no generator.toml of yours to write to", "`generator init DIR` makes one")
        path.write_bytes(set_value(path.read_bytes().decode(), "telemetry.profile", advice.profile).encode())
        click.echo(f"{path}: profile = {advice.profile}", err=True)
    return Exit.PARTIAL if stack.unasked else Exit.OK
