"""Say which Grafana this is, what it can do, what of ours is on it, and which runs can be taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from generator.options import connection_options, deploy_options, project_options


@click.command(name="status")
@project_options
@connection_options
@deploy_options
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    config: Path | None,
    definitions: Path | None,
    profile: str | None,
    output: str,
    state_dir: Path | None,
    skip: tuple[str, ...],
    **connection: Any,
) -> int:
    """Say which Grafana this is, what it can do, what of ours is on it, and which runs can be taken back."""
    from collections import Counter

    from generator.deploy.owned import owned
    from generator.deployment import deployment
    from generator.grafana.capabilities import capabilities
    from generator.grafana.client import Client
    from generator.grafana.transport import Transport

    deploying = deployment(config, definitions, profile, state_dir, connection)
    with Transport(deploying.where) as transport:
        client = Client(transport)
        health = client.health()
        able = capabilities(client)
        named = {"alerts": "alert rules", "library": "library panels", "correlations": "correlations"}
        lacking = {kind for kind, name in named.items() if not able[name]}
        every = list(owned(client, deploying.project.config.project.uid, frozenset({*skip, *lacking})))
    counts = Counter(one.kind for one in every)
    edited = [one for one in every if one.edited]
    runs = [deploying.state.run(number) for number in deploying.state.runs()[:10]]
    if output == "json":
        document = {
            "grafana": deploying.where.url,
            "version": health.version,
            "capabilities": able,
            "ours": dict(counts),
            "edited": [{"kind": one.kind, "uid": one.uid, "title": one.title} for one in edited],
            "runs": [
                {"id": run.id, "command": run.command, "started": run.started, "resources": len(run.entries)}
                for run in runs
            ],
        }
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
        return 0
    click.echo(f"{deploying.where.url}  Grafana {health.version or '(version hidden)'}")
    click.echo("can      " + ", ".join(f"{name}: {'yes' if has else 'no'}" for name, has in able.items()))
    click.echo("ours     " + (", ".join(f"{number} {kind}" for kind, number in counts.items()) or "nothing"))
    for one in edited:
        click.echo(f"edited   {one.kind} {one.title}  {one.url}")
    for run in runs:
        click.echo(f"run      {run.id}  {run.command}, {len(run.entries)} resources, on {run.url}")
    return 0
