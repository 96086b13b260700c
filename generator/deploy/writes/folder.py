"""Folders: made, put in order, and deleted when they are empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.config.model import Folder
from generator.deploy.step import Done, RefusedError
from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.contents import contents
from generator.grafana.live import LiveFolder
from generator.grafana.permissions import EDIT, permissions, set_permissions
from generator.grafana.problem import RejectedError

#: Grafana 12 answers 412 for a uid that is taken, Grafana 10 answers 409.
_EXISTS_NOW = (409, 412)


@dataclass(frozen=True)
class CreateFolder:
    """Makes the folder; content when somebody else made it a moment ago."""

    folder: Folder
    parent_uid: str = ""
    team_id: int | None = None
    description: str = ""

    def send(self, client: Client) -> Done:
        # What a team may is noted when it is so.
        first = "" if self.team_id is not None else self.description
        try:
            live = client.create_folder(self.folder.uid, self.folder.title, self.parent_uid, first)
        except RejectedError as error:
            there = client.folder(self.folder.uid) if error.status in _EXISTS_NOW else None
            if there is None:
                raise
            return Done(there.url, there.uid, document(there))
        return self._finished(client, live)

    def landed(self, client: Client) -> Done | None:
        live = client.folder(self.folder.uid)
        return None if live is None else self._finished(client, live)

    def _finished(self, client: Client, live: LiveFolder) -> Done:
        if self.team_id is not None:
            let_in(client, live.uid, self.team_id)
            live = client.update_folder(live.uid, live.title, live.version, self.description)
        return Done(live.url, live.uid, document(live, self.description))


@dataclass(frozen=True)
class UpdateFolder:
    """Gives the folder its title and mark, if it still is the version that was read; then its place and its team."""

    folder: Folder
    version: int
    #: None: it stays as it is.
    description: str | None
    #: None: it stays where it is.
    parent_uid: str | None = None
    team_id: int | None = None

    def send(self, client: Client) -> Done:
        uid, version = self.folder.uid, self.version
        if self.parent_uid is not None or self.team_id is not None:
            there = client.folder(uid)
            if there is None or there.version != version:
                raise self._changed_meanwhile()
            if self.team_id is not None:
                let_in(client, uid, self.team_id)
            if self.parent_uid is not None and there.parent_uid != self.parent_uid:
                version = client.move_folder(uid, self.parent_uid).version
        # The mark comes last: it never says more than what was done.
        try:
            live = client.update_folder(uid, self.folder.title, version, self.description)
        except RejectedError as error:
            if error.status != 412:
                raise
            raise self._changed_meanwhile() from error
        return Done(live.url, live.uid, document(live, self.description))

    def landed(self, client: Client) -> Done | None:
        live = client.folder(self.folder.uid)
        if live is None or live.title != self.folder.title or live.version == self.version:
            return None
        if self.parent_uid is not None and live.parent_uid != self.parent_uid:
            return None
        return Done(live.url, live.uid, document(live, self.description))

    def _changed_meanwhile(self) -> RefusedError:
        return RefusedError(
            f"folder “{self.folder.title}” was changed by someone while uploading: not overwritten",
            "run the upload again: it starts from what stands there now",
        )


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


def document(live: LiveFolder, description: str | None = None) -> dict[str, Any]:
    """A folder as a backup keeps it, with its mark; its permissions are added when it is backed up."""
    said = live.description if description is None else description
    return {"uid": live.uid, "title": live.title, "parentUid": live.parent_uid, "description": said}


def let_in(client: Client, uid: str, team_id: int) -> None:
    """The team's entry beside those that are there: Grafana replaces all of them at once."""
    there = permissions(client, "folders", uid)
    if there is None:
        raise GeneratorError(
            f"the permissions of the folder {uid} cannot be read: the team is not let in",
            "give the service account the permission folders.permissions:read and :write (the role Admin has them)",
        )
    if not may_edit(there, team_id):
        others = [entry for entry in there if entry.get("teamId") != team_id]
        set_permissions(client, "folders", uid, [*others, {"teamId": team_id, "permission": EDIT}])


def may_edit(entries: list[dict[str, Any]], team_id: int) -> bool:
    """Whether a team may edit, or more."""
    return any(entry.get("teamId") == team_id and _level(entry) >= EDIT for entry in entries)


def _level(entry: Mapping[str, Any]) -> int:
    level = entry.get("permission")
    return level if isinstance(level, int) else 0
