"""Data sources: created when missing, otherwise wired, replaced or left alone; secrets are never read or guessed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.deploy.content import canonical, written
from generator.deploy.desired import DesiredSource, Mode, Paste
from generator.deploy.diff import path_changes
from generator.deploy.marker import APPLIED, MANAGED_BY
from generator.deploy.step import Action, Done, EditedError, RefusedError, Step, failed
from generator.deploy.wiring import alike, changed_keys, merged
from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.live import LiveSource
from generator.grafana.problem import ForbiddenError, RejectedError, UnauthorizedError, UnreachableError

Json = dict[str, Any]

#: What a reading adds to a data source and a writing does not take.
_COMPUTED = frozenset(
    {"id", "orgId", "typeName", "typeLogoUrl", "secureJsonFields", "readOnly", "apiVersion", "accessControl"}
)

#: What Grafana stores for the fields that a body leaves out.
_DEFAULTS: Mapping[str, Any] = {
    "user": "",
    "database": "",
    "basicAuth": False,
    "basicAuthUser": "",
    "withCredentials": False,
    "jsonData": {},
}

_EDITED_FIX = (
    "`generator pull` shows the edit and writes it as JSON; --take-theirs leaves it as it is; --force overwrites it"
)


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


def plan(
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
    body = {key: value for key, value in live.body.items() if key not in _COMPUTED}
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
    step = Step("datasource", live.uid, live.name, action, exists=True, before=document(live))
    if not changed and not secrets:
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
        edit = EditedError(f"data source {live.uid}: {who}: not overwritten", _EDITED_FIX)
        return replace(step, action="edited", failure=edit, changes=theirs)
    ours = source.wiring if wish.mode == "wire" else None
    body["jsonData"] = {**body["jsonData"], APPLIED: {**_applied(there), **_digests(body, ours)}}
    return replace(step, note=", ".join((*changed, *secrets)), write=PutSource(live.uid, body, document(live)))


def address(client: Client, uid: str) -> str:
    """The page of a data source."""
    return client.absolute(f"/connections/datasources/edit/{uid}")


@dataclass(frozen=True)
class CreateSource:
    """Makes a data source; refused when its uid or name was taken meanwhile."""

    body: Mapping[str, Any] = field(repr=False)

    def send(self, client: Client) -> Done:
        try:
            made = client.create_datasource(self.body)
        except RejectedError as error:
            if error.status != 409:
                raise
            raise RefusedError(
                f"data source {self.body['uid']} was created by someone while uploading: {error.message}",
                "run the upload again: it wires what stands there now",
            ) from error
        return Done(address(client, made.uid), made.uid, document(made))

    def landed(self, client: Client) -> Done | None:
        return _stands(client, str(self.body["uid"]), self.body)


@dataclass(frozen=True)
class PutSource:
    """Replaces a data source by `body`, which holds all that was read and is to stay.

    Grafana's lock has a hole (seen on 12.2): whoever saves without a version sets it back to 1. So it is read again
    right before and right after as well.
    """

    uid: str
    body: Mapping[str, Any] = field(repr=False)
    before: Mapping[str, Any] = field(repr=False)

    def send(self, client: Client) -> Done:
        live = client.datasource(self.uid)
        if live is None or not alike(document(live), self.before):
            raise RefusedError(
                f"data source {self.uid} was changed by someone while uploading: not overwritten",
                "run the upload again: it starts from what stands there now",
            )
        try:
            client.update_datasource(self.uid, self.body)
        except RejectedError as error:
            if error.status != 409:
                raise
            raise RefusedError(
                f"data source {self.uid}: {error.message}",
                "run the upload again: it starts from what stands there now",
            ) from error
        except ForbiddenError as error:
            if "read-only" not in error.message:
                raise
            raise RefusedError(
                f"data source {self.uid} is read-only: it is provisioned from a file",
                "run the upload again: it shows what to put into that file",
            ) from error
        done = self.landed(client)
        if done is None:
            raise RefusedError(
                f"data source {self.uid} was changed by someone at the same moment: theirs stands there now",
                "run the upload again; Grafana's lock for data sources has a hole",
            )
        return done

    def landed(self, client: Client) -> Done | None:
        return _stands(client, self.uid, self.body)


def _stands(client: Client, uid: str, body: Mapping[str, Any]) -> Done | None:
    """The data source, if it says what was sent. Newer Grafanas may add keys of their own."""
    live = client.datasource(uid)
    if live is None:
        return None
    there, sent = _content(live.body), _content(body)
    if any(not alike(there.get(key), value) for key, value in sent.items()):
        return None
    return Done(address(client, uid), uid, document(live))


@dataclass(frozen=True)
class DeleteSource:
    """Deletes a data source, if it still is what was read and holds no secret, which nobody could bring back."""

    uid: str
    before: Mapping[str, Any] = field(repr=False)

    def send(self, client: Client) -> Done:
        live = client.datasource(self.uid)
        if live is None:
            return Done("", self.uid)
        if holds_secrets(document(live)):
            raise RefusedError(
                f"data source {self.uid} has secrets, which cannot be read back: not deleted",
                "delete it in Grafana if it may go",
            )
        if not alike(_content(live.body), _content(self.before)):
            raise RefusedError(
                f"data source {self.uid} was changed by someone meanwhile: not deleted",
                "run the same command again: it starts from what stands there now",
            )
        client.delete_datasource(self.uid)
        return Done("", self.uid)

    def landed(self, client: Client) -> Done | None:
        return Done("", self.uid) if client.datasource(self.uid) is None else None


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
    body["jsonData"][APPLIED] = _digests(body)
    return Step("datasource", source.uid, source.name, "create", write=CreateSource(body))


def _replaced(source: DesiredSource, live: LiveSource) -> dict[str, Any]:
    """Our body for what is there: its uid, its isDefault and our own mark stay."""
    json_data = dict(source.body.get("jsonData") or {})
    there = live.body.get("jsonData") or {}
    json_data |= {mark: there[mark] for mark in (MANAGED_BY, APPLIED) if there.get(mark) is not None}
    body = {**_DEFAULTS, **source.body, "jsonData": json_data, "uid": live.uid}
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
    return tuple(name for name in changed if name in applied and applied[name] != _digest(_field(live, name)))


def _applied(json_data: Mapping[str, Any]) -> Mapping[str, Any]:
    mark = json_data.get(APPLIED)
    return mark if isinstance(mark, Mapping) else {}


def _digests(body: Mapping[str, Any], keys: Iterable[str] | None = None) -> Json:
    """A digest of each field as we write it, by the names that `_changes` gives them. `keys`: only these of jsonData.

    One per field: an edit of what we do not set is no edit of ours, and the merge keeps it.
    """
    inner = body.get("jsonData") or {}
    names = [f"jsonData.{key}" for key in (inner if keys is None else keys) if key in inner]
    if keys is None:
        names += [key for key in _comparable(body) if key not in ("version", "isDefault", "uid")]
    return {name: _digest(_field(body, name)) for name in names if name != f"jsonData.{APPLIED}"}


def _field(body: Mapping[str, Any], name: str) -> Any:
    outer, _dot, key = name.partition(".")
    return (body.get(outer) or {}).get(key) if key else _comparable(body).get(name)


def _digest(value: Any) -> str:
    return hashlib.sha256(written(canonical(value)).encode()).hexdigest()[:16]


def _comparable(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**_DEFAULTS, **body}.items() if key not in ("jsonData", "secureJsonData")}


def _secrets(source: DesiredSource, live: LiveSource, wish: Wish) -> tuple[str, ...]:
    """Secrets of ours that Grafana has no value for yet, all that it tells of them; or all, when that was asked."""
    there = live.body.get("secureJsonFields") or {}
    return tuple(
        f"secureJsonData.{key}"
        for key in sorted(source.body.get("secureJsonData") or {})
        if wish.secrets or not there.get(key)
    )


def document(live: LiveSource) -> Json:
    """A data source as a backup keeps it. `secureJsonFields` names the secrets it has; their values cannot be read."""
    return {key: value for key, value in live.body.items() if key not in _COMPUTED or key == "secureJsonFields"}


def _shown(body: Mapping[str, Any]) -> Json:
    """A body for showing differences: without secrets, our digests, and what counts up with every save."""
    shown = {key: value for key, value in {**_DEFAULTS, **body}.items() if key not in ("secureJsonData", "version")}
    return {**shown, "jsonData": {key: value for key, value in (shown["jsonData"] or {}).items() if key != APPLIED}}


def _content(body: Mapping[str, Any]) -> Json:
    left_out = {*_COMPUTED, "secureJsonData", "version", "uid"}
    return {key: value for key, value in {**_DEFAULTS, **body}.items() if key not in left_out}


def holds_secrets(before: Mapping[str, Any]) -> bool:
    """Whether a data source has secrets, which nobody can read back."""
    return any((before.get("secureJsonFields") or {}).values())
