"""Speed and memory of `generator validate`: many boards at once, and one query of each language; `make bench` runs it.

The boards are made of the project's own panels, each query with a remark of its own, so that none was read before.
"""

from __future__ import annotations

import copy
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.board_json import read
from generator.interpolate import Scope, scope_of
from generator.languages.holes.tokens import Kind
from generator.languages.judge import judge

ROOT = Path(__file__).resolve().parents[2]
RENDERED = sorted((ROOT / "provisioning" / "dashboards").rglob("*.json"))
PANELS = 25
#: How a remark begins, by data source.
_REMARKS = {"prometheus": "#", "loki": "#", "tempo": "//"}
KINDS: tuple[Kind, ...] = ("prometheus", "loki", "tempo")


def boards(count: int) -> Iterator[dict[str, Any]]:
    """Boards of 25 panels that show data."""
    models = [json.loads(path.read_bytes()) for path in RENDERED]
    panels = [panel for model in models for panel in model["panels"] if panel.get("targets")]
    variables = {one["name"]: one for model in models for one in model["templating"]["list"]}
    for number in range(count):
        chosen = [panels[(number * 7 + at) % len(panels)] for at in range(PANELS)]
        named = {"uid": f"bench-{number}", "title": f"Bench {number}", "templating": {"list": [*variables.values()]}}
        board = copy.deepcopy({**models[0], **named, "panels": chosen})
        for at, panel in enumerate(board["panels"]):
            for query in panel["targets"]:
                for key in ("expr", "query"):
                    if query.get(key):
                        query[key] += f" {_REMARKS[query['datasource']['type']]} {number}"
            panel["id"] = at + 1
            width = 24 if at == PANELS - 1 and PANELS % 2 else 12
            panel["gridPos"] = {"x": 12 * (at % 2), "y": 8 * (at // 2), "w": width, "h": 8}
        yield board


def whole(count: int) -> None:
    """Time of one run over so many boards, and the memory of its largest process."""
    with tempfile.TemporaryDirectory() as folder:
        size = 0
        for number, board in enumerate(boards(count)):
            path = Path(folder, f"{number}.json")
            path.write_text(json.dumps(board, indent=2), "utf-8")
            size += path.stat().st_size
        for path in RENDERED:  # which the others link to
            shutil.copy(path, folder)
        started = time.perf_counter()
        command = [sys.executable, "-m", "generator", "validate", folder, "-o", "json"]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    memory = usage.ru_maxrss * (1024 if sys.platform != "darwin" else 1) / 2**20
    busy = usage.ru_utime + usage.ru_stime
    sys.stdout.write(
        f"{count:>5} boards of {PANELS} panels, {size / 2**20:.0f} MiB: {seconds:.1f} s ({busy:.1f} s of processor), "
        f"{count / seconds:.0f} boards/s, {memory:.0f} MiB at the peak\n"
    )


def queries() -> dict[Kind, list[tuple[str, Scope]]]:
    """The queries of the project's own boards."""
    found: dict[Kind, list[tuple[str, Scope]]] = {kind: [] for kind in KINDS}
    for path in RENDERED:
        board = read(json.loads(path.read_bytes()))
        scope = scope_of(board)
        for panel in board.panels:
            for query in panel.queries:
                for kind in KINDS:
                    if query.kind == kind and query.text:
                        found[kind].append((query.text, scope))
    return found


def languages() -> None:
    for kind, asked in queries().items():
        times = []
        for text, scope in asked:
            started = time.process_time_ns()
            judge(text, kind, scope)
            times.append((time.process_time_ns() - started) / 1e6)
        sys.stdout.write(
            f"{kind:<10} {len(times):>4} queries of {statistics.mean(len(text) for text, _ in asked):.0f} characters: "
            f"{statistics.median(times):.2f} ms each, {max(times):.1f} ms at most\n"
        )


if __name__ == "__main__":
    for kind in KINDS:
        judge("{}", kind, Scope())  # the parser is read from disk before the clock starts
    languages()
    for count in (100, 1000):
        whole(count)
