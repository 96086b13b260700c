"""A small project: two boards, three data sources wired with one another, one correlation."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from generator.config.model import Folder
from generator.deploy.desired import Desired, DesiredSource

PROJECT = "shop"
FOLDER = Folder("shop", "Shop")
CONFIGURED = {"prometheus": "prom", "loki": "loki", "tempo": "tempo"}

BOARD: dict[str, Any] = {
    "uid": "shop-a",
    "title": "Shop - A",
    "schemaVersion": 41,
    "tags": ["shop"],
    "refresh": "1m",
    "templating": {"list": [{"name": "ds", "type": "datasource", "query": "prometheus", "refresh": 1}]},
    "panels": [{"id": 1, "type": "stat", "title": "Rate", "targets": [{"refId": "A", "expr": "up"}]}],
}


def board(uid: str = "shop-a", **changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(BOARD), "uid": uid, "title": f"Shop - {uid[-1].upper()}", **changes}


def prometheus(uids: Mapping[str, str], **changes: Any) -> DesiredSource:
    body = {
        "name": "Prometheus",
        "type": "prometheus",
        "uid": uids["prometheus"],
        "access": "proxy",
        "url": "http://prometheus:9090",
        "jsonData": {
            "httpMethod": "POST",
            "exemplarTraceIdDestinations": [{"name": "trace_id", "datasourceUid": uids["tempo"]}],
        },
        **changes,
    }
    return DesiredSource("prometheus", body, ("exemplarTraceIdDestinations",))


def loki(uids: Mapping[str, str], **changes: Any) -> DesiredSource:
    fields = [{"name": "Trace", "matcherType": "label", "matcherRegex": "trace_id", "datasourceUid": uids["tempo"]}]
    body = {
        "name": "Loki",
        "type": "loki",
        "uid": uids["loki"],
        "access": "proxy",
        "url": "http://loki:3100",
        "jsonData": {"maxLines": "1000", "derivedFields": fields},
        **changes,
    }
    correlation = {
        "target": "loki",
        "label": "Same request",
        "description": "All lines of this request",
        "type": "query",
        "config": {"field": "request_id", "target": {"expr": '{a="b"} |= "${request_id}"'}, "transformations": []},
    }
    return DesiredSource("loki", body, ("derivedFields",), (correlation,))


def tempo(uids: Mapping[str, str], **changes: Any) -> DesiredSource:
    body = {
        "name": "Tempo",
        "type": "tempo",
        "uid": uids["tempo"],
        "access": "proxy",
        "url": "http://tempo:3200",
        "jsonData": {
            "tracesToLogsV2": {"datasourceUid": uids["loki"], "customQuery": True, "query": "{${__tags}}"},
            "serviceMap": {"datasourceUid": uids["prometheus"]},
        },
        **changes,
    }
    return DesiredSource("tempo", body, ("tracesToLogsV2", "serviceMap"))


def desired(uids: Mapping[str, str] | None = None) -> Desired:
    uids = {**CONFIGURED, **(uids or {})}
    boards = {uid: board(uid) for uid in ("shop-a", "shop-b")}
    return Desired(PROJECT, boards, (prometheus(uids), loki(uids), tempo(uids)), FOLDER)


def paste(source: DesiredSource) -> str:
    return f"- name: {source.name}\n  keys: {sorted(source.body)}"
