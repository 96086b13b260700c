"""Options that several commands share."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])
_PATH = click.Path(path_type=Path)


def _show_requests(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Log the requests to Grafana while the command runs. Other libraries' logs stay quiet: they may hold headers."""
    if not wanted:
        return
    log, handler = logging.getLogger("generator"), logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)

    def quiet() -> None:
        log.removeHandler(handler)
        log.setLevel(level)

    ctx.call_on_close(quiet)


def _left_out(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """What is left out, checked only where something is: the kinds are many modules."""
    if given:
        from generator.deploy.registry import skips

        unknown = sorted({*given} - {*skips()})
        if unknown:
            raise click.BadParameter(f"{', '.join(unknown)}: not one of {', '.join(skips())}")
    return given


_PROJECT = (
    click.option("--config", type=_PATH, help="The project's generator.toml."),
    click.option("--definitions", type=_PATH, help="Folder with dashboards/ and datasources/."),
    click.option("--profile", help="Telemetry profile; the configuration's own if not given."),
)

_CONNECTION = (
    click.option("--context", help="A named Grafana of generator.toml."),
    click.option("--grafana-url", metavar="URL", help="The Grafana to talk to. [env: GRAFANA_URL]"),
    click.option("--token-file", type=_PATH, help="File with a service account token. [env: GRAFANA_TOKEN]"),
    click.option("--token-command", help="Command that prints a token."),
    click.option("--user", help="User for basic authentication. [env: GRAFANA_USER]"),
    click.option("--password-file", type=_PATH, help="File with the user's password. [env: GRAFANA_PASSWORD]"),
    click.option("--password-command", help="Command that prints the user's password."),
    click.option("--org-id", type=int, help="Organisation to work in. [env: GRAFANA_ORG_ID]"),
    click.option("--ca-cert", type=_PATH, help="Certificate authority that signed Grafana's certificate."),
    click.option("--client-cert", type=_PATH, help="Client certificate."),
    click.option("--client-key", type=_PATH, help="Key of the client certificate."),
    click.option("--insecure/--verify", default=None, help="Do not verify Grafana's certificate."),
    click.option("--timeout", type=float, help="Seconds to wait for an answer.  [default: 30]"),
    click.option(
        "-v",
        "--verbose",
        is_flag=True,
        expose_value=False,
        callback=_show_requests,
        help="Show each request on stderr: method, path, status, time. Never a header or a body.",
    ),
)

_STORES = (
    click.option("--prometheus-url", metavar="URL", help="Ask this Prometheus itself, without a Grafana."),
    click.option("--loki-url", metavar="URL", help="Ask this Loki itself."),
    click.option("--tempo-url", metavar="URL", help="Ask this Tempo itself."),
)


def _with(options: tuple[Callable[[_Command], _Command], ...]) -> Callable[[_Command], _Command]:
    def decorate(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


#: Which project.
project_options = _with(_PROJECT)

#: Which Grafana, and as whom. There is no option that takes a secret: others could read it in the process list.
connection_options = _with(_CONNECTION)

#: What all commands of the deploy engine share.
deploy_options = _with(
    (
        click.option(
            "--state-dir", type=_PATH, help="Where runs and backups are kept. Default: .generator/ of the project."
        ),
        click.option(
            "--skip",
            multiple=True,
            metavar="KIND",
            callback=_left_out,
            help="Leave out alerts, correlations, library; may be repeated.",
        ),
    )
)

#: How a plan comes to be, for those that make one.
plan_options = _with(
    (
        click.option(
            "--datasources",
            "mode",
            type=click.Choice(["wire", "replace", "skip"]),
            default="wire",
            show_default=True,
            help="wire: create what is missing, add only the correlation to what exists. replace: make it ours.",
        ),
        click.option(
            "--force", is_flag=True, help="Overwrite edits of others, and boards of a newer Grafana's format."
        ),
        click.option("--take-theirs", is_flag=True, help="Leave edits of others as they are, and be content."),
        click.option("--adopt", multiple=True, metavar="UID", help="Make a resource ours that we did not create."),
        click.option("--secrets", is_flag=True, help="Send the data sources' secrets also where there are some."),
    )
)

#: Stores at their own addresses, where there is no Grafana or it is not to be trusted.
store_options = _with(_STORES)
