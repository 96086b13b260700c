"""The load generator does what people do, against a small server that counts."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from demo.load import Person, Tally, use


class Counting(BaseHTTPRequestHandler):
    """Answers as the backend would: 401 to whoever has no session."""

    protocol_version = "HTTP/1.1"
    calls: list[tuple[str, str, Any]]

    def do_GET(self) -> None:
        self._reply({})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self._reply(json.loads(self.rfile.read(length)) if length else {})

    def _reply(self, body: dict[str, str]) -> None:
        path = self.path.partition("?")[0]
        self.calls.append((self.command, self.path, body))
        open_to_all = path in ("/api/login", "/api/register")
        wrong = path == "/api/login" and body.get("password") == "wrong"
        refused = wrong or not (open_to_all or "session=1" in self.headers.get("Cookie", ""))
        self.send_response(401 if refused else 201 if self.command == "POST" else 200)
        if path == "/api/login" and not wrong:
            self.send_header("Set-Cookie", "session=1")
        if path == "/api/logout":
            self.send_header("Set-Cookie", "session=; Max-Age=0")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def backend() -> Iterator[tuple[str, list[tuple[str, str, Any]]]]:
    handler = type("Handler", (Counting,), {"calls": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", handler.calls  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


def test_visits_begin_with_an_account_and_cover_every_activity(backend: Any) -> None:
    url, calls = backend
    person = Person(url, "kim", Tally(), random.Random(7))  # noqa: S311
    for _ in range(40):
        for _ in person.visit():
            pass
    assert calls[0] == ("POST", "/api/register", {"user": "kim", "password": "correct horse"})
    assert [call[1] for call in calls].count("/api/register") == 1
    assert {(method, path.partition("?")[0]) for method, path, _ in calls} == {
        ("POST", "/api/register"),
        ("POST", "/api/login"),
        ("POST", "/api/logout"),
        ("POST", "/api/db/message"),
        ("GET", "/api/db/messages"),
        ("GET", "/api/db/messages/search"),
        ("GET", "/api/logs/kafka"),
    }
    assert any(body.get("password") == "wrong" for _, _, body in calls)
    assert any(path.endswith("?q=%5B") for _, path, _ in calls), "an error now and then"


def test_only_wrong_passwords_and_calls_after_logout_are_refused(backend: Any) -> None:
    url, calls = backend
    tally = Tally()
    person = Person(url, "kim", tally, random.Random(7))  # noqa: S311
    for _ in range(40):
        for _ in person.visit():
            pass
    refused = {key: count for key, count in tally.calls.items() if key[2] == 401}
    wrong = sum(1 for _, _, body in calls if body.get("password") == "wrong")
    assert set(refused) == {("POST", "/api/login", 401), ("GET", "/api/db/messages", 401)}
    assert refused["POST", "/api/login", 401] == wrong
    assert sum(tally.calls.values()) == len(calls)


def test_who_could_not_sign_up_tries_again() -> None:
    tally = Tally()
    person = Person("http://127.0.0.1:9", "kim", tally, random.Random(7))  # noqa: S311
    for _ in range(2):
        for _ in person.visit():
            pass
    assert tally.calls["POST", "/api/register", 0] == 2


def test_a_backend_that_is_away_ends_nothing() -> None:
    tally, over = Tally(), Event()
    (thread,) = use("http://127.0.0.1:9", 1, 0.001, over, tally)
    while len(tally.calls) < 2:
        assert thread.is_alive()
    over.set()
    thread.join(10)
    assert not thread.is_alive()
    assert {status for _, _, status in tally.calls} == {0}
