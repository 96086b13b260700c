"""Correlations: known again by source, target and label, since Grafana makes a second one without asking."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.deploy.correlation_mark import Mark, body_of, called, document, edited, mark_of, plain, says
from generator.deploy.desired import Desired, DesiredSource
from generator.deploy.diff import path_changes
from generator.deploy.kind import Kind, Owned
from generator.deploy.situation import Situation
from generator.deploy.step import EditedError, RefusedError, Step, Write
from generator.deploy.writes.correlation import PAGE, DeleteCorrelation, SaveCorrelation, provisioned
from generator.errors import GeneratorError, UsageError, VersionError
from generator.grafana.client import Client
from generator.grafana.live import LiveCorrelation
from generator.grafana.problem import UnauthorizedError, UnreachableError

Json = dict[str, Any]


@dataclass(frozen=True)
class Wish:
    """What is true for all correlations of a run."""

    project: str
    force: bool = False
    take_theirs: bool = False
    adopt: frozenset[str] = frozenset()


def plan(situation: Situation) -> Iterator[Step]:
    """A step for each correlation of each source, so that it is there once."""
    options = situation.options
    wish = Wish(situation.desired.project, options.force, options.take_theirs, options.adopt)
    sources = [source for source in situation.desired.datasources if source.correlations]
    if sources and options.mode != "skip" and not any(situation.found.get(source.kind) for source in sources):
        # Before anything is written it is known whether this Grafana has any.
        situation.client.all_correlations()
    for source in sources:
        yield from _of_source(situation, source, wish)


def _of_source(situation: Situation, source: DesiredSource, wish: Wish) -> Iterator[Step]:
    client, uids = situation.client, situation.uids
    skip = situation.options.mode == "skip"
    live: tuple[LiveCorrelation, ...] = ()
    failure: GeneratorError | None = None
    try:
        if situation.found.get(source.kind) is not None and not skip:
            live = client.correlations(uids[source.kind])
    except (UnauthorizedError, UnreachableError, VersionError):
        raise
    except GeneratorError as error:
        failure = error
    for wanted in source.correlations:
        step = compare(wanted, source.kind, uids, live, client.absolute(PAGE), wish)
        if skip:
            step = replace(step, action="skip", note="left alone", write=None, needs=())
        elif failure is not None:
            step = replace(step, action="failed", failure=failure, write=None, needs=())
        yield step


def compare(
    wanted: Mapping[str, Any],
    kind: str,
    uids: Mapping[str, str],
    live: Sequence[LiveCorrelation],
    url: str,
    wish: Wish,
) -> Step:
    """The step for one correlation. Pure."""
    source_uid, label = uids[kind], str(wanted["label"])
    target_uid = uids.get(str(wanted["target"]))
    if target_uid is None:
        raise UsageError(
            f"correlation “{label}” of {kind} points to “{wanted['target']}”, which is no data source of the project",
            f"let it point to one of: {', '.join(uids)}",
        )
    title = f"{label} ({source_uid} -> {target_uid})"
    needs = (f"datasource/{source_uid}", f"datasource/{target_uid}")
    body = body_of(wanted, target_uid, wish.project)
    there = _there(live, source_uid, body, wish.project)
    if there is None:
        write = SaveCorrelation(source_uid, None, body)
        return Step("correlation", "", title, "create", url=url, write=write, needs=needs)
    before = document(there)
    mark = mark_of(before)
    ours = mark is not None and mark.project == wish.project
    write = SaveCorrelation(source_uid, there.uid, body, before)
    step = Step("correlation", there.uid, title, "update", url=url, needs=needs, exists=True, before=before, ours=ours)
    adopted = there.uid in wish.adopt
    if says(there, body):
        if there.provisioned or not ((ours and edited(before)) or (adopted and not ours)):
            return replace(step, action="unchanged", before=None, needs=())
        return replace(step, write=write, note="only our mark is renewed: it says what we want")
    changes = path_changes(plain(before), plain(body))
    if there.provisioned:
        return replace(step, action="refused", failure=provisioned(title), changes=changes)
    if not ours and not adopted:
        error: RefusedError = RefusedError(
            f"correlation {title} was not made by this project: not overwritten",
            f"--adopt {there.uid} makes it ours; or give our correlation another label",
        )
        return replace(step, action="refused", failure=error, changes=changes)
    if wish.force or not ours or not edited(before):
        return replace(step, write=write, changes=changes)
    theirs = path_changes(plain(body), plain(before))
    if wish.take_theirs:
        return replace(step, action="skip", note="left as it is: it was edited by someone", changes=theirs)
    error = EditedError(
        f"correlation {title} was edited by someone: not overwritten",
        "`generator pull` writes the edit as JSON; --take-theirs leaves it as it is; --force overwrites it",
    )
    return replace(step, action="edited", failure=error, changes=theirs)


def _there(
    live: Sequence[LiveCorrelation], source_uid: str, body: Mapping[str, Any], project: str
) -> LiveCorrelation | None:
    """The one that is meant: of the same ends and label, one that says the same before one that does not and ours
    before others; else the one that we made so and somebody gave another label."""
    own = [one for one in live if one.source_uid == source_uid]
    named = [one for one in own if (one.target_uid, one.label) == (body["targetUID"], body["label"])]
    if named:
        return min(named, key=lambda one: (not says(one, body), _owner(one) != project))
    renamed = Mark(project, called(body), "")
    return next((one for one in own if _same_one(mark_of(document(one)), renamed)), None)


def _same_one(one: Mark | None, other: Mark) -> bool:
    return one is not None and (one.project, one.name) == (other.project, other.name)


def _owner(live: LiveCorrelation) -> str:
    mark = mark_of(document(live))
    return mark.project if mark else ""


def _wanted(desired: Desired) -> Iterator[str]:
    """By what its mark names, which is there before Grafana has given it a uid."""
    uids = {source.kind: source.uid for source in desired.datasources}
    for source in desired.datasources:
        for one in source.correlations:
            target = uids.get(str(one["target"]), "")
            yield f"{source.uid}/{called({'targetUID': target, 'label': str(one['label'])})}"


def _owned(client: Client, project: str, _: Collection[str]) -> Iterator[Owned]:
    """Called by what their marks name, whatever somebody called them since."""
    for live in client.all_correlations():
        kept = document(live)
        mark = mark_of(kept)
        if mark is None or mark.project != project or live.provisioned:
            continue
        title = f"{live.label} ({live.source_uid} -> {live.target_uid})"
        name = f"{live.source_uid}/{mark.name}"
        yield Owned("correlation", live.uid, title, kept, edited(kept), client.absolute(PAGE), name)


def _read(client: Client, uid: str, before: Mapping[str, Any]) -> Json | None:
    found = [one for one in client.correlations(str(before["sourceUID"])) if one.uid == uid]
    return document(found[0]) if found else None


def _put(uid: str, before: Mapping[str, Any], now: Mapping[str, Any] | None) -> Write:
    body = {key: value for key, value in before.items() if key != "sourceUID"}
    body["config"] = {**body["config"], "type": "query"}
    body["config"].setdefault("transformations", [])
    return SaveCorrelation(str(before["sourceUID"]), None if now is None else uid, body, now)


def _delete(uid: str, now: Mapping[str, Any]) -> Write:
    return DeleteCorrelation(str(now["sourceUID"]), uid, now)


kind = Kind("correlation", ("datasource",), plan, _wanted, _owned, _read, _put, _delete, skip="correlations")
