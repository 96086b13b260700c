"""Reads what stands on a Grafana and says for each resource what has to happen. Never writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.config.model import Folder
from generator.deploy.base import Applied, Cache, nothing_applied, nothing_cached
from generator.deploy.desired import Desired, Mode, Paste, Render
from generator.deploy.kinds import alert_rules, correlation, dashboard, datasource, folder, library_panel
from generator.deploy.match import match, resolved
from generator.deploy.step import Step, failed
from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.library import library_panel as library_panel_of
from generator.grafana.listing import Listed, listed
from generator.grafana.live import LiveSource, Settings
from generator.grafana.problem import ForbiddenError, UnauthorizedError, UnreachableError
from generator.grafana.rules import all_rules

#: From so many boards on, the list of all is one request against many.
_WORTH_A_LIST = 3


@dataclass(frozen=True)
class Options:
    """How a plan is made. `folder` is another folder than the project's own, if any."""

    mode: Mode
    paste: Paste
    folder: Folder | None = None
    #: Overwrite edits of others, and boards that are stored in a newer schema.
    force: bool = False
    #: Leave edits of others as they are, and be content.
    take_theirs: bool = False
    #: Uids of what was not created by this project and may become its own.
    adopt: frozenset[str] = frozenset()
    #: Send the secret fields of data sources also where Grafana has a value already.
    secrets: bool = False
    #: Kinds that are left out: `alerts`, `library`.
    skip: frozenset[str] = frozenset()
    #: Where boards that were applied earlier are found.
    cache: Cache = nothing_cached
    #: What was applied last from here, of folders and correlations.
    applied: Applied = nothing_applied


def draw_up(client: Client, render: Render, options: Options) -> tuple[Step, ...]:
    """All steps, in an order in which each comes after what it builds on.

    Raises what makes the whole run impossible: no Grafana, or one that lacks what is needed (VersionError),
    credentials that it does not take (AuthError), no answer, data sources that nothing tells apart (UsageError).
    Whatever concerns one resource becomes its step.
    """
    client.health()
    settings = client.settings()
    configured = render({})
    live = _live_sources(client, options.mode)
    found = match(configured.datasources, live)
    uids = resolved(configured.datasources, found)
    as_configured = uids == {source.kind: source.uid for source in configured.datasources}
    desired = configured if as_configured else render(uids)
    if options.folder is not None:
        desired = replace(desired, folder=options.folder)
    theirs = folder.Theirs(options.applied, options.force, options.take_theirs)
    return (
        folder.plan(client, desired.folder, theirs=theirs),
        *(folder.plan(client, one.folder, desired.folder.uid, one.team, theirs) for one in desired.folders),
        *_sources(client, desired, found, live, options),
        *_correlations(client, desired, found, uids, options),
        *_library(client, desired, options),
        *_boards(client, desired, settings, options),
        *_alerts(client, desired, options),
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
    wish = datasource.Wish(
        desired.project, options.mode, options.paste, options.secrets, options.force, options.take_theirs
    )
    for source in desired.datasources:
        yield datasource.plan(client, source, found.get(source.kind), live, wish)


def _correlations(
    client: Client,
    desired: Desired,
    found: Mapping[str, LiveSource | None],
    uids: Mapping[str, str],
    options: Options,
) -> Iterator[Step]:
    wish, mode = correlation.Wish(options.applied, options.force, options.take_theirs), options.mode
    for source in desired.datasources:
        if source.correlations:
            there = found.get(source.kind) is not None
            yield from correlation.plan(client, source, uids, listed=there and mode != "skip", mode=mode, wish=wish)


def _library(client: Client, desired: Desired, options: Options) -> Iterator[Step]:
    if "library" in options.skip:
        return
    shelf = library_panel.Shelf(desired.project, desired.folder.uid, options.force, options.take_theirs, options.adopt)
    for wanted in desired.library:
        try:
            yield library_panel.compare(wanted, library_panel_of(client, wanted.uid), shelf)
        except (UnauthorizedError, UnreachableError):
            raise
        except GeneratorError as error:
            yield failed("library-panel", wanted.uid, wanted.name, error)


def _boards(client: Client, desired: Desired, settings: Settings, options: Options) -> Iterator[Step]:
    shelf = dashboard.Shelf(
        desired.project,
        desired.folder,
        settings.min_refresh,
        force=options.force,
        take_theirs=options.take_theirs,
        adopt=options.adopt,
        cache=options.cache,
    )
    seen: Mapping[str, Listed] | None = None
    if len(desired.boards) >= _WORTH_A_LIST:
        seen = listed(client, settings.namespace, desired.boards.keys())
    for uid, board in desired.boards.items():
        yield dashboard.plan(client, uid, board, shelf, seen)


def _alerts(client: Client, desired: Desired, options: Options) -> Iterator[Step]:
    if "alerts" in options.skip or not desired.alerts:
        return
    watch = alert_rules.Watch(desired.project, desired.folder.uid, options.force, options.take_theirs)
    denied: GeneratorError | None = None
    rules: Sequence[Mapping[str, Any]] = ()
    try:
        rules = all_rules(client)
    except ForbiddenError as error:
        denied = error
    for wanted in desired.alerts:
        uid = f"{watch.folder_uid}/{wanted.title}"
        if denied is not None:
            yield failed("alert-rules", uid, wanted.title, denied)
            continue
        group = (watch.folder_uid, wanted.title)
        there = [one for one in rules if (one.get("folderUID"), one.get("ruleGroup")) == group]
        uids = {rule.get("uid") for rule in wanted.rules}
        filed = [one for one in rules if one.get("uid") in uids and one.get("provenance") == "file"]
        yield alert_rules.compare(wanted, filed or there, watch)
