"""Folders: a version each, and 412 for a uid that is taken."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from fake_parts.access import Identity
from fake_parts.reply import CREATED, UID, Body, Reply, refusal, slug


class Folders:
    def __init__(self, sub_path: str, ids: Iterator[int]) -> None:
        self.by_uid: dict[str, dict[str, Any]] = {}
        self._sub_path = sub_path
        self._ids = ids

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
        parent = body.get("parentUid")
        if parent and parent not in self.by_uid:
            raise refusal(404, "folder not found")
        if uid in self.by_uid:
            raise refusal(412, "the folder has been changed by someone else")
        folder = self.add(uid, body["title"], who.name)
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
        return 200, folder

    def _found(self, uid: str) -> dict[str, Any]:
        if uid not in self.by_uid:
            raise refusal(404, "folder not found", status="not-found")
        return self.by_uid[uid]

    def _url(self, uid: str, title: str) -> str:
        return f"{self._sub_path}/dashboards/f/{uid}/{slug(title)}"
