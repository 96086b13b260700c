"""A fake Grafana, a client that writes to it, and an upload of the small project."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fake_grafana import FakeGrafana
from fake_parts.access import ADMIN_TOKEN

from generator.config.connection import Connection
from generator.deploy.result import Report
from generator.deploy.upload import upload
from generator.grafana.client import Client
from generator.grafana.transport import Transport

from .project import desired, paste

Run = Callable[..., Report]
ByTitle = dict[str, Any]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def fake() -> Iterator[FakeGrafana]:
    with FakeGrafana() as grafana:
        yield grafana


@pytest.fixture
def connect(fake: FakeGrafana) -> Iterator[Callable[..., Client]]:
    made: list[Transport] = []

    def make(token: str | None = ADMIN_TOKEN, **settings: Any) -> Client:
        connection = Connection(**{"url": fake.url, "token": token, "timeout": 5.0, **settings})
        made.append(Transport(connection, writable=True, sleep=lambda _: None))
        return Client(made[-1])

    yield make
    for transport in made:
        transport.close()


@pytest.fixture
def client(connect: Callable[..., Client]) -> Client:
    return connect()


@pytest.fixture
def run(client: Client) -> Run:
    """Uploads the small project; `render`, `mode` and the other arguments by name."""

    def make(**given: Any) -> Report:
        settings = {"client": client, "render": desired, "mode": "wire", "folder": None, "paste": paste, **given}
        return upload(**settings)

    return make


def actions(report: Report) -> dict[str, str]:
    """What happened to each resource, by title."""
    return {result.title: result.action for result in report.results}
