"""A Grafana to hold to its contract: the fake, or a real one when E2E_GRAFANA_URL says where.

With E2E_GRAFANA_TOKEN, or E2E_GRAFANA_USER and E2E_GRAFANA_PASSWORD, of an administrator. Everything made there is
called `e2e-…` and is deleted in the end.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from fake_grafana import FakeGrafana
from fake_parts.access import ADMIN_TOKEN

from generator.config.connection import Connection
from generator.grafana.client import Client
from generator.grafana.transport import Transport

PREFIX = "e2e-"


@dataclass(frozen=True)
class Grafana:
    """Where it is and who asks; `call` gives status and body of one request."""

    connection: Connection

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        token, user = self.connection.token, self.connection.user
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        auth = None if token else (user or "", self.connection.password or "")
        answer = requests.request(method, self.connection.url + path, json=body, headers=headers, auth=auth, timeout=30)
        return answer.status_code, answer.json() if answer.content else None

    def client(self) -> Client:
        return Client(Transport(self.connection, writable=True))


def _connection(stack: ExitStack) -> Connection:
    url = os.environ.get("E2E_GRAFANA_URL")
    if not url:
        return Connection(url=stack.enter_context(FakeGrafana()).url, token=ADMIN_TOKEN, timeout=5.0)
    token = os.environ.get("E2E_GRAFANA_TOKEN")
    user, password = os.environ.get("E2E_GRAFANA_USER"), os.environ.get("E2E_GRAFANA_PASSWORD")
    return Connection(url=url.rstrip("/"), token=token, user=None if token else user, password=password)


@pytest.fixture(scope="session")
def grafana() -> Iterator[Grafana]:
    with ExitStack() as stack:
        yield Grafana(_connection(stack))


@pytest.fixture
def name() -> str:
    """A uid that nobody has."""
    return f"{PREFIX}{secrets.token_hex(5)}"


@pytest.fixture
def folder(grafana: Grafana, name: str) -> Iterator[str]:
    """A folder, with everything in it deleted in the end."""
    uid = f"{name}-f"
    assert grafana.call("POST", "/api/folders", {"uid": uid, "title": uid})[0] == 200
    yield uid
    for rule in grafana.call("GET", "/api/v1/provisioning/alert-rules")[1]:
        if rule["folderUID"] == uid:
            grafana.call("DELETE", f"/api/v1/provisioning/folder/{uid}/rule-groups/{rule['ruleGroup']}")
    for one in grafana.call("GET", "/api/library-elements?kind=1&perPage=100")[1]["result"]["elements"]:
        if one["folderUid"] == uid:
            grafana.call("DELETE", f"/api/library-elements/{one['uid']}")
    for one in grafana.call("GET", "/api/search?type=dash-db&limit=1000")[1]:
        if one["uid"].startswith(name):
            grafana.call("DELETE", f"/api/dashboards/uid/{one['uid']}")
    grafana.call("DELETE", f"/api/folders/{uid}")


@pytest.fixture
def source(grafana: Grafana, name: str) -> Iterator[str]:
    """A Prometheus data source."""
    body = {"uid": name, "name": name, "type": "prometheus", "access": "proxy", "url": "http://127.0.0.1:9"}
    assert grafana.call("POST", "/api/datasources", body)[0] == 200
    yield name
    grafana.call("DELETE", f"/api/datasources/uid/{name}")
