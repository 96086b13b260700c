"""The backend sends what the boards ask for, in both generations: with real servers, and its telemetry in memory."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from demo import servers
from demo.process import Running
from generator.signals import spans as span_signals

HERE = Path(__file__).parent
SERVERS = ("mariadbd", "mariadb-install-db", "redis-server")


@dataclass(frozen=True)
class Seen:
    """What one use of the backend left behind."""

    generation: str
    statuses: list[int]
    spans: list[dict[str, Any]]
    metrics: dict[str, str]
    lines: list[dict[str, Any]]
    messages: list[str]

    def say(self, legacy: str, stable: str) -> str:
        """The generation's own word."""
        return legacy if self.generation == "legacy" else stable

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """Its spans of a kind."""
        return [span for span in self.spans if span["kind"] == kind]


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A real MariaDB and a real Redis."""
    absent = servers.missing(SERVERS)
    if absent:
        pytest.skip(f"{', '.join(absent)} not installed: the demo's backend is not used")
    folder = tmp_path_factory.mktemp("servers")
    mariadb, redis = _free_port(), _free_port()
    with ExitStack() as stack:
        for program in (servers.mariadb(folder, mariadb), servers.redis(folder, redis)):
            running = Running(program, folder)
            stack.callback(running.stop)
            running.wait_until_ready()
        yield {
            "MARIADB_HOST": "127.0.0.1",
            "MARIADB_PORT": str(mariadb),
            "MARIADB_PASSWORD": "demo",
            "REDIS_URL": f"redis://127.0.0.1:{redis}/",
        }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module", params=["legacy", "stable"])
def seen(request: pytest.FixtureRequest, addresses: dict[str, str]) -> Seen:
    """One use of every endpoint, with the SDK of that generation."""
    generation = request.param
    if not servers.python(generation).exists():
        pytest.skip(f"the demo's {generation} environment is not made (make demo): its names are not proved")
    tenant = {"legacy": ("hyunjun", "0"), "stable": ("jiwoo", "1")}[generation]
    environment = {
        **os.environ,
        **addresses,
        "NAMESPACE": tenant[0],
        "REDIS_URL": addresses["REDIS_URL"] + tenant[1],
        "PYTHONPATH": str(servers.HERE),
        "OTEL_SEMCONV_STABILITY_OPT_IN": "http,database" if generation == "stable" else "",
    }
    command = [servers.python(generation), HERE / "backend_in_memory.py"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Seen(generation, **json.loads(done.stdout))


def test_every_endpoint_answers_as_it_should(seen: Seen) -> None:
    assert seen.statuses == [401, 201, 409, 401, 200, 201, 200, 200, 500, 200, 200]


def test_server_spans_are_named_by_route_and_carry_the_status(seen: Seen) -> None:
    server = seen.of_kind("SERVER")
    status = seen.say("http.status_code", "http.response.status_code")
    assert [span["attributes"][status] for span in server] == seen.statuses
    assert server[4]["name"] == seen.say("/api/login", "POST /api/login")
    assert all(span["attributes"]["http.route"].startswith("/api/") for span in server)


def test_only_the_broken_call_is_an_error_of_the_service_and_it_says_why(seen: Seen) -> None:
    failed = [span for span in seen.of_kind("SERVER") if span["status"] == "ERROR"]
    assert [span["attributes"]["http.route"] for span in failed] == ["/api/db/messages/search"]
    assert failed[0]["events"] == ["exception"]
    # A name that is taken is refused by the database, too.
    assert [span["name"] for span in seen.of_kind("CLIENT") if span["status"] == "ERROR"] == ["INSERT", "SELECT"]


def test_databases_are_told_apart_by_their_attribute(seen: Seen) -> None:
    system = seen.say("db.system", "db.system.name")
    names: dict[str, set[str]] = {}
    for span in seen.of_kind("CLIENT"):
        names.setdefault(span["attributes"][system], set()).add(span["name"])
    assert {"SELECT", "INSERT"} <= names["mysql"]
    assert {"GET", "SETEX", "DEL", "RPUSH", "LRANGE"} <= names["redis"]
    sql = re.search('"(.*)"', span_signals.SQL)
    assert sql is not None
    assert all(re.fullmatch(sql[1], name) for name in names["mysql"])


def test_authentication_has_spans_of_its_own(seen: Seen) -> None:
    assert {span["name"] for span in seen.of_kind("INTERNAL")} == {"user_register", "user_login", "user_logout"}


def test_metrics_have_the_names_of_the_generation(seen: Seen) -> None:
    duration = seen.say("http.server.duration", "http.server.request.duration")
    assert seen.metrics[duration] == seen.say("ms", "s")
    assert {
        "http.server.active_requests",
        "db.client.connections.usage",
        "process.runtime.cpython.memory",
        "process.runtime.cpython.cpu_time",
        "process.runtime.cpython.thread_count",
    } <= set(seen.metrics)


def test_log_lines_say_who_in_which_request_session_and_trace(seen: Seen) -> None:
    events = {line["event"]: line for line in seen.lines if "event" in line}
    logged = {"register", "login", "login_failed", "save_message", "list_messages", "search", "log_query", "logout"}
    assert logged <= set(events)
    asked = events["log_query"]
    assert asked["request_id"] == "asked"
    assert asked["user_id"] == "kim"
    assert asked["service_name"] == seen.say("hyunjun-backend", "jiwoo-backend")
    assert re.fullmatch("[0-9a-f]{16}", asked["session_id"])
    assert re.fullmatch("[0-9a-f]{32}", asked["trace_id"])
    assert {line["level"] for line in seen.lines} >= {"DEBUG", "INFO", "WARNING", "ERROR"}
    assert "exception" in events["error"]


def test_a_line_by_otlp_is_the_message_alone(seen: Seen) -> None:
    assert seen.messages == [line["message"] for line in seen.lines]
