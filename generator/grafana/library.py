"""Library panels: each has a version that a change must name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from generator.errors import VersionError
from generator.grafana.client import Client

_PANEL = 1
_PAGE = 100
_MOST_PAGES = 100


@dataclass(frozen=True)
class LivePanel:
    """A panel of the library."""

    uid: str
    name: str
    folder_uid: str
    version: int
    model: Mapping[str, Any] = field(repr=False)


def library_panel(client: Client, uid: str) -> LivePanel | None:
    answer = client.transport.request("GET", f"/api/library-elements/{quote(uid, safe='')}", accept=(404,))
    return None if answer.status == 404 else _panel(_result(answer.body))


def library_panels(client: Client) -> tuple[LivePanel, ...]:
    """All panels of the library that may be seen."""
    found: list[LivePanel] = []
    for page in range(1, _MOST_PAGES):
        path = f"/api/library-elements?kind={_PANEL}&perPage={_PAGE}&page={page}"
        elements = _result(client.transport.request("GET", path).body).get("elements") or []
        found += (_panel(one) for one in elements)
        if len(elements) < _PAGE:
            break
    return tuple(found)


def create_library_panel(client: Client, panel: LivePanel) -> LivePanel:
    """RejectedError 400 when the uid, or the name in its folder, is taken."""
    body = {**_body(panel), "uid": panel.uid}
    return _panel(_result(client.transport.request("POST", "/api/library-elements", body).body))


def update_library_panel(client: Client, panel: LivePanel) -> LivePanel:
    """Changes the version that `panel` names: RejectedError 412 when another one is stored."""
    # The folder is always named: without it the panel moves to the root.
    body = {**_body(panel), "version": panel.version}
    path = f"/api/library-elements/{quote(panel.uid, safe='')}"
    return _panel(_result(client.transport.request("PATCH", path, body).body))


def delete_library_panel(client: Client, uid: str) -> None:
    """ForbiddenError while a dashboard uses it."""
    client.transport.request("DELETE", f"/api/library-elements/{quote(uid, safe='')}", accept=(404,))


def _body(panel: LivePanel) -> dict[str, Any]:
    return {"name": panel.name, "kind": _PANEL, "folderUid": panel.folder_uid, "model": dict(panel.model)}


def _result(body: Any) -> dict[str, Any]:
    result = body.get("result") if isinstance(body, dict) else None
    if isinstance(result, dict):
        return result
    raise VersionError(
        "Grafana answered with something else than a library panel",
        "this version of Grafana may be unknown to the generator: see the versions it supports",
    )


def _panel(one: Mapping[str, Any]) -> LivePanel:
    return LivePanel(
        uid=str(one.get("uid", "")),
        name=str(one.get("name", "")),
        folder_uid=str(one.get("folderUid") or ""),
        version=int(one.get("version") or 0),
        model=one.get("model") or {},
    )
