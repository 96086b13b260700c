"""A fake Grafana, and ways to it that do not sleep."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fake_grafana import FakeGrafana
from fake_parts.access import ADMIN_TOKEN

from generator.config.connection import Connection
from generator.grafana.transport import Transport

Connect = Callable[..., Transport]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def fake() -> Iterator[FakeGrafana]:
    with FakeGrafana() as grafana:
        yield grafana


@pytest.fixture
def slept() -> list[float]:
    """Seconds that the transports of `connect` would have slept."""
    return []


@pytest.fixture
def connect(fake: FakeGrafana, slept: list[float]) -> Iterator[Connect]:
    """Makes transports: settings of the connection by name, the admin's token unless told otherwise."""
    made: list[Transport] = []

    def make(*, writable: bool = True, **settings: Any) -> Transport:
        if not {"token", "user", "token_source"} & settings.keys():
            settings["token"] = ADMIN_TOKEN
        connection = Connection(**{"url": fake.url, "timeout": 5.0, **settings})
        made.append(Transport(connection, writable=writable, sleep=slept.append, random=lambda: 0.5))
        return made[-1]

    yield make
    for transport in made:
        transport.close()
