"""Earlier versions of a dashboard, as Grafana keeps them (20 unless it was told otherwise)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from generator.grafana.client import Client

#: As many versions are looked through.
_MOST = 40


def versions(client: Client, uid: str) -> Iterator[Mapping[str, Any]]:
    """The contents of a dashboard's versions, newest first; none where they may not be read.

    Grafana 12 gives the contents with the list, earlier ones each by itself: only those that are looked at are asked.
    """
    path = f"/api/dashboards/uid/{quote(uid, safe='')}/versions"
    answer = client.transport.request("GET", f"{path}?limit={_MOST}", accept=(403, 404))
    body = answer.body
    # A list before Grafana 11, an object with it since.
    entries = body.get("versions") if isinstance(body, dict) else body
    if answer.status != 200 or not isinstance(entries, list):
        return
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        data = entry.get("data")
        if not isinstance(data, dict):
            one = client.transport.request("GET", f"{path}/{entry.get('version')}", accept=(403, 404)).body
            data = one.get("data") if isinstance(one, dict) else None
        if isinstance(data, dict):
            yield data
