"""Show what an upload would change, panel by panel. Never writes to Grafana."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.options import connection_options, deploy_options, plan_options, project_options

_PATH = click.Path(path_type=Path)


@click.command(name="plan")
@project_options
@connection_options
@plan_options
@deploy_options
@click.option("--folder", "json_folder", type=_PATH, help="Compare with a folder of dashboard JSON instead.")
@click.option("--against", metavar="CONTEXT", help="Compare the Grafana with that of another context, board by board.")
@click.option("--save", type=_PATH, help="Keep the plan in a file, for `generator upload --plan FILE`.")
@click.option("--junit", "junit_file", type=_PATH, help="Write a JUnit report there.")
@click.option("--exit-code", is_flag=True, help="End with 7 when anything is not as it is wanted.")
@click.option("-o", "--output", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
def command(
    config: Path | None,
    definitions: Path | None,
    profile: str | None,
    json_folder: Path | None,
    against: str | None,
    save: Path | None,
    junit_file: Path | None,
    exit_code: bool,
    output: str,
    state_dir: Path | None,
    **given: Any,
) -> int:
    """Show what an upload would change: created, updated, moved, edited by someone, no longer wanted.

    Inside a dashboard it goes panel by panel and query by query. Nothing is written to Grafana, ever.
    """
    import json
    import os

    from generator.config.flags import Flags
    from generator.deploy.against import compare, read_folder, read_grafana
    from generator.deploy.owned import owned
    from generator.deploy.plan import steps as planned_steps
    from generator.deploy.plan import survey
    from generator.deploy.plan_file import to_file
    from generator.deploy.prune import draw_up as no_longer_wanted
    from generator.deploy.prune import orphans
    from generator.deploy.registry import wanted as wanted_names
    from generator.deploy.result import Report, plan_exit, planned
    from generator.deployment import deployment
    from generator.errors import UsageError
    from generator.grafana.client import Client
    from generator.grafana.transport import Transport
    from generator.telling import progress, tell

    if sum(option is not None for option in (json_folder, against, save)) > 1:
        raise UsageError("--folder, --against and --save do not go together", "give one of them")
    connection = {name: given.pop(name) for name in Flags.__dataclass_fields__ if name in given}
    if json_folder is not None and not connection.get("grafana_url"):
        # No Grafana is asked: an address that nobody needs must not be missing.
        connection["grafana_url"] = "http://localhost"
    deploying = deployment(config, definitions, profile, state_dir, connection)
    options = deploying.options(**given)
    say = progress(output, junit_file)
    deploying.require_valid()
    project = deploying.project.config.project.uid
    if json_folder is not None:
        steps = compare(deploying.render({}).boards, read_folder(json_folder), project)
    elif against is not None:
        environ = {
            **os.environ,
            **{
                name[len("AGAINST_") :]: value
                for name, value in os.environ.items()
                if name.startswith("AGAINST_GRAFANA_")
            },
        }
        environ.pop("GRAFANA_URL", None)
        other = deployment(config, definitions, profile, state_dir, {"context": against}, environ)
        with Transport(deploying.where) as here, Transport(other.where) as there:
            steps = compare(read_grafana(Client(here), project), read_grafana(Client(there), project), project)
    else:
        with Transport(deploying.where) as transport:
            client = Client(transport)
            situation = survey(client, deploying.render, options)
            steps = planned_steps(situation)
            if save is not None:
                document = to_file(steps, deploying.where.url, given)
                save.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
            wanted = situation.desired
            found = no_longer_wanted(owned(client, project, options.skip, wanted_names(wanted)), wanted)
            steps = (*steps, *orphans(found))
    report = Report(tuple(planned(step) for step in steps))
    for result in report.results:
        if result.action != "unchanged" or result.note:
            say(result)
    tell(report, output, "generator plan", junit_file=junit_file)
    return plan_exit(steps, tell=exit_code)
