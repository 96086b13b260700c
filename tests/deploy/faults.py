"""Uploads in which anything may go wrong at any request: answers that fail, connections that break, processes that
are killed. What must hold afterwards is said in `check`.

`make faults` runs a thousand; `python tests/deploy/faults.py FIRST NUMBER` runs others.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from fake_grafana import FakeGrafana
from fake_parts.access import ADMIN_TOKEN
from fake_parts.fault import Fault

from generator.config.connection import Connection
from generator.deploy import marker
from generator.deploy.content import same
from generator.deploy.desired import Desired, DesiredPanel, DesiredRules
from generator.deploy.result import Report
from generator.deploy.runs import State
from generator.deploy.upload import upload
from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.transport import Transport
from tests.deploy.project import FOLDER, PROJECT, board, desired, paste
from tests.deploy.test_alert_rules import rule

BOARDS = tuple(f"shop-{letter}" for letter in "abcde")
#: Somebody edits this one, sometimes in the middle of a run.
EDITED = "shop-c"
_TRIES = 12


def wanted(uids: Any, generation: int) -> Desired:
    """The project in its first or second form: the second changes something of every kind."""
    plain = desired(uids)
    about = f"generation {generation}"
    prom, loki, tempo = plain.datasources
    (one,) = loki.correlations
    return Desired(
        PROJECT,
        {uid: board(uid, description=about) for uid in BOARDS},
        (prom, replace(loki, correlations=({**one, "description": about},)), tempo),
        FOLDER if generation == 2 else replace(FOLDER, title="First"),
        alerts=(DesiredRules("Shop - A", 60, (rule(labels={"severity": about}),)),),
        library=(DesiredPanel("shop-rate", "Rate", {"type": "stat", "title": "Rate", "description": about}),),
    )


@dataclass
class Storm:
    """A fault at each request with a probability, drawn from a seed: any of the ways in which requests go wrong."""

    chance: random.Random
    rate: float
    grafana: FakeGrafana
    edits: int = 0
    #: How often each kind struck.
    struck: dict[str, int] = field(default_factory=dict)

    def draw(self, method: str, path: str) -> Fault | None:
        if self.chance.random() >= self.rate:
            return None
        kinds = ["429", "500", "502", "503", "reset", "reset_after", "truncated", "html", "text", "edit"]
        kind = self.chance.choice(kinds)
        self.struck[kind] = self.struck.get(kind, 0) + 1
        if kind == "edit":
            return Fault(method, path, "call", call=self.edit)
        if kind.isdecimal():
            return Fault(method, path, "status", status=int(kind))
        if kind in ("html", "text"):
            return Fault(method, path, kind, status=502, text="upstream")  # type: ignore[arg-type]
        return Fault(method, path, kind)  # type: ignore[arg-type]

    def edit(self) -> None:
        """Somebody saves a board in the UI at this very moment."""
        if EDITED in self.grafana.boards.by_uid:
            self.edits += 1
            mine = f"by hand {self.edits}"
            self.grafana.boards.edit_in_ui(EDITED, lambda data: data.update(title=mine))


def run(grafana: FakeGrafana, generation: int, state: Path) -> Report | None:
    """One upload; None when it could not even begin."""
    where = Connection(url=grafana.url, token=ADMIN_TOKEN, timeout=5.0)
    with Transport(where, writable=True, sleep=lambda _: None) as transport:
        try:
            journal = State(state).start("upload", grafana.url, PROJECT)
            return upload(
                Client(transport), lambda uids: wanted(uids, generation), "wire", None, paste, journal=journal
            )
        except GeneratorError:
            return None


def check(grafana: FakeGrafana, storm: Storm, generation: int) -> Iterator[str]:
    """What is wrong on the server after the last run, if anything is."""
    final = wanted({}, generation)
    for uid, one in final.boards.items():
        there = grafana.boards.by_uid.get(uid)
        if there is None:
            yield f"{uid} is lost"
        elif uid == EDITED and storm.edits:
            if there.data["title"] != f"by hand {storm.edits}":
                yield f"{uid}: the edit “by hand {storm.edits}” is clobbered by {there.data['title']}"
        elif not same(there.data, one) or marker.edited(there.data) or there.folder_uid != FOLDER.uid:
            yield f"{uid} is not as it is wanted"
    if set(grafana.boards.by_uid) != {*BOARDS, "theirs"}:
        yield f"boards: {sorted(grafana.boards.by_uid)}"
    if grafana.boards.by_uid["theirs"].data["title"] != "Theirs":
        yield "somebody else's board was changed"
    yield from _check_others(grafana, generation)


def _check_others(grafana: FakeGrafana, generation: int) -> Iterator[str]:
    if sorted(grafana.sources.by_uid) != ["loki", "prom", "tempo"]:
        yield f"data sources: {sorted(grafana.sources.by_uid)}"
    said = [one["description"] for one in grafana.correlations.list]
    if said != [f"generation {generation}"]:
        yield f"correlations: {said}"
    groups = grafana.rules.groups
    labels = [one["labels"] for group in groups.values() for one in group["rules"]]
    if labels != [{"severity": f"generation {generation}"}]:
        yield f"alert rules: {labels}"
    panels = [one["model"]["description"].partition("\n")[0] for one in grafana.library.by_uid.values()]
    if panels != [f"generation {generation}"]:
        yield f"library panels: {panels}"
    titles = {uid: one["title"] for uid, one in grafana.folders.by_uid.items()}
    if titles != {FOLDER.uid: FOLDER.title}:
        yield f"folders: {titles}"


def one(seed: int, *, kill: bool = False, struck: Counter[str] | None = None) -> list[str]:
    """One upload of a changed project through a storm, and one more without it: what is wrong then."""
    chance = random.Random(seed)  # noqa: S311
    with FakeGrafana() as grafana, TemporaryDirectory() as state:
        if chance.random() < 0.7:
            assert run(grafana, 1, Path(state)) is not None
        else:
            grafana.folders.add(FOLDER.uid, FOLDER.title)
        grafana.boards._store("theirs", {"uid": "theirs", "title": "Theirs"}, FOLDER.uid, "kim")
        storm = Storm(chance, chance.choice([0.05, 0.2, 0.5]), grafana)
        grafana.storm = storm.draw
        if kill:
            killed(grafana, Path(state), chance)
        else:
            run(grafana, 2, Path(state))
        grafana.storm = None
        if struck is not None:
            struck.update(storm.struck)
        report = run(grafana, 2, Path(state))
        wrong = list(check(grafana, storm, 2))
        if report is None:
            wrong.append("the run after the storm could not begin")
        elif [each for each in report.results if each.error and not (each.uid == EDITED and storm.edits)]:
            wrong.append(report.to_text())
        before = len(grafana.writes)
        run(grafana, 2, Path(state))
        if len(grafana.writes) != before:
            wrong.append("a run that has nothing to do writes")
        return [f"seed {seed}{' (killed)' if kill else ''}: {each}" for each in wrong]


def killed(grafana: FakeGrafana, state: Path, chance: random.Random) -> None:
    """An upload by a process of its own, killed -9 after a number of requests."""
    limit = len(grafana.requests) + chance.randint(1, 60)
    code = (
        "import sys; from pathlib import Path; from tests.deploy import faults; from types import SimpleNamespace;"
        "faults.run(SimpleNamespace(url=sys.argv[1]), 2, Path(sys.argv[2]))"
    )
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", code, grafana.url, str(state)],
        env={"PYTHONPATH": f"{root / 'tests'}:{root}", "PATH": "/usr/bin:/bin"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and len(grafana.requests) < limit:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    # What the server is still doing for the dead client is finished.
    time.sleep(0.05)


def main(first: int, number: int) -> int:
    started = time.monotonic()
    wrong: list[str] = []
    struck: Counter[str] = Counter()
    for seed in range(first, first + number):
        wrong += one(seed, kill=seed % 10 == 0, struck=struck)
    seconds = time.monotonic() - started
    print(f"{number} uploads with faults in {seconds:.0f} s, {number // 10} of them killed: {len(wrong)} wrong")  # noqa: T201
    print(f"faults: {dict(struck)}")  # noqa: T201
    print("\n".join(wrong))  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]] or [0, 1000]
    sys.exit(main(given[0], given[1]))
