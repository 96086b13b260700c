"""Who may do what with a folder or a dashboard, beyond what it inherits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from urllib.parse import quote

from generator.grafana.client import Client

Json = dict[str, Any]
Of = Literal["folders", "dashboards/uid"]

VIEW, EDIT, ADMIN = 1, 2, 4


def permissions(client: Client, of: Of, uid: str) -> list[Json] | None:
    """The entries as they are sent back, without the inherited ones; None where they may not be read."""
    answer = client.transport.request("GET", _path(of, uid), accept=(403, 404))
    if answer.status != 200 or not isinstance(answer.body, list):
        return None
    entries = [_entry(one) for one in answer.body if isinstance(one, dict) and not one.get("inherited")]
    return sorted(entries, key=lambda entry: sorted((key, str(value)) for key, value in entry.items()))


def set_permissions(client: Client, of: Of, uid: str, entries: Sequence[Mapping[str, Any]]) -> None:
    """Replaces all of them: what `entries` leaves out is gone."""
    client.transport.request("POST", _path(of, uid), {"items": [dict(entry) for entry in entries]})


def team(client: Client, name: str) -> int | None:
    """The id of a team by its name."""
    body = client.transport.request("GET", f"/api/teams/search?name={quote(name, safe='')}").body
    teams = body.get("teams") if isinstance(body, dict) else None
    ids = [one.get("id") for one in teams or () if isinstance(one, dict) and one.get("name") == name]
    return int(ids[0]) if ids and isinstance(ids[0], int) else None


def _entry(one: Mapping[str, Any]) -> Json:
    entry: Json = {"permission": one.get("permission")}
    for key in ("role", "teamId", "userId"):
        if one.get(key):
            entry[key] = one[key]
    return entry


def _path(of: Of, uid: str) -> str:
    return f"/api/{of}/{quote(uid, safe='')}/permissions"
