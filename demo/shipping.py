"""Ships a pod's lines to Loki as a collector of pods' logs does: labelled by pod, and the line left as it is."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import IO

import requests

_BATCH_SECONDS = 1.0


def labels(service: str, namespace: str) -> dict[str, str]:
    """The labels of a backend's stream. `service_name` is one more that the collector is told to set."""
    pod = f"{service}-0"
    return {
        "namespace": namespace,
        "pod": pod,
        "container": "backend",
        "app": service,
        "job": f"{namespace}/{service}",
        "stream": "stdout",
        "filename": f"/var/log/pods/{namespace}_{pod}/backend/0.log",
        "service_name": service,
    }


def push(loki: str, stream: Mapping[str, str], lines: Iterable[tuple[int, str]]) -> None:
    """Sends lines with their times in nanoseconds. Raises what `requests` raises."""
    values = [[str(when), line] for when, line in lines]
    body = {"streams": [{"stream": dict(stream), "values": values}]}
    requests.post(f"{loki}/loki/api/v1/push", json=body, timeout=10).raise_for_status()


class Shipper:
    """Reads a program's output line by line and ships it every second, until the output ends."""

    def __init__(self, loki: str, stream: Mapping[str, str], output: IO[bytes], copy: IO[bytes]) -> None:
        self._loki, self._stream, self._output, self._copy = loki, stream, output, copy
        self._lines: SimpleQueue[tuple[int, str]] = SimpleQueue()
        self._over = Event()
        #: What went wrong last; empty if nothing did.
        self.trouble = ""
        self._threads = [Thread(target=work, daemon=True) for work in (self._read, self._ship)]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Waits until what was read is sent."""
        for thread in self._threads:
            thread.join(10)

    def _read(self) -> None:
        for line in self._output:
            self._copy.write(line)
            self._copy.flush()
            self._lines.put((time.time_ns(), line.decode("utf-8", "replace").rstrip("\n")))
        self._over.set()

    def _ship(self) -> None:
        while True:
            last = self._over.wait(_BATCH_SECONDS)
            batch = self._taken()
            if batch:
                try:
                    push(self._loki, self._stream, batch)
                    self.trouble = ""
                except requests.RequestException as error:
                    self.trouble = f"{self._stream['app']}: {len(batch)} log lines not shipped: {error}"
            if last:
                return

    def _taken(self) -> list[tuple[int, str]]:
        batch = []
        try:
            while True:
                batch.append(self._lines.get_nowait())
        except Empty:
            return batch
