"""Data sources: PUT replaces everything but the secrets; a version below the stored one is refused, none at all is
not; those from files are read-only."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from fake_parts.reply import UID, ApiError, Body, Reply, refusal

_NOT_IN_THE_LIST = ("basicAuthUser", "withCredentials", "secureJsonFields", "version", "apiVersion")


class Sources:
    def __init__(self, ids: Iterator[int]) -> None:
        self.by_uid: dict[str, dict[str, Any]] = {}
        #: What the API never gives back.
        self.secrets: dict[str, dict[str, str]] = {}
        self._ids = ids

    def provision(self, body: dict[str, Any]) -> None:
        """As a provisioning file would."""
        self.by_uid[body["uid"]] = {**self._stored(body, next(self._ids)), "readOnly": True}

    def all(self, **_: Any) -> Reply:
        by_name = sorted(self.by_uid.values(), key=lambda one: str(one["name"]))
        return 200, [
            {
                **{key: value for key, value in one.items() if key not in _NOT_IN_THE_LIST},
                "typeName": one["type"].title(),
            }
            for one in by_name
        ]

    def create(self, *, body: Body, **_: Any) -> Reply:
        uid = body["uid"]
        if not UID.fullmatch(uid):
            raise ApiError(
                400, {"statusCode": 400, "messageId": "datasource.uidInvalid", "message": "Invalid datasource UID."}
            )
        if body["name"] in [one["name"] for one in self.by_uid.values()]:
            raise refusal(409, "data source with the same name already exists")
        if uid in self.by_uid:
            raise refusal(409, "data source with the same uid already exists")
        first = not self.by_uid
        self.secrets[uid] = dict(body.get("secureJsonData") or {})
        stored = self._stored(body, next(self._ids))
        # The first one of an organisation is its default whatever was sent.
        stored["isDefault"] = first or stored["isDefault"]
        self.by_uid[uid] = stored
        return 200, _reply(stored, "Datasource added")

    def get(self, uid: str, **_: Any) -> Reply:
        return 200, self._found(uid)

    def put(self, uid: str, *, body: Body, **_: Any) -> Reply:
        live = self._found(uid)
        if live["readOnly"]:
            raise refusal(403, "Cannot update read-only data source")
        sent = int(body.get("version") or 0)
        if sent and sent < live["version"]:
            text = "Datasource has already been updated by someone else. Please reload and try again"
            raise refusal(409, text)
        self.secrets.setdefault(uid, {}).update(body.get("secureJsonData") or {})
        stored = self._stored({**body, "uid": uid}, live["id"])
        # The number counts on from whatever was sent.
        stored["version"] = sent + 1
        self.by_uid[uid] = stored
        return 200, _reply(stored, "Datasource updated")

    def delete(self, uid: str, **_: Any) -> Reply:
        live = self._found(uid)
        if live["readOnly"]:
            raise refusal(403, "Cannot delete read-only data source")
        del self.by_uid[uid]
        self.secrets.pop(uid, None)
        return 200, {"id": live["id"], "message": "Data source deleted"}

    def _found(self, uid: str) -> dict[str, Any]:
        if uid not in self.by_uid:
            raise refusal(404, "Data source not found")
        return self.by_uid[uid]

    def _stored(self, body: Body, number: int) -> dict[str, Any]:
        """A full replace: what the body leaves out gets its default."""
        kind = body["type"]
        return {
            "id": number,
            "uid": body["uid"],
            "orgId": 1,
            "name": body["name"],
            "type": kind,
            "typeLogoUrl": f"public/plugins/{kind}/img/logo.svg",
            "access": body.get("access", "proxy"),
            "url": body.get("url", ""),
            "user": body.get("user", ""),
            "database": body.get("database", ""),
            "basicAuth": body.get("basicAuth", False),
            "basicAuthUser": body.get("basicAuthUser", ""),
            "withCredentials": body.get("withCredentials", False),
            "isDefault": body.get("isDefault", False),
            "jsonData": copy.deepcopy(body.get("jsonData") or {}),
            "secureJsonFields": dict.fromkeys(self.secrets.get(body["uid"], {}), True),
            "version": 1,
            "readOnly": False,
            "apiVersion": "",
        }


def _reply(stored: dict[str, Any], message: str) -> Body:
    return {"datasource": stored, "id": stored["id"], "message": message, "name": stored["name"]}
