"""Reads what stands on a Grafana and says for each resource what has to happen. Never writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.config.model import Folder
from generator.deploy import boards, correlations, datasources, folder
from generator.deploy.desired import Desired, Mode, Paste, Render
from generator.deploy.match import match, resolved
from generator.deploy.step import Step
from generator.grafana.client import Client
from generator.grafana.live import LiveSource
from generator.grafana.problem import ForbiddenError


@dataclass(frozen=True)
class Options:
    """How a plan is made. `folder` is another folder than the project's own, if any."""

    mode: Mode
    paste: Paste
    folder: Folder | None = None
    #: Overwrite also boards that are stored in a newer schema.
    force: bool = False


def draw_up(client: Client, render: Render, options: Options) -> tuple[Step, ...]:
    """All steps, in an order in which each comes after what it builds on.

    Raises what makes the whole run impossible: no Grafana (VersionError), credentials that it does not take
    (AuthError), no answer, data sources that nothing tells apart (UsageError). Whatever concerns one resource
    becomes its step.
    """
    client.health()
    min_refresh = client.settings().min_refresh
    configured = render({})
    live = _live_sources(client, options.mode)
    found = match(configured.datasources, live)
    uids = resolved(configured.datasources, found)
    as_configured = uids == {source.kind: source.uid for source in configured.datasources}
    desired = configured if as_configured else render(uids)
    if options.folder is not None:
        desired = replace(desired, folder=options.folder)
    shelf = boards.Shelf(desired.project, desired.folder, min_refresh, options.force)
    return (
        folder.plan(client, desired.folder),
        *_sources(client, desired, found, live, options),
        *_correlations(client, desired, found, uids, options.mode),
        *(boards.plan(client, uid, board, shelf) for uid, board in desired.boards.items()),
    )


def _live_sources(client: Client, mode: Mode) -> tuple[LiveSource, ...]:
    try:
        return client.datasources()
    except ForbiddenError:
        # Someone who may write boards only can still upload them, with the configured uids.
        if mode == "skip":
            return ()
        raise


def _sources(
    client: Client,
    desired: Desired,
    found: Mapping[str, LiveSource | None],
    live: tuple[LiveSource, ...],
    options: Options,
) -> Iterator[Step]:
    wish = datasources.Wish(desired.project, options.mode, options.paste)
    for source in desired.datasources:
        yield datasources.plan(client, source, found.get(source.kind), live, wish)


def _correlations(
    client: Client, desired: Desired, found: Mapping[str, LiveSource | None], uids: Mapping[str, str], mode: Mode
) -> Iterator[Step]:
    for source in desired.datasources:
        if source.correlations:
            there = found.get(source.kind) is not None
            yield from correlations.plan(client, source, uids, listed=there and mode != "skip", mode=mode)
