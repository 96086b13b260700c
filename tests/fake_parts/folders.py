"""Folders: a version each, and 412 for a uid that is taken."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from fake_parts.access import Identity
from fake_parts.reply import CREATED, UID, ApiError, Body, Reply, refusal, slug


class Folders:
    def __init__(self, sub_path: str, ids: Iterator[int], release: tuple[int, int] = (12, 2)) -> None:
        self._release = release
        self.by_uid: dict[str, dict[str, Any]] = {}
        self._sub_path = sub_path
        self._ids = ids
        self.acl: dict[str, list[dict[str, Any]]] = {}
        #: What the classic API takes and only the newer one shows.
        self.descriptions: dict[str, str] = {}
        self.teams: dict[str, int] = {}
        #: What each folder holds; the server fills it in when it knows.
        self.held: Callable[[str], dict[str, int]] = lambda _: {}

    def add(self, uid: str, title: str, user: str = "admin") -> dict[str, Any]:
        """A folder that somebody made."""
        self.by_uid[uid] = {
            "id": next(self._ids),
            "uid": uid,
            "orgId": 1,
            "title": title,
            "url": self._url(uid, title),
            "hasAcl": False,
            "canSave": True,
            "canEdit": True,
            "canAdmin": True,
            "canDelete": True,
            "createdBy": user,
            "created": CREATED,
            "updatedBy": user,
            "updated": CREATED,
            "version": 1,
        }
        return self.by_uid[uid]

    def all(self, *, query: dict[str, str], **_: Any) -> Reply:
        wanted = query.get("parentUid", "")
        found = [one for one in self.by_uid.values() if one.get("parentUid", "") == wanted]
        keys = ("id", "uid", "title", "parentUid")
        return 200, [{key: one[key] for key in keys if key in one} for one in found]

    def create(self, *, body: Body, who: Identity, **_: Any) -> Reply:
        uid = body.get("uid") or f"f{next(self._ids)}"
        if not str(body.get("title", "")).strip():
            raise refusal(400, "folder title cannot be empty")
        if not UID.fullmatch(uid):
            raise refusal(400, "uid contains illegal characters")
        # Where folders cannot stand in one another the key is passed over.
        parent = body.get("parentUid") if self._release >= (11, 0) else None
        if parent and parent not in self.by_uid:
            raise refusal(404, "folder not found")
        if uid in self.by_uid:
            old = self._release < (12, 0)
            raise refusal(409 if old else 412, "the folder has been changed by someone else")
        titles = [one["title"] for one in self.by_uid.values() if one.get("parentUid") == parent]
        if self._release < (12, 0) and body["title"] in titles:
            raise refusal(409, "a folder with the same name already exists in the current location")
        folder = self.add(uid, body["title"], who.name)
        self.descriptions[uid] = body.get("description") or ""
        if parent:
            folder |= {"parentUid": parent, "parents": [copy.deepcopy(self.by_uid[parent])]}
        return 200, folder

    def get(self, uid: str, **_: Any) -> Reply:
        return 200, self._found(uid)

    def put(self, uid: str, *, body: Body, who: Identity, **_: Any) -> Reply:
        folder = self._found(uid)
        if not body.get("overwrite") and body.get("version") != folder["version"]:
            raise refusal(412, "The dashboard has been changed by someone else")
        title = body["title"]
        folder |= {"title": title, "version": folder["version"] + 1, "updatedBy": who.name}
        folder["url"] = self._url(uid, title)
        if body.get("description") is not None:
            self.descriptions[uid] = body["description"]
        return 200, folder

    def move(self, uid: str, *, body: Body, who: Identity, **_: Any) -> Reply:
        """Counts the version up by two."""
        folder, parent = self._found(uid), body.get("parentUid") or ""
        for key in ("parentUid", "parents"):
            folder.pop(key, None)
        if parent:
            folder |= {"parentUid": parent, "parents": [copy.deepcopy(self._found(parent))]}
        folder |= {"version": folder["version"] + 2, "updatedBy": who.name}
        return 200, folder

    def described(self, version: str, namespace: str, uid: str = "", **_: Any) -> Reply:
        """The newer API: one folder, or all of them."""
        if version != "v1beta1" or (uid and uid not in self.by_uid):
            raise ApiError(404, {"kind": "Status", "status": "Failure", "message": "folder not found", "code": 404})
        if uid:
            return 200, self._item(namespace, uid)
        items = [self._item(namespace, one) for one in self.by_uid]
        return 200, {
            "kind": "FolderList",
            "apiVersion": f"folder.grafana.app/{version}",
            "metadata": {},
            "items": items,
        }

    def _item(self, namespace: str, uid: str) -> dict[str, Any]:
        folder = self.by_uid[uid]
        notes = {"grafana.app/folder": folder["parentUid"]} if folder.get("parentUid") else {}
        return {
            "kind": "Folder",
            "apiVersion": "folder.grafana.app/v1beta1",
            "metadata": {"name": uid, "namespace": namespace, "annotations": notes},
            "spec": {"title": folder["title"], "description": self.descriptions.get(uid, "")},
            "status": {},
        }

    def delete(self, uid: str, **_: Any) -> Reply:
        folder = self._found(uid)
        if any(self.held(uid).values()):
            message = "Folder cannot be deleted: folder is not empty"
            raise ApiError(400, {"statusCode": 400, "messageId": "folder.not-empty", "message": message})
        del self.by_uid[uid]
        return 200, {"id": folder["id"], "message": f"Folder {folder['title']} deleted", "title": folder["title"]}

    def counts(self, uid: str, **_: Any) -> Reply:
        self._found(uid)
        return 200, {"alertrule": 0, "dashboard": 0, "folder": 0, "librarypanel": 0, **self.held(uid)}

    def permissions(self, uid: str, **_: Any) -> Reply:
        self._found(uid)
        default = [
            {"userId": 1, "permission": 4},
            {"role": "Editor", "permission": 2},
            {"role": "Viewer", "permission": 1},
        ]
        return 200, [
            {"userId": 0, "teamId": 0, "team": "", **entry, "uid": uid, "inherited": False}
            for entry in self.acl.setdefault(uid, default)
        ]

    def set_permissions(self, uid: str, *, body: Body, **_: Any) -> Reply:
        self._found(uid)
        self.acl[uid] = copy.deepcopy(body["items"])
        return 200, {"message": "Folder permissions updated"}

    def find_teams(self, *, query: dict[str, str], **_: Any) -> Reply:
        found = [{"id": number, "name": name} for name, number in self.teams.items() if name == query.get("name", name)]
        return 200, {"totalCount": len(found), "teams": found, "page": 1, "perPage": 1000}

    def _found(self, uid: str) -> dict[str, Any]:
        if uid not in self.by_uid:
            raise refusal(404, "folder not found", status="not-found")
        return self.by_uid[uid]

    def _url(self, uid: str, title: str) -> str:
        return f"{self._sub_path}/dashboards/f/{uid}/{slug(title)}"
