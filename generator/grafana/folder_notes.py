"""The descriptions of folders. Every Grafana takes one with a folder, and only the newer API (12) gives it back."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.live import LiveFolder
from generator.grafana.problem import UnauthorizedError, UnreachableError

_PATH = "/apis/folder.grafana.app/{version}/namespaces/{namespace}/folders"
#: The newest last: what is asked first is what most have.
_VERSIONS = ("v1beta1", "v1")
_PAGE = 500
_PARENT = "grafana.app/folder"


def description(client: Client, namespace: str, uid: str) -> str | None:
    """That of one folder, None where this Grafana cannot tell it."""
    body = _get(client, namespace, f"/{quote(uid, safe='')}")
    return None if body is None else _folder(body).description


def described(client: Client, namespace: str) -> tuple[LiveFolder, ...] | None:
    """All folders that may be seen, with their descriptions and without versions; None where it cannot tell."""
    found: list[LiveFolder] = []
    mark = ""
    while True:
        body = _get(client, namespace, f"?limit={_PAGE}" + (f"&continue={quote(mark, safe='')}" if mark else ""))
        if body is None or not isinstance(body.get("items"), list):
            return None
        found += [_folder(one) for one in body["items"] if isinstance(one, dict)]
        mark = str((body.get("metadata") or {}).get("continue") or "")
        if not mark:
            return tuple(found)


def _get(client: Client, namespace: str, rest: str) -> dict[str, Any] | None:
    if not namespace:
        return None
    for version in _VERSIONS:
        path = _PATH.format(version=version, namespace=quote(namespace, safe="")) + rest
        try:
            answer = client.transport.request("GET", path, accept=(400, 403, 404, 405, 406, 501))
        except (UnauthorizedError, UnreachableError):
            raise
        except GeneratorError:
            # A proxy that lets only /api through, or an answer of another shape.
            return None
        if answer.status == 200 and isinstance(answer.body, dict):
            return answer.body
        if answer.status != 404:
            return None
    return None


def _folder(body: dict[str, Any]) -> LiveFolder:
    metadata, spec = body.get("metadata") or {}, body.get("spec") or {}
    uid = str(metadata.get("name") or "")
    return LiveFolder(
        uid=uid,
        title=str(spec.get("title") or ""),
        version=0,
        parent_uid=str((metadata.get("annotations") or {}).get(_PARENT) or ""),
        url="",
        description=str(spec.get("description") or ""),
    )
