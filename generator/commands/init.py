"""Start a project for any application from what its stack sends."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from generator.options import connection_options, store_options

#: On so many tenants the new project is tried.
_TRIED = 3


@click.command(name="init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@connection_options
@store_options
@click.option("--name", help="What the application is called; the name of DIR if not given.")
def command(
    folder: Path,
    name: str | None,
    prometheus_url: str | None,
    loki_url: str | None,
    tempo_url: str | None,
    **connection: Any,
) -> int:
    """Start a project for any application from what its stack sends.

    DIR gets a generator.toml with the tenants, services, data sources and dialects that were found; the six boards
    come with the package and carry the application's name. Nothing is written but that file.
    """
    from generator.detect.advice import advise
    from generator.detect.start import applications, toml
    from generator.detect.wording import seen, wording
    from generator.errors import Exit, GeneratorError, UsageError
    from generator.project import CONFIG, find, packaged
    from generator.verify import session
    from generator.verify.asked import Asked
    from generator.verify.places import connection_of, urls_of
    from generator.verify.stand import any_source, look_around, stand, surveyed

    target = folder / CONFIG
    if target.exists():
        raise UsageError(
            f"{target} is there already", "name another folder, or let `generator detect` look at this one"
        )
    title = name or folder.resolve().name
    project = find(packaged() / CONFIG)
    urls = urls_of(prometheus=prometheus_url, loki=loki_url, tempo=tempo_url)
    where = connection_of(project.config, connection, urls)
    asked = Asked(urls=urls, timeout=connection.get("timeout") or 30.0)
    with stand(asked, project, where) as there:
        there = replace(there, uids=any_source(there))
        now = time.time()
        stack = look_around(there, now)
        words = wording(seen(surveyed(there, now)))
        names = {one.uid: one.name for one in there.stores.sources}
    services = applications(stack)
    unasked = [f"{store} was not asked: {reason}" for store, reason in stack.unasked.items()]
    if not services and unasked:
        raise GeneratorError(
            f"no service is seen, and {'; '.join(unasked)}", "mend the data sources' addresses, and run it again"
        )
    if not services:
        raise GeneratorError(
            "nobody sends traces or metrics of HTTP requests to this stack",
            "start the application with an OTLP exporter, wait a minute, and run the command again",
        )
    sources = {kind: (uid, names[uid]) for kind, uid in there.uids.items()}
    # Exactly this file is tried on the stack, and what is not there is written down as not expected.
    folder.mkdir(parents=True, exist_ok=True)
    advice = advise(stack, None)
    target.write_text(toml(title, stack, advice, sources, services, (), words), "utf-8")
    tried = [
        one
        for tenant in list(find(target).config.tenants)[:_TRIED]
        for panel in session.verify(
            replace(asked, tenant=tenant.name, only=frozenset(("panels",))), find(target), where, sys.stdin.buffer
        ).panels
        for one in panel.queries
    ]
    shown = {one.signal for one in tried if one.verdict in ("data", "slow")}
    empty = {one.signal for one in tried if one.verdict == "empty"}
    unexpected = sorted(one for one in empty - shown if one)
    target.write_text(toml(title, stack, advice, sources, services, unexpected, words), "utf-8")
    click.echo(f"{target}: {len(services)} services, profile {advice.profile}")
    for line in (*stack.notes, *advice.unfit, *unasked):
        click.echo(f"note: {line}")
    click.echo(f"next: generator upload --config {target}, then generator verify --config {target}")
    return Exit.OK
