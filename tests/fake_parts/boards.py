"""Dashboards of the classic API: stored as posted, with a version that goes up and a lock by that version."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from fake_parts.access import Identity
from fake_parts.folders import Folders
from fake_parts.reply import CREATED, UID, Body, Reply, refusal, slug

_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}

#: What a save in the browser keeps at the root of a dashboard.
_KNOWN_TO_THE_UI = frozenset(
    {
        "annotations",
        "description",
        "editable",
        "fiscalYearStartMonth",
        "graphTooltip",
        "links",
        "panels",
        "preload",
        "refresh",
        "schemaVersion",
        "tags",
        "templating",
        "time",
        "timepicker",
        "timezone",
        "title",
        "uid",
    }
)


#: Where a page of the list ends, however few boards it holds.
_PAGE_BYTES = 2_000_000
#: What each entry of a list of permissions has.
_FULL_ENTRY = {"userId": 0, "teamId": 0, "team": "", "permission": 1}


@dataclass
class Board:
    data: dict[str, Any]
    id: int
    folder_uid: str
    version: int = 1
    updated_by: str = "admin"
    updated: str = CREATED
    provisioned: bool = False
    external: str = ""
    api_version: str = "v0alpha1"
    #: Stored in a schema that the classic API cannot show.
    hidden: bool = False
    messages: list[str] = field(default_factory=list)
    #: Earlier contents and the current one, oldest first, each with its version.
    history: list[tuple[int, dict[str, Any], str]] = field(default_factory=list)
    acl: list[dict[str, Any]] = field(default_factory=lambda: [{"userId": 1, "permission": 4}])


class Boards:
    def __init__(
        self,
        sub_path: str,
        min_refresh: str,
        folders: Folders,
        ids: Iterator[int],
        release: tuple[int, int] = (12, 2),
    ) -> None:
        self._release = release
        self.by_uid: dict[str, Board] = {}
        self._sub_path = sub_path
        self._min_refresh = min_refresh
        self._folders = folders
        self._ids = ids

    def provision(self, dashboard: dict[str, Any], *, folder_uid: str, editable: bool = False) -> None:
        """As a file provider would: not to be saved, unless `editable` (allowUiUpdates)."""
        data = {key: value for key, value in dashboard.items() if key not in ("id", "version")}
        self.by_uid[data["uid"]] = Board(
            data, next(self._ids), folder_uid, provisioned=not editable, external="a.json", updated_by="Anonymous"
        )

    def edit_in_ui(self, uid: str, change: Callable[[dict[str, Any]], None], user: str = "kim") -> None:
        """As a save in the browser: unknown keys of the root are lost, the version goes up."""
        board = self.by_uid[uid]
        data = copy.deepcopy({key: value for key, value in board.data.items() if key in _KNOWN_TO_THE_UI})
        change(data)
        self._store(uid, data, board.folder_uid, user)
        board.updated = "2026-11-23T10:00:00Z"

    def save(self, *, body: Body, who: Identity, **_: Any) -> Reply:
        data = body.get("dashboard")
        if not isinstance(data, dict):
            raise refusal(400, "bad request data")
        uid = self._checked(data, body)
        live = self.by_uid.get(uid)
        before = None if live is None else (live.data, live.folder_uid)
        board = self._store(uid, data, body.get("folderUid") or "", who.name)
        board.messages.append(body.get("message", ""))
        return 200, {
            **({"folderUid": board.folder_uid} if self._release >= (11, 0) else {}),
            "id": board.id,
            "slug": slug(board.data["title"]),
            "status": "success",
            "uid": uid,
            "url": self._url(uid, board),
            # A save that changes nothing is counted, but its answer still gives the version before it.
            "version": board.version - (1 if (board.data, board.folder_uid) == before else 0),
        }

    def get(self, uid: str, **_: Any) -> Reply:
        board = self.by_uid.get(uid)
        if board is None:
            raise refusal(404, "Dashboard not found")
        if board.hidden:
            raise refusal(406, "dashboard api version not supported, use /apis/dashboard.grafana.app instead")
        return 200, {
            "meta": self._meta(uid, board),
            "dashboard": {**board.data, "id": board.id, "version": board.version},
        }

    def delete(self, uid: str, **_: Any) -> Reply:
        board = self.by_uid.get(uid)
        if board is None:
            raise refusal(404, "Dashboard not found")
        if board.provisioned:
            raise refusal(400, "provisioned dashboard cannot be deleted")
        del self.by_uid[uid]
        title = board.data["title"]
        return 200, {"message": f"Dashboard {title} deleted", "title": title, "uid": uid}

    def versions(self, uid: str, *, query: dict[str, str], **_: Any) -> Reply:
        board = self.by_uid.get(uid)
        if board is None:
            raise refusal(404, "Dashboard not found")
        newest_first = board.history[::-1][: int(query.get("limit", 1000)) or None]
        if self._release < (11, 0):
            # A bare list, without the contents.
            return 200, [{**self._version(uid, board, one), "data": None} for one in newest_first]
        return 200, {"continueToken": "", "versions": [self._version(uid, board, one) for one in newest_first]}

    def version(self, uid: str, number: str, **_: Any) -> Reply:
        board = self.by_uid.get(uid)
        found = [one for one in (board.history if board else ()) if str(one[0]) == number]
        if board is None or not found:
            raise refusal(404, "Dashboard version not found")
        return 200, self._version(uid, board, found[0])

    def _version(self, uid: str, board: Board, entry: tuple[int, dict[str, Any], str]) -> dict[str, Any]:
        number, data, user = entry
        return {
            "id": number,
            "dashboardId": board.id,
            "uid": uid,
            "parentVersion": number - 1,
            "restoredFrom": 0,
            "version": number,
            "created": CREATED,
            "message": "",
            "data": {**copy.deepcopy(data), "uid": uid, "version": number},
            "createdBy": user,
        }

    def listed(self, version: str, namespace: str, *, query: dict[str, str], **_: Any) -> Reply:
        """The newer API: whole boards in pages, the newest first, without uid and version in the content."""
        if version not in ("v0alpha1", "v1beta1") or namespace != "default":
            raise refusal(403, "namespaces is forbidden")
        limit, start = int(query.get("limit") or 1000), int(query.get("continue") or 0)
        newest_first = sorted(self.by_uid.items(), key=lambda item: -item[1].id)
        page, size = [], 0
        for uid, board in newest_first[start : start + limit]:
            size += len(json.dumps(board.data))
            if page and size > _PAGE_BYTES:
                break
            page.append((uid, board))
        limit = len(page)
        more = {"continue": str(start + limit)} if start + limit < len(newest_first) else {}
        return 200, {
            "kind": "DashboardList",
            "apiVersion": f"dashboard.grafana.app/{version}",
            "metadata": {"resourceVersion": "1", **more},
            "items": [self._item(version, uid, board) for uid, board in page],
        }

    def _item(self, version: str, uid: str, board: Board) -> dict[str, Any]:
        notes = {"grafana.app/createdBy": "user:x"}
        if board.folder_uid:
            notes["grafana.app/folder"] = board.folder_uid
        if board.external:
            notes |= {"grafana.app/managedBy": "classic-file-provisioning", "grafana.app/managerId": "files"}
        return {
            "kind": "Dashboard",
            "apiVersion": f"dashboard.grafana.app/{version}",
            "metadata": {
                "name": uid,
                "namespace": "default",
                "uid": f"k{board.id}",
                "resourceVersion": str(board.version),
                "generation": board.version,
                "creationTimestamp": CREATED,
                "labels": {"grafana.app/deprecatedInternalID": str(board.id)},
                "annotations": notes,
            },
            "spec": {key: copy.deepcopy(value) for key, value in board.data.items() if key != "uid"},
            "status": {},
        }

    def permissions(self, uid: str, **_: Any) -> Reply:
        if uid not in self.by_uid:
            raise refusal(404, "Dashboard not found")
        return 200, [{**_FULL_ENTRY, **entry, "uid": uid, "inherited": False} for entry in self.by_uid[uid].acl]

    def set_permissions(self, uid: str, *, body: Body, **_: Any) -> Reply:
        if uid not in self.by_uid:
            raise refusal(404, "Dashboard not found")
        self.by_uid[uid].acl = copy.deepcopy(body["items"])
        return 200, {"message": "Dashboard permissions updated"}

    def search(self, *, query: dict[str, str], **_: Any) -> Reply:
        """Dashboards only, in pages."""
        limit, page = int(query.get("limit", 1000)), int(query.get("page", 1))
        hits = [self._hit(uid, board) for uid, board in sorted(self.by_uid.items())]
        return 200, hits[(page - 1) * limit : page * limit]

    def _hit(self, uid: str, board: Board) -> dict[str, Any]:
        folder = self._folders.by_uid.get(board.folder_uid)
        hit = {
            "id": board.id,
            "uid": uid,
            "title": board.data["title"],
            "url": self._url(uid, board),
            "type": "dash-db",
        }
        where = {"folderUid": board.folder_uid, "folderTitle": folder["title"]} if folder else {}
        return {**hit, "uri": f"db/{slug(board.data['title'])}", "tags": board.data.get("tags", []), **where}

    def _checked(self, data: dict[str, Any], body: Body) -> str:
        uid = str(data.get("uid") or f"b{next(self._ids)}")
        _check_form(uid, data, body)
        if data.get("id") and data["id"] not in [board.id for board in self.by_uid.values()]:
            raise refusal(404, "Dashboard not found", status="not-found")
        if uid in self._folders.by_uid:
            raise refusal(409, f'dashboards.dashboard.grafana.app "{uid}" already exists')
        if body.get("folderUid") and body["folderUid"] not in self._folders.by_uid:
            raise refusal(400, "folder not found")
        live = self.by_uid.get(uid)
        others = [(one.folder_uid, one.data["title"]) for key, one in self.by_uid.items() if key != uid]
        if self._release < (11, 0) and (body.get("folderUid") or "", data["title"]) in others:
            message = "A dashboard with the same name in the folder already exists"
            raise refusal(412, message, status="name-exists")
        if live is not None and live.provisioned:
            raise refusal(400, "Cannot save provisioned dashboard")
        if live is not None and not body.get("overwrite") and data.get("version") != live.version:
            raise refusal(412, "The dashboard has been changed by someone else", status="version-mismatch")
        return uid

    def _store(self, uid: str, data: dict[str, Any], folder_uid: str, user: str) -> Board:
        plain = copy.deepcopy({key: value for key, value in data.items() if key not in ("id", "version")})
        plain |= {"uid": uid, "title": plain["title"].strip()}
        if plain.get("refresh") and _seconds(plain["refresh"]) < _seconds(self._min_refresh):
            plain["refresh"] = self._min_refresh
        board = self.by_uid.setdefault(uid, Board(plain, next(self._ids), folder_uid, version=0))
        board.data, board.folder_uid, board.updated_by = plain, folder_uid, user
        board.version += 1
        board.history = [*board.history, (board.version, copy.deepcopy(plain), user)][-20:]
        return board

    def _meta(self, uid: str, board: Board) -> dict[str, Any]:
        folder = self._folders.by_uid.get(board.folder_uid)
        rights = {"canAdd": True, "canEdit": True, "canDelete": True}
        return {
            "type": "db",
            "canSave": True,
            "canEdit": True,
            "canAdmin": True,
            "canStar": True,
            "canDelete": True,
            "slug": slug(board.data["title"]),
            "url": self._url(uid, board),
            "expires": "0001-01-01T00:00:00Z",
            "created": CREATED,
            "updated": board.updated,
            "updatedBy": board.updated_by,
            "createdBy": "admin",
            "version": board.version,
            "hasAcl": False,
            "isFolder": False,
            **({"apiVersion": board.api_version} if self._release >= (12, 0) else {}),
            "folderId": folder["id"] if folder else 0,
            "folderUid": board.folder_uid,
            "folderTitle": folder["title"] if folder else "General",
            "folderUrl": folder["url"] if folder else "",
            "provisioned": board.provisioned,
            "provisionedExternalId": board.external,
            "annotationsPermissions": {"dashboard": rights, "organization": rights},
        }

    def _url(self, uid: str, board: Board) -> str:
        return f"{self._sub_path}/d/{uid}/{slug(board.data['title'])}"


def _check_form(uid: str, data: dict[str, Any], body: Body) -> None:
    if not str(data.get("title") or "").strip():
        raise refusal(400, "Dashboard title cannot be empty", status="empty-name")
    if not UID.fullmatch(uid):
        raise refusal(400, "uid contains illegal characters")
    if len(uid) > 40:
        raise refusal(400, "uid too long, max 40 characters")
    if len(body.get("message", "")) > 500:
        raise refusal(400, "message too long, max 500 characters")


def _seconds(text: str) -> float:
    """A duration; what is none counts as too short."""
    found = re.fullmatch(r"(\d+)(ms|s|m|h|d)", text)
    return int(found[1]) * _SECONDS[found[2]] if found else -1.0
