"""Programs start and stop as one expects, and lines of a pod reach Loki as a collector would bring them."""

from __future__ import annotations

import io
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from demo.process import DemoError, Program, Running, is_listening
from demo.shipping import Shipper, labels

LISTEN = """
import socket, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
time.sleep(600)
"""


def _python(name: str, code: str, *words: str, port: int = 0) -> Program:
    return Program(name, (sys.executable, "-c", code, *words), {}, port)


def _lives(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text("utf-8").rpartition(")")[2].split()[0] != "Z"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_what_is_started_is_ready_when_it_listens_and_leaves_nothing_behind(tmp_path: Path) -> None:
    port = _free_port()
    running = Running(_python("server", LISTEN, str(port), port=port), tmp_path)
    running.wait_until_ready()
    child = int(running.log.read_text("utf-8"))
    assert is_listening(f"http://127.0.0.1:{port}/v1/traces")
    running.stop()
    assert not is_listening(f"http://127.0.0.1:{port}/v1/traces")
    # It was told to end, too; it may need a moment to do so.
    deadline = time.monotonic() + 30
    while _lives(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _lives(child)
    running.stop()


def test_a_program_that_ends_by_itself_is_named_with_its_last_words(tmp_path: Path) -> None:
    code = "import sys; print('first'); sys.exit('no such option')"
    running = Running(_python("exporter", code, port=_free_port()), tmp_path)
    with pytest.raises(DemoError, match=r"^exporter ended with 1: no such option \(see .*exporter\.log\)$"):
        running.wait_until_ready()


def test_a_program_gets_its_environment(tmp_path: Path) -> None:
    program = Program("told", (sys.executable, "-c", "import os; print(os.environ['PORT'])"), {"PORT": "1"}, pipe=True)
    running = Running(program, tmp_path)
    assert running.output is not None
    with running.output:
        assert running.output.read() == b"1\n"
    running.stop()
    assert "PORT" not in os.environ


@pytest.fixture
def loki() -> Iterator[tuple[str, list[Any]]]:
    pushed: list[Any] = []

    class Loki(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            pushed.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Loki)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", pushed
    server.shutdown()
    server.server_close()
    thread.join()


def test_lines_are_shipped_as_they_are_with_the_labels_of_their_pod(loki: Any) -> None:
    url, pushed = loki
    copy = io.BytesIO()
    shipper = Shipper(url, labels("jiwoo-backend", "jiwoo"), io.BytesIO('{"message": "김치"}\nplain\n'.encode()), copy)
    shipper.close()
    ((path, body),) = pushed
    (stream,) = body["streams"]
    assert path == "/loki/api/v1/push"
    assert [line for _, line in stream["values"]] == ['{"message": "김치"}', "plain"]
    assert stream["stream"]["service_name"] == "jiwoo-backend"
    assert {"namespace", "pod", "container", "filename"} <= set(stream["stream"])
    assert copy.getvalue().count(b"\n") == 2
    assert shipper.trouble == ""


def test_lines_that_cannot_be_shipped_are_told() -> None:
    shipper = Shipper("http://127.0.0.1:9", labels("jiwoo-backend", "jiwoo"), io.BytesIO(b"one\n"), io.BytesIO())
    shipper.close()
    assert shipper.trouble.startswith("jiwoo-backend: 1 log lines not shipped: ")
