"""Data sources: created when missing, otherwise wired, replaced or left alone; secrets are never read or guessed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.deploy.desired import Desired, DesiredSource, Mode, Paste
from generator.deploy.diff import path_changes
from generator.deploy.digests import short
from generator.deploy.kind import Kind, Owned
from generator.deploy.marker import APPLIED, MANAGED_BY
from generator.deploy.situation import Situation
from generator.deploy.step import EDITED_FIX, Action, EditedError, RefusedError, Step, Write, failed
from generator.deploy.wiring import changed_keys, merged
from generator.deploy.writes.datasource import (
    COMPUTED,
    DEFAULTS,
    CreateSource,
    DeleteSource,
    PutSource,
    address,
    document,
    holds_secrets,
)
from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.live import LiveSource
from generator.grafana.problem import UnauthorizedError, UnreachableError

Json = dict[str, Any]


@dataclass(frozen=True)
class Wish:
    """What the run wants of all data sources."""

    project: str
    mode: Mode
    paste: Paste
    #: Send the secret fields also where Grafana has a value already: it cannot be compared.
    secrets: bool = False
    force: bool = False
    take_theirs: bool = False


def plan(situation: Situation) -> Iterator[Step]:
    """A step for each data source of the project."""
    desired, options = situation.desired, situation.options
    wish = Wish(desired.project, options.mode, options.paste, options.secrets, options.force, options.take_theirs)
    for source in desired.datasources:
        yield _plan(situation.client, source, situation.found.get(source.kind), situation.live, wish)


def _plan(
    client: Client, source: DesiredSource, there: LiveSource | None, others: Sequence[LiveSource], wish: Wish
) -> Step:
    """What has to happen to one data source. `there` is the one that was matched. Reads, never writes."""
    uid = source.uid if there is None else there.uid
    if wish.mode == "skip":
        note = "left alone" if there else "not on this Grafana, and data sources are left alone: its panels stay empty"
        url = address(client, uid) if there else ""
        return Step("datasource", uid, source.name, "skip", url=url, note=note, exists=there is not None)
    if there is None:
        return _create(source, others, wish.project)
    try:
        live = client.datasource(uid)
    except (UnauthorizedError, UnreachableError):
        raise
    except GeneratorError as error:
        return failed("datasource", uid, source.name, error, exists=True)
    if live is None:
        gone = GeneratorError(f"data source {uid} was deleted while uploading", "run the upload again: it creates it")
        return failed("datasource", uid, source.name, gone)
    return replace(compare(source, live, wish), url=address(client, uid))


def compare(source: DesiredSource, live: LiveSource, wish: Wish) -> Step:
    """The step from a data source that is there to the one that is wanted. Pure."""
    body = {key: value for key, value in live.body.items() if key not in COMPUTED}
    before = dict(body)
    there = body.get("jsonData") or {}
    action: Action = "wire"
    if wish.mode == "wire":
        body["jsonData"] = merged(there, source.body.get("jsonData") or {}, source.wiring)
    else:
        action = "update"
        body = _replaced(source, live)
    secrets = _secrets(source, live, wish) if wish.mode == "replace" else ()
    if "secureJsonData" in body and not secrets:
        # Grafana keeps what is left out: a secret that is set already is not sent with every change.
        del body["secureJsonData"]
    changed = _changes(before, body)
    ours = there.get(MANAGED_BY) == wish.project
    step = Step("datasource", live.uid, live.name, action, exists=True, before=document(live), ours=ours)
    digests = _digests(source, body, wish.mode)
    # Somebody's edit that we want now as well: it is ours from here on.
    renewed = not live.read_only and any(_applied(there).get(name, mark) != mark for name, mark in digests.items())
    if not changed and not secrets and not renewed:
        return replace(step, action="unchanged")
    lines = (*path_changes(_shown(before), _shown(body)), *(f"{name} is set" for name in secrets))
    step = replace(step, changes=lines)
    if live.read_only:
        # What would have been written, so that pasting it changes the same and nothing more.
        shown = {key: body[key] for key in source.body if key in body and key != "secureJsonData"}
        shown["jsonData"] = {key: value for key, value in body["jsonData"].items() if key != APPLIED}
        error = RefusedError(
            f"data source {live.uid} is read-only: it is provisioned from a file",
            f"put this into its entry in that file:\n{wish.paste(replace(source, body=shown)).rstrip()}",
        )
        return replace(step, action="refused", failure=error)
    touched = _touched(before, changed)
    if touched and not wish.force:
        who = f"{', '.join(touched)} edited by someone"
        theirs = path_changes(_shown(body), _shown(before))
        if wish.take_theirs:
            return replace(step, action="skip", note=f"left as it is: {who}", changes=theirs)
        edit = EditedError(f"data source {live.uid}: {who}: not overwritten", EDITED_FIX)
        return replace(step, action="edited", failure=edit, changes=theirs)
    kept = {name: mark for name, mark in _applied(there).items() if _there(body, name)}
    body["jsonData"] = {**body["jsonData"], APPLIED: {**kept, **digests}}
    note = ", ".join((*changed, *secrets)) or "only our mark is renewed: it says what we want"
    return replace(step, note=note, write=PutSource(live.uid, body, document(live)))


def _create(source: DesiredSource, others: Sequence[LiveSource], project: str) -> Step:
    for other in others:
        taken = "uid" if other.uid == source.uid else "name" if other.name == source.name else ""
        if taken:
            owner = f"the {taken} “{getattr(source, taken)}” belongs to a {other.type} data source"
            error = RefusedError(
                f"data source {source.uid}: {owner}",
                f"set [datasources.{source.kind}] {taken} in generator.toml to another value",
            )
            return Step("datasource", source.uid, source.name, "refused", failure=error)
    # isDefault is for the owner of the Grafana to decide.
    body = {key: value for key, value in source.body.items() if key != "isDefault"}
    body["jsonData"] = {**(body.get("jsonData") or {}), MANAGED_BY: project}
    body["jsonData"][APPLIED] = _digests(source, body, "replace")
    return Step("datasource", source.uid, source.name, "create", write=CreateSource(body))


def _replaced(source: DesiredSource, live: LiveSource) -> dict[str, Any]:
    """Our body for what is there: its uid, its isDefault and what others set in its jsonData stay."""
    there = live.body.get("jsonData") or {}
    # What we set once and no longer want goes; a key that is none of ours is not ours to take away.
    dropped = {name.partition(".")[2] for name in _applied(there)} - {*(source.body.get("jsonData") or {}), MANAGED_BY}
    json_data = {key: value for key, value in there.items() if key not in dropped}
    json_data |= source.body.get("jsonData") or {}
    body = {**DEFAULTS, **source.body, "jsonData": json_data, "uid": live.uid}
    body["isDefault"] = bool(live.body.get("isDefault"))
    if "version" in live.body:
        body["version"] = live.body["version"]
    return body


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Fields that a write would change, those inside jsonData by their own names; secrets cannot be compared."""
    # What a newer Grafana reads out of its own accord and we do not write is no change of ours.
    outer = [key for key in changed_keys(_comparable(before), _comparable(after)) if key in after]
    inner = changed_keys(before.get("jsonData") or {}, after.get("jsonData") or {})
    return (*outer, *(f"jsonData.{key}" for key in inner))


def _touched(live: Mapping[str, Any], changed: Iterable[str]) -> tuple[str, ...]:
    """Of the fields that a write would change those that we set once and that say something else now."""
    applied = _applied(live.get("jsonData") or {})
    return tuple(name for name in changed if name in applied and applied[name] != short(_field(live, name)))


def _applied(json_data: Mapping[str, Any]) -> Mapping[str, Any]:
    mark = json_data.get(APPLIED)
    return mark if isinstance(mark, Mapping) else {}


def _digests(source: DesiredSource, body: Mapping[str, Any], mode: Mode) -> Json:
    """A digest of each field that we set in `body`, by the names that `_changes` gives them.

    One per field: an edit of what we do not set is no edit of ours, and the merge keeps it.
    """
    keys = source.wiring if mode == "wire" else (*(source.body.get("jsonData") or {}), MANAGED_BY)
    names = [f"jsonData.{key}" for key in keys if key in (body.get("jsonData") or {})]
    if mode != "wire":
        names += [key for key in _comparable(body) if key not in ("version", "isDefault", "uid")]
    return {name: short(_field(body, name)) for name in names}


def _there(body: Mapping[str, Any], name: str) -> bool:
    outer, _dot, key = name.partition(".")
    return not key or key in (body.get(outer) or {})


def _field(body: Mapping[str, Any], name: str) -> Any:
    outer, _dot, key = name.partition(".")
    return (body.get(outer) or {}).get(key) if key else _comparable(body).get(name)


def _comparable(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**DEFAULTS, **body}.items() if key not in ("jsonData", "secureJsonData")}


def _secrets(source: DesiredSource, live: LiveSource, wish: Wish) -> tuple[str, ...]:
    """Secrets of ours that Grafana has no value for yet, all that it tells of them; or all, when that was asked."""
    there = live.body.get("secureJsonFields") or {}
    return tuple(
        f"secureJsonData.{key}"
        for key in sorted(source.body.get("secureJsonData") or {})
        if wish.secrets or not there.get(key)
    )


def _shown(body: Mapping[str, Any]) -> Json:
    """A body for showing differences: without secrets, our digests, and what counts up with every save."""
    shown = {key: value for key, value in {**DEFAULTS, **body}.items() if key not in ("secureJsonData", "version")}
    return {**shown, "jsonData": {key: value for key, value in (shown["jsonData"] or {}).items() if key != APPLIED}}


def _wanted(desired: Desired) -> Iterator[str]:
    return (source.uid for source in desired.datasources)


def _owned(client: Client, project: str, but: Collection[str]) -> Iterator[Owned]:
    for one in client.datasources():
        mine = (one.body.get("jsonData") or {}).get(MANAGED_BY) == project and not one.read_only
        live = client.datasource(one.uid) if mine and f"datasource/{one.uid}" not in but else None
        if live is not None:
            yield Owned("datasource", live.uid, live.name, document(live), url=address(client, live.uid))


def _read(client: Client, uid: str, _: Mapping[str, Any]) -> Json | None:
    live = client.datasource(uid)
    return None if live is None else document(live)


def _put(uid: str, before: Mapping[str, Any], now: Mapping[str, Any] | None) -> Write:
    body = {key: value for key, value in before.items() if key not in ("secureJsonFields", "version")}
    if holds_secrets(before) and (now is None or now.get("type") != before.get("type")):
        raise RefusedError(
            f"data source {uid} had secrets, which were never readable: it cannot be made again",
            "make it in Grafana with its secrets",
        )
    if now is None:
        return CreateSource(body)
    if holds_secrets(now) and now.get("type") != before.get("type"):
        raise RefusedError(f"data source {uid} has secrets: its type is not changed", "change it in Grafana")
    return PutSource(uid, {**body, "version": now.get("version")}, now)


def _delete(uid: str, now: Mapping[str, Any]) -> Write:
    if holds_secrets(now):
        raise RefusedError(
            f"data source {uid} has secrets, which cannot be read back: not deleted",
            "delete it in Grafana if it may go",
        )
    return DeleteSource(uid, now)


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    old, new = ({key: value for key, value in one.items() if key != "version"} for one in (before, after))
    return path_changes(old, new)


# It builds on no folder; folders come first so that they head every list.
kind = Kind("datasource", ("folder",), plan, _wanted, _owned, _read, _put, _delete, _differences)
