"""Turn an existing dashboard into a definition."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from generator.errors import Exit, GeneratorError, UsageError
from generator.options import connection_options, project_options

_BOARD = re.compile(r"(https?://[^?#]*?)/(?:d|api/dashboards/uid)/([A-Za-z0-9_-]+)(?:[/?#].*)?")


@click.command(name="import")
@click.argument("source", metavar="FILE_OR_URL")
@project_options
@connection_options
@click.option("--key", help="The board's key and the file's name. Default: made of its uid.")
@click.option("--stdout", is_flag=True, help="Print the definition, write nothing.")
@click.option("--force", is_flag=True, help="Replace a definition that is there.")
def command(
    source: str,
    config: Path | None,
    definitions: Path | None,
    profile: str | None,  # noqa: ARG001
    key: str | None,
    stdout: bool,
    force: bool,
    **connection: Any,
) -> int:
    """Turn a dashboard into a definition in dashboards/ that renders to the same board.

    FILE_OR_URL is a file with its JSON, - for standard input, or its address on a Grafana.
    """
    from generator import writer
    from generator.importing.module import module_of
    from generator.project import BOARDS, find

    project = find(config, definitions)
    if not stdout:
        project.require_own()
    document = _from_grafana(source, project.config, connection) if "://" in source else _from_file(source)
    module = module_of(document, project.config.project.uid, key)
    if stdout:
        click.echo(module.source, nl=False)
    else:
        folder = definitions or project.root
        target = folder / BOARDS / f"{re.sub('[^A-Za-z0-9]', '_', module.key)}.py"
        if target.exists() and not force:
            raise GeneratorError(f"{target}: is there already", "give another --key, or replace it with --force")
        _require_free(module.key, folder / BOARDS, target)
        writer.write_file(target, module.source.encode())
        click.echo(f"wrote   {target}")
    if module.kept:
        click.echo(f"kept verbatim: {'; '.join(module.kept)}", err=True)
    return Exit.OK


def _require_free(key: str, boards: Path, target: Path) -> None:
    """GeneratorError when a board of another file has the key: the project could not be read any more."""
    from generator import definitions

    try:
        taken = [path for path, board in definitions.located(boards) if path != target and board.key == key]
    except GeneratorError:
        # Of a definition that cannot be read, `render` tells. It is perhaps the one that is to be replaced.
        return
    if taken:
        raise GeneratorError(f'{taken[0]}: has the key "{key}" already', "give another --key")


def _from_file(source: str) -> Any:
    import json

    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise UsageError(f"{source}: {error.strerror or error}", "name a file with a dashboard's JSON") from None
    try:
        return json.loads(content)
    except RecursionError:
        raise GeneratorError(f"{source}: nested too deeply", "give the JSON of a dashboard") from None
    except ValueError as error:
        raise GeneratorError(f"{source}: not JSON: {error}", "give the JSON of a dashboard") from None


def _from_grafana(url: str, config: Any, connection: dict[str, Any]) -> Any:
    from generator.config import Flags, resolve
    from generator.grafana.client import Client
    from generator.grafana.transport import Transport

    found = _BOARD.fullmatch(url)
    if found is None:
        raise UsageError(f"{url}: not the address of a dashboard", "give BASE/d/UID, or download it and name the file")
    base, uid = found.groups()
    flags = replace(Flags(**connection), grafana_url=base)
    with Transport(resolve(config, flags=flags, environ=os.environ), writable=False) as transport:
        live = Client(transport).dashboard(uid)
    if live is None:
        raise GeneratorError(f'{base}: no dashboard "{uid}"', "look at the address, and whether the token may read it")
    return dict(live.dashboard)
