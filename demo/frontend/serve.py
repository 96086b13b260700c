"""Serves the page and passes on what it asks: calls to the backend, telemetry to the stack. One origin for all.

The browser may then send its traces without any cross-origin rules, and each call carries its trace to the backend.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import requests

PAGE = Path(__file__).parent
_TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript"}
#: What the browser and the backend tell each other.
_PASSED_ON = ("Content-Type", "Cookie", "traceparent", "tracestate")
_PASSED_BACK = ("Content-Type", "Set-Cookie", "X-Request-ID")


@dataclass(frozen=True)
class Frontend:
    """What one frontend serves, and where it passes things on to."""

    service: str
    namespace: str
    bundle: Path
    backend: str
    traces: str
    logs: str

    def settings(self) -> str:
        """The script that tells the page who it is."""
        resource = {
            "service.name": self.service,
            "service.namespace": self.namespace,
            "service.version": "1.0.2",
            "k8s.namespace.name": self.namespace,
            "telemetry.sdk.language": "webjs",
        }
        return f"const settings = {json.dumps({'resource': resource})};"

    def target(self, path: str) -> str | None:
        """Where a request goes on to; None: it is one for a file."""
        if path.startswith("/api/"):
            return self.backend + path
        return {"/v1/traces": self.traces, "/v1/logs": self.logs}.get(path)

    def file(self, path: str) -> tuple[bytes, str]:
        """A file of the page. Every other path is one of its pages, as in any application of one page."""
        if path == "/settings.js":
            return self.settings().encode(), _TYPES[".js"]
        if path == "/app.js":
            return self.bundle.read_bytes(), _TYPES[".js"]
        if path == "/style.css":
            return (PAGE / "style.css").read_bytes(), _TYPES[".css"]
        return (PAGE / "index.html").read_bytes(), _TYPES[".html"]


class Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    protocol_version = "HTTP/1.1"

    def __init__(self, frontend: Frontend, *args: object) -> None:
        self._frontend = frontend
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """A file, or a call of the backend."""
        target = self._frontend.target(self.path)
        if target:
            self._pass_on(target)
        else:
            body, kind = self._frontend.file(urlsplit(self.path).path)
            self._answer(200, {"Content-Type": kind}, body)

    def do_POST(self) -> None:
        """A call of the backend, or telemetry."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        target = self._frontend.target(self.path)
        if target:
            self._pass_on(target, body)
        else:
            self._answer(404, {}, b"")

    def _pass_on(self, target: str, body: bytes | None = None) -> None:
        headers = {name: self.headers[name] for name in _PASSED_ON if name in self.headers}
        try:
            answer = requests.request(self.command, target, data=body, headers=headers, timeout=30)
        except requests.RequestException as error:
            self._answer(502, {"Content-Type": "text/plain"}, str(error).encode())
            return
        back = {name: answer.headers[name] for name in _PASSED_BACK if name in answer.headers}
        self._answer(answer.status_code, back, answer.content)

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The browser tells what it did."""


def server(frontend: Frontend, address: tuple[str, int]) -> ThreadingHTTPServer:
    """A server that is not started yet."""
    return ThreadingHTTPServer(address, partial(Handler, frontend))


def main() -> None:
    """Serves one tenant's page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--namespace", required=True)
    parser.add_argument("--bundle", type=Path, required=True, help="the script that esbuild made")
    parser.add_argument("--backend", required=True, help="address of the backend")
    parser.add_argument("--traces", required=True, help="where OTLP traces go")
    parser.add_argument("--logs", required=True, help="where OTLP logs go")
    told = parser.parse_args()
    name = f"{told.namespace}-frontend"
    frontend = Frontend(name, told.namespace, told.bundle, told.backend, told.traces, told.logs)
    server(frontend, (told.host, told.port)).serve_forever()


if __name__ == "__main__":
    main()
