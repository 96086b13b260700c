"""A real Prometheus over series of the test's own."""

from __future__ import annotations

import json
import math
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

#: A port that was free when it was looked for can be taken a moment later by a neighbour who looks, too.
_ATTEMPTS = 3
_PATIENCE_SECONDS = 30

Labels = dict[str, str]


@dataclass(frozen=True)
class Point:
    """One element of an instant vector."""

    labels: Labels
    value: float


@dataclass(frozen=True)
class LivePrometheus:
    """A running server, asked over one connection: the tests have thousands of questions, and long ones."""

    connection: HTTPConnection

    def _get(self, path: str, **parameters: Any) -> Any:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", f"/api/v1/{path}", urlencode(parameters).encode(), form)
        answer = json.load(self.connection.getresponse())
        assert answer["status"] == "success", f"{answer.get('error')}\n{parameters.get('query')}"
        return answer["data"]

    def query(self, expr: str, at: float) -> list[Point]:
        """The answer at one moment. No element may be NaN: a panel would show it as a value."""
        data = self._get("query", query=expr, time=at)
        assert data["resultType"] == "vector", expr
        points = [Point(element["metric"], float(element["value"][1])) for element in data["result"]]
        assert not any(math.isnan(point.value) for point in points), f"NaN from {expr}"
        return points

    def query_range(self, expr: str, start: float, end: float, step: int) -> list[list[float]]:
        """The values of each series between two moments."""
        data = self._get("query_range", query=expr, start=start, end=end, step=step)
        return [[float(value) for _, value in series["values"]] for series in data["result"]]

    def label_values(self, selector: str, label: str, start: float, end: float) -> set[str]:
        """The values of a label on the series of a selector."""
        data = self._get("series", **{"match[]": selector, "start": start, "end": end})
        return {series[label] for series in data if label in series}


@contextmanager
def serving(series: Sequence[str], folder: Path) -> Iterator[LivePrometheus]:
    """A server that holds these series (OpenMetrics texts) and stops at the end."""
    data, config = folder / "data", folder / "prometheus.yml"
    config.write_text("{}\n", "utf-8")
    for text in series:
        _store(text, folder / "series.txt", data)
    process, address = _start(config, data, folder / "log.txt")
    with process, closing(HTTPConnection(address, timeout=30)) as connection:
        try:
            yield LivePrometheus(connection)
        finally:
            process.terminate()


def _store(text: str, source: Path, data: Path) -> None:
    source.write_text(text, "utf-8")
    made = subprocess.run(
        ["promtool", "tsdb", "create-blocks-from", "openmetrics", "--quiet", source, data],
        check=False,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr + made.stdout


def _start(config: Path, data: Path, log: Path) -> tuple[subprocess.Popen[bytes], str]:
    """The process, and the address it serves."""
    for _ in range(_ATTEMPTS):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{probe.getsockname()[1]}"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [
                    "prometheus",
                    f"--config.file={config}",
                    f"--storage.tsdb.path={data}",
                    f"--web.listen-address={address}",
                    "--log.level=warn",
                ],
                stdout=output,
                stderr=output,
            )
        if _ready(process, address, data):
            return process, address
        process.kill()
        process.wait()
    raise AssertionError(f"prometheus does not start:\n{log.read_text('utf-8')}")


def _ready(process: subprocess.Popen[bytes], address: str, data: Path) -> bool:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with closing(HTTPConnection(address, timeout=5)) as connection, suppress(OSError):
            connection.request("GET", "/-/ready")
            answer = connection.getresponse()
            answer.read()
            if answer.status == HTTPStatus.OK:
                # Another Prometheus may have taken the port: only ours has this folder.
                connection.request("GET", "/api/v1/status/flags")
                flags = json.load(connection.getresponse())["data"]
                return bool(flags["storage.tsdb.path"] == str(data))
        time.sleep(0.02)
    return False


Serve = Callable[..., LivePrometheus]
