"""Programs that the demo starts and stops: each with a log of its own, none left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_GRACE_SECONDS = 10
LOOPBACK = "127.0.0.1"
_PORTS = {"http": 80, "https": 443}


class DemoError(Exception):
    """The demo cannot go on: what is wrong, in one line."""


@dataclass(frozen=True)
class Program:
    """What to start. `port` is where it listens once it is ready; `pipe` leaves its output to the caller."""

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str]
    port: int = 0
    patience: float = 60
    pipe: bool = False


class Running:
    """A started program. It runs in a session of its own: Ctrl-C reaches the demo alone, which ends things in order."""

    def __init__(self, program: Program, logs: Path) -> None:
        self.program = program
        self.log = logs / f"{program.name}.log"
        with self.log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 - the commands are the demo's own
                [str(word) for word in program.command],
                env={**os.environ, **program.environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if program.pipe else output,
                stderr=output,
                start_new_session=True,
            )
        self.output = self._process.stdout

    def wait_until_ready(self) -> None:
        """Until it listens. Raises DemoError with the end of its log if it ends, or takes too long."""
        deadline = time.monotonic() + self.program.patience
        while time.monotonic() < deadline:
            self.check()
            if is_open(self.program.port):
                return
            time.sleep(0.1)
        raise DemoError(f"{self.program.name} does not listen on port {self.program.port}{self._last_words()}")

    def check(self) -> None:
        """Raises DemoError if it has ended by itself."""
        if self._process.poll() is not None:
            raise DemoError(f"{self.program.name} ended with {self._process.returncode}{self._last_words()}")

    def stop(self) -> None:
        """Asks it to end, and ends it if it does not."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(_GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()

    def _last_words(self) -> str:
        lines = self.log.read_text("utf-8", "replace").strip().splitlines()
        return f": {lines[-1]} (see {self.log})" if lines else f" (see {self.log})"


def is_open(port: int) -> bool:
    """Whether something listens on this port of the loopback interface."""
    return is_listening(f"http://{LOOPBACK}:{port}")


def is_listening(address: str) -> bool:
    """Whether the server of an address takes connections."""
    parts = urlsplit(address)
    try:
        socket.create_connection((parts.hostname, parts.port or _PORTS[parts.scheme]), timeout=2).close()
    except OSError:
        return False
    return True
