"""Requests and time of uploads, beside bare requests of the same bodies; `make bench` runs it.

Against the fake, or the real Grafana of E2E_GRAFANA_URL (with E2E_GRAFANA_USER and _PASSWORD): everything that it
makes there is called `bench-…` and is deleted in the end. Compare ratios, not seconds.
"""

from __future__ import annotations

import copy
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from fake_grafana import FakeGrafana
from fake_parts.access import ADMIN_TOKEN

from generator.config.connection import Connection
from generator.config.model import Folder
from generator.deploy.desired import Desired
from generator.deploy.upload import upload
from generator.grafana.client import Client
from generator.grafana.transport import Transport

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Folder("bench", "Bench")


def boards(number: int, prefix: str) -> dict[str, dict[str, Any]]:
    """Copies of the project's own boards, 60 kB each on average."""
    files = sorted((ROOT / "provisioning" / "dashboards" / "aks-demo").glob("*.json"))
    models = [json.loads(path.read_text("utf-8")) for path in files]
    made = {}
    for index in range(number):
        uid = f"{prefix}-{index}"
        made[uid] = {**copy.deepcopy(models[index % len(models)]), "uid": uid, "title": f"Bench {uid}"}
    return made


def measured(transport: Transport, name: str, act: Callable[[], Any], bare: float = 0.0) -> float:
    sent, written, started = transport.sent, transport.written, time.perf_counter()
    act()
    seconds = time.perf_counter() - started
    reads, writes = transport.sent - sent - (transport.written - written), transport.written - written
    ratio = f"  {seconds / bare:5.2f}x" if bare else ""
    print(f"{name:<44} {seconds:8.2f} s {reads:6} reads {writes:6} writes{ratio}", flush=True)  # noqa: T201
    return seconds


def main(number: int) -> None:
    with ExitStack() as stack:
        url = os.environ.get("E2E_GRAFANA_URL")
        if url:
            user, password = os.environ["E2E_GRAFANA_USER"], os.environ["E2E_GRAFANA_PASSWORD"]
            where = Connection(url=url, user=user, password=password)
        else:
            where = Connection(url=stack.enter_context(FakeGrafana()).url, token=ADMIN_TOKEN)
        transport = stack.enter_context(Transport(where, writable=True))
        client = Client(transport)
        ours, plain = boards(number, "bench-ours"), boards(number, "bench-bare")

        def put() -> None:
            report = upload(client, lambda _: Desired("bench", ours, (), FOLDER), "wire", None, lambda _: "")
            if report.exit_code:
                sys.exit(report.to_text())

        def bare_posts() -> None:
            for board in plain.values():
                client.save_dashboard(board, folder_uid=FOLDER.uid, version=None, message="bare")

        def bare_gets() -> None:
            for uid in plain:
                client.dashboard(uid)

        client.create_folder(FOLDER.uid, FOLDER.title)
        try:
            posts = measured(transport, f"{number} boards, bare POSTs", bare_posts)
            measured(transport, f"{number} boards, first upload", put, posts)
            gets = measured(transport, f"{number} boards, bare GETs", bare_gets)
            measured(transport, f"{number} boards, upload of what is there", put, gets)
        finally:
            for uid in (*ours, *plain):
                client.delete_dashboard(uid)
            client.delete_folder(FOLDER.uid)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
