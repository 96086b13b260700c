"""Users without a browser: they sign up, log in, save, list and search, and now and then do something wrong."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Any

import requests

_PASSWORD = "correct horse"  # noqa: S105 - of made-up users
_WORDS = ("kimchi", "bibimbap", "bulgogi", "japchae", "tteokbokki", "gimbap", "naengmyeon")
#: Not a regular expression: MariaDB refuses it, and the backend answers 500.
_BROKEN_PATTERN = "["
#: Signed up now, or some time before.
_KNOWN = (201, 409)
_TIMEOUT_SECONDS = 30


@dataclass
class Tally:
    """What was answered: (method, path, status) -> how often. Status 0: no answer at all."""

    calls: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def add(self, method: str, path: str, status: int) -> None:
        """Counts one call."""
        with self._lock:
            self.calls[method, path, status] += 1


class Person:
    """One user of one backend."""

    def __init__(self, backend: str, name: str, tally: Tally, chance: random.Random) -> None:
        self._backend, self._name, self._tally, self._chance = backend, name, tally, chance
        self._session = requests.Session()
        self._known = False

    def visit(self) -> Iterator[None]:
        """One visit, from login to logout. Yields between two calls, where a person would think."""
        if not self._known:
            self._known = self._post("/api/register", user=self._name, password=_PASSWORD) in _KNOWN
            yield
        if self._chance.random() < 0.2:
            self._post("/api/login", user=self._name, password="wrong")  # noqa: S106
            yield
        self._post("/api/login", user=self._name, password=_PASSWORD)
        yield
        for _ in range(self._chance.randint(3, 8)):
            self._chance.choice((self._save, self._list, self._list, self._search, self._log_entries))()
            yield
        self._post("/api/logout")
        if self._chance.random() < 0.1:
            yield
            self._list()
        yield

    def _save(self) -> None:
        self._post("/api/db/message", text=" ".join(self._chance.sample(_WORDS, 3)))

    def _list(self) -> None:
        self._call("GET", "/api/db/messages")

    def _search(self) -> None:
        wanted = _BROKEN_PATTERN if self._chance.random() < 0.05 else self._chance.choice(_WORDS)
        self._call("GET", "/api/db/messages/search", params={"q": wanted})

    def _log_entries(self) -> None:
        self._call("GET", "/api/logs/kafka")

    def _post(self, path: str, **body: str) -> int:
        return self._call("POST", path, json=body)

    def _call(self, method: str, path: str, **more: Any) -> int:
        try:
            status = self._session.request(method, self._backend + path, timeout=_TIMEOUT_SECONDS, **more).status_code
        except requests.RequestException:
            status = 0
        self._tally.add(method, path, status)
        return status


def use(backend: str, people: int, pause: float, over: Event, tally: Tally) -> list[Thread]:
    """Starts this many people, who visit the backend again and again until it is over."""
    threads = [
        Thread(target=_live, args=(Person(backend, f"user{number}", tally, random.Random(number)), pause, over))  # noqa: S311
        for number in range(people)
    ]
    for thread in threads:
        thread.daemon = True
        thread.start()
    return threads


def _live(person: Person, pause: float, over: Event) -> None:
    while not over.is_set():
        for _ in person.visit():
            if over.wait(random.uniform(0.5, 1.5) * pause):  # noqa: S311
                return


def main() -> None:
    """Uses the given backends until Ctrl-C or the end of the time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("backends", nargs="+", metavar="URL")
    parser.add_argument("--people", type=int, default=3, help="for each backend")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two calls of a person, on average")
    parser.add_argument("--seconds", type=float, default=float("inf"))
    told = parser.parse_args()
    over, tally = Event(), Tally()
    for backend in told.backends:
        use(backend.rstrip("/"), told.people, told.pause, over, tally)
    began = time.monotonic()
    try:
        while time.monotonic() - began < told.seconds:
            time.sleep(min(1.0, told.seconds))
    except KeyboardInterrupt:
        pass
    over.set()
    for (method, path, status), count in sorted(tally.calls.items()):
        sys.stdout.write(f"{count:6} {status} {method} {path}\n")


if __name__ == "__main__":
    main()
