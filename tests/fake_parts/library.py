"""Library panels: a version each, and a PATCH without a folder moves the panel to the root."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from fake_parts.folders import Folders
from fake_parts.reply import CREATED, Body, Reply, refusal


class Library:
    def __init__(self, folders: Folders, ids: Iterator[int]) -> None:
        self.by_uid: dict[str, dict[str, Any]] = {}
        self._folders = folders
        self._ids = ids

    def all(self, *, query: dict[str, str], **_: Any) -> Reply:
        size, page = int(query.get("perPage", 100)), int(query.get("page", 1))
        every = list(self.by_uid.values())
        part = every[(page - 1) * size : page * size]
        return 200, {"result": {"totalCount": len(every), "elements": part, "page": page, "perPage": size}}

    def get(self, uid: str, **_: Any) -> Reply:
        return 200, {"result": self._found(uid)}

    def create(self, *, body: Body, **_: Any) -> Reply:
        uid, name, folder = body.get("uid") or f"l{next(self._ids)}", body["name"], body.get("folderUid") or ""
        if uid in self.by_uid or (name, folder) in [(one["name"], one["folderUid"]) for one in self.by_uid.values()]:
            raise refusal(400, "library element with that name or UID already exists")
        self.by_uid[uid] = self._stored(uid, {**body, "folderUid": folder}, 1)
        return 200, {"result": self.by_uid[uid]}

    def patch(self, uid: str, *, body: Body, **_: Any) -> Reply:
        live = self._found(uid)
        if body.get("version") != live["version"]:
            raise refusal(412, "the library element has been changed by someone else")
        changed = {"name": live["name"], "model": live["model"], "folderUid": "", **body}
        self.by_uid[uid] = self._stored(uid, changed, live["version"] + 1)
        return 200, {"result": self.by_uid[uid]}

    def delete(self, uid: str, **_: Any) -> Reply:
        live = self._found(uid)
        del self.by_uid[uid]
        return 200, {"id": live["id"], "message": "Library element deleted"}

    def _found(self, uid: str) -> dict[str, Any]:
        if uid not in self.by_uid:
            raise refusal(404, "library element could not be found")
        return self.by_uid[uid]

    def _stored(self, uid: str, body: Body, version: int) -> dict[str, Any]:
        folder = self._folders.by_uid.get(body["folderUid"])
        model = {"description": "", **copy.deepcopy(body["model"])}
        who = {"id": 1, "name": "admin", "avatarUrl": "/avatar/x"}
        return {
            "id": next(self._ids),
            "orgId": 1,
            "folderId": folder["id"] if folder else 0,
            "folderUid": body["folderUid"],
            "uid": uid,
            "name": body["name"],
            "kind": body.get("kind", 1),
            "type": model.get("type", ""),
            "description": model["description"],
            "model": model,
            "version": version,
            "meta": {
                "folderName": folder["title"] if folder else "",
                "folderUid": body["folderUid"],
                "connectedDashboards": 0,
                "created": CREATED,
                "updated": CREATED,
                "createdBy": who,
                "updatedBy": who,
            },
        }
