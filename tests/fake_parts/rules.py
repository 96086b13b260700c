"""Alert rule groups of the provisioning API: a PUT replaces the group, and nothing locks it."""

from __future__ import annotations

import copy
from typing import Any

from fake_parts.reply import CREATED, ApiError, Body, Reply, refusal

_MISSING = {"statusCode": 404, "messageId": "alerting.alert-rule.notFound", "message": "NotFound"}
_DEFAULTS: dict[str, Any] = {
    "keep_firing_for": "0s",
    "annotations": {},
    "labels": {},
    "isPaused": False,
    "notification_settings": None,
    "record": None,
}


class Rules:
    def __init__(self) -> None:
        #: (folder, group) -> interval and rules.
        self.groups: dict[tuple[str, str], dict[str, Any]] = {}

    def all(self, **_: Any) -> Reply:
        return 200, [{**rule, "provenance": "api"} for group in self.groups.values() for rule in group["rules"]]

    def get(self, folder: str, title: str, **_: Any) -> Reply:
        if (folder, title) not in self.groups:
            raise ApiError(404, _MISSING)
        return 200, self.groups[folder, title]

    def put(self, folder: str, title: str, *, body: Body, **_: Any) -> Reply:
        interval = body.get("interval") or 0
        if interval <= 0 or interval % 10:
            text = f"interval ({interval}s) should be non-zero and divided exactly by scheduler interval: 10"
            raise refusal(400, f"invalid alert rule: {text}")
        rules = [self._stored(rule, folder, title) for rule in body["rules"]]
        taken = {rule["uid"] for key, group in self.groups.items() if key != (folder, title) for rule in group["rules"]}
        if taken & {rule["uid"] for rule in rules}:
            raise ApiError(409, {"statusCode": 409, "messageId": "alerting.alert-rule.conflict", "message": "conflict"})
        answer = {"title": title, "folderUid": folder, "interval": interval}
        if rules:
            self.groups[folder, title] = {**answer, "rules": rules}
        else:
            self.groups.pop((folder, title), None)
        return 200, {**answer, "rules": [_answered(rule, body) for rule in rules]}

    def delete(self, folder: str, title: str, **_: Any) -> Reply:
        if (folder, title) not in self.groups:
            raise ApiError(404, _MISSING)
        del self.groups[folder, title]
        return 204, None

    def _stored(self, rule: dict[str, Any], folder: str, title: str) -> dict[str, Any]:
        stored = {"id": 1, "orgID": 1, **_DEFAULTS, **copy.deepcopy(rule), "folderUID": folder, "ruleGroup": title}
        stored["updated"] = CREATED
        for query in stored["data"]:
            query.setdefault("queryType", query["model"].get("queryType", ""))
            query["model"] = {"intervalMs": 1000, "maxDataPoints": 43200, **query["model"]}
        return stored


def _answered(rule: dict[str, Any], body: Body) -> dict[str, Any]:
    """The answer to a PUT shows the rules as they were sent."""
    sent = next(one for one in body["rules"] if one["uid"] == rule["uid"])
    data = [{"queryType": "", **query} for query in copy.deepcopy(sent["data"])]
    return {**rule, "id": 0, "updated": "0001-01-01T00:00:00Z", "data": data}
