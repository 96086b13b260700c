"""Reads what stands on a Grafana and says for each resource what has to happen. Never writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.deploy.desired import Mode, Render
from generator.deploy.digests import short
from generator.deploy.kinds.folder import noted
from generator.deploy.match import match, resolved
from generator.deploy.registry import kinds, wanted
from generator.deploy.situation import Options, Situation
from generator.deploy.step import Step
from generator.grafana.client import Client
from generator.grafana.live import LiveSource
from generator.grafana.problem import ForbiddenError

_GONE = "stood there once: deleted by someone, or its last upload failed"


def draw_up(client: Client, render: Render, options: Options) -> tuple[Step, ...]:
    """All steps for what `render` wants (`survey`, then `steps`)."""
    return steps(survey(client, render, options))


def survey(client: Client, render: Render, options: Options) -> Situation:
    """What is wanted of this Grafana, under the uids by which it knows its data sources.

    Raises what makes the whole run impossible: no Grafana, credentials that it does not take (AuthError), no answer,
    data sources that nothing tells apart (UsageError).
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
    return Situation(client, desired, options, settings, live, found, uids, short(sorted(wanted(desired))))


def steps(situation: Situation) -> tuple[Step, ...]:
    """All steps, in an order in which each comes after what it builds on. VersionError where the Grafana lacks what is
    needed; whatever concerns one resource becomes its step."""
    skip = situation.options.skip
    found = tuple(step for kind in kinds() if not kind.skip or kind.skip not in skip for step in kind.plan(situation))
    return _with_losses(found, situation)


def _live_sources(client: Client, mode: Mode) -> tuple[LiveSource, ...]:
    try:
        return client.datasources()
    except ForbiddenError:
        # Someone who may write boards only can still upload them, with the configured uids.
        if mode == "skip":
            return ()
        raise


def _with_losses(found: Sequence[Step], situation: Situation) -> tuple[Step, ...]:
    """The steps, with those marked that make again what stood there once.

    The project's folder notes which resources were uploaded last: when they are those of today, what is missing was
    taken away. The folder itself is missed when something of ours outlived it.
    """
    own = f"folder/{situation.desired.folder.uid}"
    if not any(step.action == "create" for step in found):
        return tuple(found)
    there = any(step.key == own and step.exists for step in found)
    everything = there and noted(situation) == situation.listing
    outlived = any(step.ours for step in found)
    return tuple(
        replace(step, lost=True, note="; ".join(part for part in (step.note, _GONE) if part))
        if step.action == "create" and (everything or (outlived and step.key == own))
        else step
        for step in found
    )
