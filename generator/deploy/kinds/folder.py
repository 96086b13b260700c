"""Folders: created when missing, their titles kept in step, a team let in where one is named, never moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from generator.config.model import Folder
from generator.deploy.base import Applied, nothing_applied
from generator.deploy.step import Done, EditedError, RefusedError, Step, failed
from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.contents import contents
from generator.grafana.live import LiveFolder
from generator.grafana.permissions import EDIT, permissions, set_permissions, team
from generator.grafana.problem import RejectedError, UnauthorizedError, UnreachableError

Json = dict[str, Any]

#: Grafana 12 answers 412 for a uid that is taken, Grafana 10 answers 409.
_EXISTS_NOW = (409, 412)


@dataclass(frozen=True)
class Theirs:
    """What becomes of a title that somebody else gave. `applied` gives a folder as it was uploaded from here last."""

    applied: Applied = nothing_applied
    force: bool = False
    take: bool = False


_NOBODY = Theirs()


def plan(client: Client, wanted: Folder, parent_uid: str = "", team_name: str = "", theirs: Theirs = _NOBODY) -> Step:
    """What has to happen so that the folder is there under its title, and its team may edit. Reads, never writes."""
    try:
        return _plan(client, wanted, parent_uid, team_name, theirs)
    except (UnauthorizedError, UnreachableError):
        raise
    except GeneratorError as error:
        return failed("folder", wanted.uid, wanted.title, error)


def _plan(client: Client, wanted: Folder, parent_uid: str, team_name: str, theirs: Theirs) -> Step:
    live = client.folder(wanted.uid)
    needs = (f"folder/{parent_uid}",) if parent_uid else ()
    team_id = _team(client, team_name) if team_name else None
    if live is None:
        write = CreateFolder(wanted, parent_uid, team_id)
        let_in = (f"team '{team_name}' may edit",) if team_name else ()
        return Step("folder", wanted.uid, wanted.title, "create", write=write, needs=needs, changes=let_in)
    entries = permissions(client, "folders", wanted.uid) if team_id is not None else None
    granted = team_id is None or entries is None or any(one.get("teamId") == team_id for one in entries)
    elsewhere = parent_uid != live.parent_uid
    note = f"stands in {live.parent_uid or 'no folder'}, and is not moved" if elsewhere else ""
    if live.title == wanted.title and granted:
        return Step("folder", wanted.uid, wanted.title, "unchanged", url=live.url, note=note, exists=True)
    applied = theirs.applied("folder", wanted.uid)
    renamed = applied is not None and live.title not in (wanted.title, applied.get("title"))
    if renamed and not theirs.force:
        return _renamed(wanted, live, theirs)
    changes: tuple[str, ...] = () if live.title == wanted.title else (f"title “{live.title}” -> “{wanted.title}”",)
    changes += () if granted else (f"team '{team_name}' may edit",)
    return Step(
        "folder",
        wanted.uid,
        wanted.title,
        "update",
        url=live.url,
        note=note or (f"was titled “{live.title}”" if live.title != wanted.title else ""),
        write=UpdateFolder(wanted, live.version if live.title != wanted.title else None, None if granted else team_id),
        exists=True,
        changes=changes,
        before=document(live),
    )


def _renamed(wanted: Folder, live: LiveFolder, theirs: Theirs) -> Step:
    changes = (f"title “{wanted.title}” -> “{live.title}”",)
    step = Step("folder", wanted.uid, wanted.title, "skip", live.url, exists=True, changes=changes)
    step = replace(step, before=document(live))
    if theirs.take:
        return replace(step, note="left as it is: it was renamed by someone")
    error = EditedError(
        f"folder {wanted.uid} was renamed by someone to “{live.title}”: not overwritten",
        "take the title over into generator.toml; --take-theirs leaves it as it is; --force overwrites it",
    )
    return replace(step, action="edited", failure=error)


def document(live: LiveFolder) -> Json:
    """A folder as a backup keeps it; its permissions are added when it is backed up."""
    return {"uid": live.uid, "title": live.title, "parentUid": live.parent_uid}


def _team(client: Client, name: str) -> int:
    found = team(client, name)
    if found is None:
        raise GeneratorError(
            f"the team “{name}” is not on this Grafana", "make the team there, or take it out of generator.toml"
        )
    return found


def _let_in(client: Client, uid: str, team_id: int | None) -> None:
    """The team's entry beside those that are there: Grafana replaces all of them at once."""
    if team_id is None:
        return
    there = permissions(client, "folders", uid)
    if there is None:
        raise GeneratorError(
            f"the permissions of the folder {uid} cannot be read: the team is not let in",
            "give the service account the permission folders.permissions:read and :write (the role Admin has them)",
        )
    if all(one.get("teamId") != team_id for one in there):
        set_permissions(client, "folders", uid, [*there, {"teamId": team_id, "permission": EDIT}])


@dataclass(frozen=True)
class CreateFolder:
    """Makes the folder; content when somebody else made it a moment ago."""

    folder: Folder
    parent_uid: str = ""
    team_id: int | None = None

    def send(self, client: Client) -> Done:
        try:
            live = client.create_folder(self.folder.uid, self.folder.title, self.parent_uid)
        except RejectedError as error:
            there = client.folder(self.folder.uid) if error.status in _EXISTS_NOW else None
            if there is None:
                raise
            live = there
        _let_in(client, live.uid, self.team_id)
        return Done(live.url, live.uid, document(live))

    def landed(self, client: Client) -> Done | None:
        live = client.folder(self.folder.uid)
        if live is None:
            return None
        _let_in(client, live.uid, self.team_id)
        return Done(live.url, live.uid, document(live))


@dataclass(frozen=True)
class UpdateFolder:
    """Gives the folder its title (if it is still the version that was read) and lets its team in."""

    folder: Folder
    #: None when the title is right already.
    version: int | None
    team_id: int | None = None

    def send(self, client: Client) -> Done:
        live = None
        if self.version is not None:
            try:
                live = client.rename_folder(self.folder.uid, self.folder.title, self.version)
            except RejectedError as error:
                if error.status != 412:
                    raise
                raise RefusedError(
                    f"folder “{self.folder.title}” was changed by someone while uploading: not overwritten",
                    "run the upload again: it starts from what stands there now",
                ) from error
        _let_in(client, self.folder.uid, self.team_id)
        live = live or client.folder(self.folder.uid)
        return Done(live.url, live.uid, document(live)) if live else Done("", self.folder.uid)

    def landed(self, client: Client) -> Done | None:
        live = client.folder(self.folder.uid)
        if live is None or live.title != self.folder.title:
            return None
        _let_in(client, live.uid, self.team_id)
        return Done(live.url, live.uid, document(live))


@dataclass(frozen=True)
class DeleteFolder:
    """Deletes the folder when it is empty; Grafana itself would delete what is in it."""

    uid: str

    def send(self, client: Client) -> Done:
        if client.folder(self.uid) is None:
            return Done("", self.uid)
        held = contents(client, self.uid)
        if held is None or any(held.values()):
            what = "cannot be looked into" if held is None else "is not empty"
            raise RefusedError(f"folder {self.uid} {what}: not deleted", "delete it in Grafana if it may go")
        client.delete_folder(self.uid)
        return Done("", self.uid)

    def landed(self, client: Client) -> Done | None:
        return Done("", self.uid) if client.folder(self.uid) is None else None
