"""A real MariaDB and a real Redis behind real exporters, scraped by a Prometheus of the suite's own."""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from e2e_stack import APPS
from looking import at

from demo import servers
from demo.process import LOOPBACK, Program, Running
from generator.verify.result import PanelVerdict, Report

PROGRAMS = (*(name for name in servers.PACKAGES if name != "chromium"), "prometheus")
#: A rate needs two scrapes.
WARM_SECONDS = 25.0

Project = Callable[..., Path]


class Databases:
    """The servers and what looks at them; each can be stopped."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        with ExitStack() as held:
            free = [held.enter_context(socket.socket()) for _ in range(5)]
            for one in free:
                one.bind((LOOPBACK, 0))
            mariadb, self._redis, looks_at_mariadb, looks_at_redis, port = (one.getsockname()[1] for one in free)
        ports = replace(
            servers.Ports.counted_from(1),
            mariadb=mariadb,
            redis=self._redis,
            mariadb_exporter=looks_at_mariadb,
            redis_exporter=looks_at_redis,
        )
        self._start(servers.mariadb(folder, mariadb))
        self._start(servers.redis(folder, self._redis))
        self._start(servers.mariadb_exporter(folder, ports))
        self.redis_exporter = self._start(servers.redis_exporter(ports))
        jobs = "".join(
            f"  - job_name: {name}\n"
            f'    static_configs: [{{targets: ["{LOOPBACK}:{listens}"], labels: {{instance: {name}}}}}]\n'
            for name, listens in (("mariadb", looks_at_mariadb), ("redis", looks_at_redis))
        )
        (folder / "prometheus.yml").write_text(f"global: {{scrape_interval: 2s}}\nscrape_configs:\n{jobs}", "utf-8")
        command = ("prometheus", f"--config.file={folder / 'prometheus.yml'}", f"--storage.tsdb.path={folder / 'tsdb'}")
        self._start(Program("prometheus", (*command, f"--web.listen-address={LOOPBACK}:{port}"), {}, port))
        self.prometheus = f"http://{LOOPBACK}:{port}"

    def use(self, seconds: float) -> None:
        """Hits and misses for Redis; the exporters are the users of MariaDB."""
        end = time.monotonic() + seconds
        with socket.create_connection((LOOPBACK, self._redis)) as redis:
            while time.monotonic() < end:
                redis.sendall(b"RPUSH kafka_logs x\r\nSET a b EX 1\r\nGET a\r\nGET gone\r\n")
                redis.recv(4096)
                time.sleep(0.2)

    def _start(self, program: Program) -> Running:
        one = Running(program, self._folder)
        self._stack.callback(one.stop)
        one.wait_until_ready()
        return one


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    absent = [one for one in PROGRAMS if not shutil.which(one, path=f"{os.environ.get('PATH', '')}:/usr/sbin")]
    if absent:
        pytest.skip(f"not on the PATH: {', '.join(absent)}")
    with ExitStack() as stack:
        running = Databases(tmp_path_factory.mktemp("databases"), stack)
        running.use(WARM_SECONDS)
        yield running


def look(databases: Databases, config: Path) -> Report:
    return at({"prometheus": databases.prometheus}, config, only=("telemetry", "panels"))


def of_signal(report: Report, prefix: str) -> list[PanelVerdict]:
    return [
        panel
        for panel in report.panels
        if panel.queries and all(one.signal.startswith(prefix) for one in panel.queries) and panel.kind == "panel"
    ]


#: What only spans tell, or a store of traces.
FROM_SPANS = (
    "redis.calls",
    "redis.p95",
    "redis.use_",
    "mariadb.calls",
    "mariadb.p95",
    "mariadb.errors",
    "mariadb.slow_s",
)


def test_real_servers_are_seen_and_their_panels_have_data(databases: Databases, project: Project) -> None:
    report = look(databases, project(APPS["backonly"]))
    seen = {row.signal: row for row in report.telemetry if not row.service}
    assert (seen["mariadb"].present, seen["mariadb"].dialect) == (True, "mysqld_exporter")
    assert (seen["redis"].present, seen["redis"].dialect) == (True, "redis_exporter")
    for prefix in ("mariadb.", "redis."):
        asked = [one for one in of_signal(report, prefix) if not one.queries[0].signal.startswith(FROM_SPANS)]
        told = {
            one.panel: (one.verdict, one.cause) for one in asked if one.verdict not in ("data", "zero", "unchecked")
        }
        assert told == {}
        assert [one for one in asked if one.verdict == "data"]


def test_an_exporter_that_stops_is_named(databases: Databases, project: Project) -> None:
    databases.redis_exporter.stop()
    time.sleep(5)
    report = look(databases, project(APPS["backonly"]))
    (state,) = [one for one in of_signal(report, "redis.up") if one.board == "Database Performance"]
    assert (state.verdict, state.reason) == ("empty", "stopped"), state
    assert "redis_up stopped" in state.cause
    # MariaDB's goes on.
    (other,) = [one for one in of_signal(report, "mariadb.up") if one.board == "Database Performance"]
    assert other.verdict == "data"
