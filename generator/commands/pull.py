"""Take an edit that was made in the UI back: as a diff, and as JSON to review."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.options import connection_options, deploy_options, project_options

_PATH = click.Path(path_type=Path)


@click.command(name="pull")
@click.argument("uids", nargs=-1, metavar="[UID]...")
@project_options
@connection_options
@deploy_options
@click.option("-d", "--directory", type=_PATH, help="Where to write. Default: .generator/pulled/ of the project.")
@click.option("-o", "--output", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
def command(
    uids: tuple[str, ...],
    config: Path | None,
    definitions: Path | None,
    profile: str | None,
    directory: Path | None,
    output: str,
    state_dir: Path | None,
    skip: tuple[str, ...],
    **connection: Any,
) -> int:
    """Take edits that were made in the UI back. Each is shown panel by panel and written as JSON, for somebody to
    take it over into the definition. Without UIDs: everything that was edited. Nothing is written to Grafana.
    """
    import json
    from dataclasses import replace

    from generator.deploy.plan import draw_up
    from generator.deploy.result import Report, planned
    from generator.deploy.runs import file_name
    from generator.deploy.step import EditedError
    from generator.deployment import deployment
    from generator.errors import UsageError
    from generator.grafana.client import Client
    from generator.grafana.transport import Transport
    from generator.telling import progress, tell

    deploying = deployment(config, definitions, profile, state_dir, connection)
    say = progress(output)
    deploying.require_valid()
    with Transport(deploying.where) as transport:
        steps = draw_up(Client(transport), deploying.render, deploying.options(skip=skip))
    chosen = [step for step in steps if isinstance(step.failure, EditedError) or step.uid in uids]
    if uids:
        unknown = set(uids) - {step.uid for step in steps}
        if unknown:
            raise UsageError(
                f"no resource of this project: {', '.join(sorted(unknown))}",
                "the uids are those that `generator plan -o json` shows",
            )
        chosen = [step for step in chosen if step.uid in uids]
    target = directory or deploying.state.folder / "pulled"
    results = []
    for step in chosen:
        result = planned(step)
        if step.before is not None:
            folder = target if step.kind == "dashboard" else target / step.kind
            path = folder / f"{file_name(step.uid)}.json"
            content = step.before.get("dashboard", step.before)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
            result = replace(result, note=f"written to {path}", error="", fix="")
        results.append(result)
        say(result)
    tell(Report(tuple(results)), output, "generator pull")
    return 0
