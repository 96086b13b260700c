"""What a folder holds, asked before it is deleted: Grafana would delete that as well."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from generator.grafana.client import Client


def contents(client: Client, uid: str) -> Mapping[str, int] | None:
    """Number of things of each kind in a folder; None where Grafana cannot tell (before version 10)."""
    answer = client.transport.request("GET", f"/api/folders/{quote(uid, safe='')}/counts", accept=(403, 404))
    if answer.status != 200 or not isinstance(answer.body, dict):
        return None
    return {str(kind): number for kind, number in answer.body.items() if isinstance(number, int)}
