"""The HTTP side of the fake: reads a request, lets a fault spoil it, writes the answer."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

from fake_parts.fault import Fault
from fake_parts.reply import Reply

LOGIN_PAGE = "<!doctype html><html><head><title>Sign in to Example</title></head><body>…</body></html>"

#: Method, path, headers (lower case), body -> the fault that was asked for, if any, and the answer (when called).
Answer = Callable[[str, str, dict[str, str], bytes], tuple[Fault | None, Callable[[], Reply]]]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5
    # Head and body go out as two packets: without this each answer takes 40 ms.
    disable_nagle_algorithm = True
    sub_path = ""
    answer: Answer

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, TimeoutError, ssl.SSLError):
            # Broken connections are what some tests are about.
            self.close_connection = True

    def serve(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if not self.path.startswith(self.sub_path + "/"):
            self._send(404, "text/html", LOGIN_PAGE.encode())
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        fault, act = type(self).answer(self.command, self.path[len(self.sub_path) :], headers, raw)
        if fault is not None and self._instead(fault):
            return
        status, body = act()
        content = json.dumps(body).encode()
        if fault is not None and fault.kind == "reset_after":
            self._reset()
            return
        if fault is not None and fault.kind == "truncated":
            content = content[: len(content) // 2]
        self._send(status, "application/json", content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = serve  # noqa: N815

    def _instead(self, fault: Fault) -> bool:
        """Whether the fault took the place of the answer."""
        if fault.kind == "status":
            body = {"message": "injected"} if fault.body is None else fault.body
            self._send(fault.status, "application/json", json.dumps(body).encode(), fault.headers)
        elif fault.kind == "html":
            self._send(fault.status, "text/html", LOGIN_PAGE.encode(), fault.headers)
        elif fault.kind == "text":
            self._send(fault.status, "text/plain", fault.text.encode(), fault.headers)
        elif fault.kind == "reset":
            self._reset()
        elif fault.kind == "delay":
            time.sleep(fault.seconds)
        elif fault.kind == "call":
            fault.call()
        return fault.kind in ("status", "html", "text", "reset")

    def _send(self, status: int, kind: str, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _reset(self) -> None:
        """Close with RST, as a crashed server or a proxy does."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet."""
