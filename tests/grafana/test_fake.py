"""The fake answers as the recorded Grafana did: status and shape of the body, exchange by exchange."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests
from fake_grafana import FakeGrafana
from fake_parts.access import ADMIN_PASSWORD, ADMIN_TOKEN, EDITOR_TOKEN, VIEWER_TOKEN

EXCHANGES = json.loads((Path(__file__).parents[1] / "data" / "grafana_exchanges.json").read_text("utf-8"))["exchanges"]

LOOKED_AT = {"version", "message", "messageId", "status", "url", "isDefault", "readOnly", "folderUid", "apiVersion"}

BEARER = {"admin": ADMIN_TOKEN, "editor": EDITOR_TOKEN, "viewer": VIEWER_TOKEN, "bad token": "glsa_wrong"}
BASIC = {"basic": ("admin", ADMIN_PASSWORD), "bad password": ("admin", "wrong")}


def shape(value: Any) -> Any:
    """Keys and types; of a list, what its items have in common as a set."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted({json.dumps(shape(item), sort_keys=True) for item in value})
    return "text" if isinstance(value, str) else type(value).__name__


def provision(fake: FakeGrafana) -> None:
    """What the recorded server had from files."""
    for folder, title, board, more, editable in (
        ("bg51vl1uy54hsc", "Provisioned", "prov-locked", {"tags": ["x"]}, False),
        ("ag51vl32nd69se", "ProvisionedOpen", "prov-open", {}, True),
    ):
        fake.folders.add(folder, title)
        data = {"uid": board, "title": board, "panels": [], "schemaVersion": 41, **more}
        fake.boards.provision(data, folder_uid=folder, editable=editable)
    prom = {"uid": "provprom", "name": "ProvProm", "type": "prometheus", "url": "http://127.0.0.1:39112"}
    fake.sources.provision({**prom, "isDefault": True, "jsonData": {"note": "a$b", "timeInterval": "5s"}})


def send(fake: FakeGrafana, session: requests.Session, request: dict[str, Any], path: str) -> requests.Response:
    headers = {"Content-Type": "application/json", **request.get("headers", {})}
    auth = request["auth"]
    if auth in BEARER:
        headers["Authorization"] = f"Bearer {BEARER[auth]}"
    body = request.get("body")
    raw = body["__raw__"] if isinstance(body, dict) and "__raw__" in body else json.dumps(body) if body else None
    return session.request(
        request["method"], fake.url + path, data=raw, headers=headers, auth=BASIC.get(auth), timeout=5
    )


def replay() -> Iterator[tuple[str, dict[str, Any], int, Any]]:
    """Label, recorded answer, and status and body of the fake's own, exchange by exchange.

    In their order, for later ones build on earlier ones; uids that Grafana chose are put in as they come.
    """
    uids: dict[str, str] = {}
    with FakeGrafana() as fake, requests.Session() as session:
        provision(fake)
        for number, exchange in enumerate(EXCHANGES):
            request, recorded = exchange["request"], exchange["response"]
            path = request["path"]
            for theirs, ours in uids.items():
                path = path.replace(theirs, ours)
            answer = send(fake, session, request, path)
            body = answer.json()
            if "result" in recorded["body"] and answer.ok:
                uids[recorded["body"]["result"]["uid"]] = body["result"]["uid"]
            yield f"{number} {exchange['label']}", recorded, answer.status_code, body


def test_statuses_and_shapes_are_as_recorded() -> None:
    different = []
    for label, recorded, status, body in replay():
        seen, wanted = (status, shape(body)), (recorded["status"], shape(recorded["body"]))
        if seen != wanted:
            different.append(f"{label}: {seen} instead of {wanted}")
    assert not different, "\n".join(different)


def test_the_values_that_an_upload_looks_at_are_as_recorded() -> None:
    different = []
    for label, recorded, _, body in replay():
        for place in ((), ("meta",), ("dashboard",), ("datasource",)):
            seen, wanted = inner(body, place), inner(recorded["body"], place)
            for key in LOOKED_AT & wanted.keys():
                if seen.get(key) != wanted[key]:
                    different.append(f"{label} {place}: {key} is {seen.get(key)!r}, was {wanted[key]!r}")
    assert not different, "\n".join(different)


def inner(value: Any, place: tuple[str, ...]) -> dict[str, Any]:
    for key in place:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}
