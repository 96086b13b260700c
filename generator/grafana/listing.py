"""Many dashboards in one request, where Grafana has the newer API that lists them whole.

Used for reading only: what is written goes through the classic API, which all versions have.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.problem import UnauthorizedError, UnreachableError

#: Stores the boards as they were posted, and returns them so: newer versions of this API migrate while reading.
_PATH = "/apis/dashboard.grafana.app/v0alpha1/namespaces/{namespace}/dashboards?limit={limit}"
_PAGE = 500
#: Boards of others fill pages too: so many pages beyond our own number are looked through.
_SPARE_PAGES = 4
_ANNOTATION = "grafana.app/"


@dataclass(frozen=True)
class Listed:
    """A dashboard of the list: its content as stored, and where it is. `managed` says that something owns it."""

    uid: str
    dashboard: Mapping[str, Any] = field(repr=False)
    folder_uid: str
    managed: bool


def listed(client: Client, namespace: str, wanted: Collection[str] | None = None) -> dict[str, Listed] | None:
    """Dashboards by uid: all of `wanted` that are there, or every one when it is None.

    None where this Grafana has no such list, or does not let us read it. A board that is missing from the answer
    may be there all the same when the Grafana holds very many of others.
    """
    if not namespace:
        return None
    found: dict[str, Listed] = {}
    path = _PATH.format(namespace=quote(namespace, safe=""), limit=_PAGE)
    pages = None if wanted is None else len(wanted) // _PAGE + 1 + _SPARE_PAGES
    mark = ""
    while pages is None or pages > 0:
        body = _page(client, path + (f"&continue={quote(mark, safe='')}" if mark else ""))
        if body is None:
            return None
        found.update((one.uid, one) for one in map(_listed, body["items"]) if one.uid)
        mark = str((body.get("metadata") or {}).get("continue") or "")
        if not mark or (wanted is not None and all(uid in found for uid in wanted)):
            break
        pages = None if pages is None else pages - 1
    return found


def _page(client: Client, path: str) -> dict[str, Any] | None:
    try:
        answer = client.transport.request("GET", path, accept=(400, 403, 404, 405, 406, 501))
    except (UnauthorizedError, UnreachableError):
        raise
    except GeneratorError:
        # A proxy that lets only /api through, or an answer of another shape: the classic API tells as well.
        return None
    body = answer.body
    return body if answer.status == 200 and isinstance(body, dict) and isinstance(body.get("items"), list) else None


def _listed(item: Any) -> Listed:
    data = item if isinstance(item, dict) else {}
    metadata = data.get("metadata") or {}
    annotations = metadata.get("annotations") or {}
    uid = str(metadata.get("name") or "")
    spec = data.get("spec") or {}
    return Listed(
        uid=uid,
        # The list leaves the uid out of the content, where the classic API has it.
        dashboard={**spec, "uid": uid},
        folder_uid=str(annotations.get(f"{_ANNOTATION}folder") or ""),
        managed=any(key.startswith(f"{_ANNOTATION}manage") for key in annotations),
    )
