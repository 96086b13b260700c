"""A Grafana for tests: a real HTTP server on loopback that answers as Grafana 12.2 was seen to answer.

With the version of an older one it answers as that one's source says: what came later is not there.

Statuses and bodies follow recorded exchanges (`tests/data/grafana_exchanges.json`, replayed against it by
`tests/grafana/test_fake.py`). It records every request, and spoils those that a test wants spoiled.
"""

from __future__ import annotations

import json
import re
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from fake_parts.access import Access, allow
from fake_parts.boards import Boards
from fake_parts.correlations import Correlations
from fake_parts.fault import Fault, FaultKind
from fake_parts.folders import Folders
from fake_parts.handler import Handler
from fake_parts.library import Library
from fake_parts.reply import ApiError, Body, Reply, numbers, refusal
from fake_parts.rules import Rules
from fake_parts.sources import Sources

_SOURCE = r"/api/datasources/uid/([^/]+)"
_BOARD = r"/api/dashboards/uid/([^/]+)"
_FOLDERS = r"/apis/folder\.grafana\.app/([^/]+)/namespaces/([^/]+)/folders"
_GROUP = r"/api/v1/provisioning/folder/([^/]+)/rule-groups/([^/]+)"
_BOARD_WRITE = "any of dashboards:create, dashboards:write"


#: Paths that older versions do not have.
_SINCE = (("correlations", (9, 3)), ("/api/v1/provisioning", (9, 1)), ("/counts", (10, 0)), ("/move", (11, 0)))


def _since(pattern: str) -> tuple[int, int]:
    return next((release for part, release in _SINCE if part in pattern), (0, 0))


@dataclass(frozen=True)
class Recorded:
    """One request as it arrived, without its credentials; header names in lower case."""

    method: str
    path: str
    body: Body
    headers: dict[str, str]


class FakeGrafana:
    """Start it with `with`; `url` is its address. What it keeps may be looked at and changed directly."""

    def __init__(
        self,
        *,
        sub_path: str = "",
        version: str = "12.2.0-pre",
        min_refresh: str = "5s",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        ids = numbers()
        self.sub_path = sub_path
        self.version = version
        numbers_of = re.findall(r"\d+", version)[:2] or ["12", "2"]
        release = (int(numbers_of[0]), int(numbers_of[1]) if len(numbers_of) > 1 else 0)
        self.release = release
        self.min_refresh = min_refresh
        self.access = Access()
        self.folders = Folders(sub_path, ids, release)
        self.boards = Boards(sub_path, min_refresh, self.folders, ids, release)
        self.sources = Sources(ids)
        self.correlations = Correlations(self.sources, ids, release)
        self.rules = Rules()
        self.library = Library(self.folders, ids)
        self.folders.held = self._held
        #: The newer API: absent before Grafana 12.
        self.apis = release >= (12, 0)
        self.requests: list[Recorded] = []
        self._faults: list[Fault] = []
        #: Draws a fault for a request, or none.
        self.storm: Callable[[str, str], Fault | None] | None = None
        self._lock = threading.Lock()
        handler = type("BoundHandler", (Handler,), {"sub_path": sub_path, "answer": staticmethod(self._receive)})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._scheme = "http"
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
            self._scheme = "https"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_address[1]}{self.sub_path}"

    @property
    def writes(self) -> list[Recorded]:
        """Requests that could change something."""
        return [one for one in self.requests if one.method not in ("GET", "HEAD") and one.path != "/api/ds/query"]

    def fault(self, method: str, path: str, kind: FaultKind, **more: Any) -> Fault:
        """Let the next matching request go wrong; `path` is a regular expression."""
        self._faults.append(Fault(method, path, kind, **more))
        return self._faults[-1]

    def __enter__(self) -> FakeGrafana:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _receive(
        self, method: str, path: str, headers: dict[str, str], raw: bytes
    ) -> tuple[Fault | None, Callable[[], Reply]]:
        kept = {name: value for name, value in headers.items() if name != "authorization"}
        self.requests.append(Recorded(method, path, _recorded(raw), kept))
        fault = next((one for one in self._faults if one.takes(method, path)), None)
        if fault is None and self.storm is not None:
            fault = self.storm(method, path)
        if fault is not None:
            fault.times -= 1
        return fault, lambda: self._answer(method, path, headers, raw)

    def _answer(self, method: str, path: str, headers: dict[str, str], raw: bytes) -> Reply:
        with self._lock:
            try:
                return self._route(method, path, headers, raw)
            except ApiError as error:
                return error.reply

    def _route(self, method: str, path: str, headers: dict[str, str], raw: bytes) -> Reply:
        parts = urlsplit(path)
        if (method, parts.path) == ("GET", "/api/health"):
            return 200, {"database": "ok", "version": self.version, "commit": "NA"}
        who = self.access.who(headers)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        for verb, pattern, permission, handle in self._routes():
            found = re.fullmatch(pattern, parts.path)
            if found and verb == method and self.release >= _since(pattern):
                allow(who, permission)
                names = [unquote(group) for group in found.groups()]
                return handle(*names, body=_parsed(method, headers, raw), query=query, who=who)
        raise refusal(404, "Not found")

    def _routes(self) -> tuple[tuple[str, str, str, Callable[..., Reply]], ...]:
        """Method, path, what a role needs for it, and who answers."""
        return (
            ("GET", "/api/org", "", self._org),
            ("GET", "/api/search", "", self.boards.search),
            ("GET", "/api/frontend/settings", "", self._settings),
            ("GET", "/api/folders", "", self.folders.all),
            ("POST", "/api/folders", "folders:create", self.folders.create),
            ("GET", "/api/folders/([^/]+)", "", self.folders.get),
            ("PUT", "/api/folders/([^/]+)", "folders:write", self.folders.put),
            ("DELETE", "/api/folders/([^/]+)", "folders:delete", self.folders.delete),
            ("GET", "/api/folders/([^/]+)/counts", "", self.folders.counts),
            ("GET", "/api/folders/([^/]+)/permissions", "", self.folders.permissions),
            ("POST", "/api/folders/([^/]+)/permissions", "folders.permissions:write", self.folders.set_permissions),
            ("POST", "/api/folders/([^/]+)/move", "folders:write", self.folders.move),
            ("GET", _FOLDERS, "", self._described),
            ("GET", _FOLDERS + "/([^/]+)", "", self._described),
            ("GET", "/api/teams/search", "", self.folders.find_teams),
            ("GET", r"/apis/dashboard\.grafana\.app/([^/]+)/namespaces/([^/]+)/dashboards", "", self._listed),
            ("GET", _BOARD, "", self.boards.get),
            ("DELETE", _BOARD, "any of dashboards:delete", self.boards.delete),
            ("GET", _BOARD + "/versions", "", self.boards.versions),
            ("GET", _BOARD + "/versions/([0-9]+)", "", self.boards.version),
            ("GET", _BOARD + "/permissions", "", self.boards.permissions),
            ("POST", _BOARD + "/permissions", "any of dashboards.permissions:write", self.boards.set_permissions),
            ("GET", "/api/v1/provisioning/alert-rules", "", self.rules.all),
            ("GET", _GROUP, "", self.rules.get),
            ("PUT", _GROUP, "any of alert.provisioning:write", self.rules.put),
            ("DELETE", _GROUP, "any of alert.provisioning:write", self.rules.delete),
            ("GET", "/api/library-elements", "", self.library.all),
            ("POST", "/api/library-elements", "any of library.panels:create", self.library.create),
            ("GET", "/api/library-elements/([^/]+)", "", self.library.get),
            ("PATCH", "/api/library-elements/([^/]+)", "any of library.panels:write", self.library.patch),
            ("DELETE", "/api/library-elements/([^/]+)", "any of library.panels:delete", self.library.delete),
            ("POST", "/api/dashboards/db", _BOARD_WRITE, self.boards.save),
            ("GET", "/api/datasources", "", self.sources.all),
            ("POST", "/api/datasources", "datasources:create", self.sources.create),
            ("GET", "/api/datasources/correlations", "", self.correlations.all),
            ("GET", _SOURCE, "", self.sources.get),
            ("DELETE", _SOURCE, "datasources:delete", self.sources.delete),
            ("PUT", _SOURCE, "datasources:write", self.sources.put),
            ("GET", _SOURCE + "/correlations", "", self.correlations.of_source),
            ("POST", _SOURCE + "/correlations", "datasources:write", self.correlations.create),
            ("PATCH", _SOURCE + "/correlations/([^/]+)", "datasources:write", self.correlations.patch),
            ("DELETE", _SOURCE + "/correlations/([^/]+)", "datasources:write", self.correlations.delete),
            ("POST", "/api/ds/query", "", lambda **_: (200, {"results": {}})),
        )

    def _org(self, **_: Any) -> Reply:
        address = {"address1": "", "address2": "", "city": "", "zipCode": "", "state": "", "country": ""}
        return 200, {"id": 1, "name": "Main Org.", "address": address}

    def _settings(self, **_: Any) -> Reply:
        answer = {"minRefreshInterval": self.min_refresh, "buildInfo": {"version": self.version}, "datasources": {}}
        answer["featureToggles"] = {"nestedFolders": True} if self.release >= (11, 0) else {}
        return 200, {**answer, "namespace": "default"} if self.apis else answer

    def _listed(self, version: str, namespace: str, **more: Any) -> Reply:
        if not self.apis:
            raise refusal(404, "Not found")
        return self.boards.listed(version, namespace, **more)

    def _described(self, version: str, namespace: str, uid: str = "", **more: Any) -> Reply:
        if not self.apis:
            raise refusal(404, "Not found")
        return self.folders.described(version, namespace, uid, **more)

    def _held(self, uid: str) -> dict[str, int]:
        """At any depth."""
        within = {uid}
        for _ in self.folders.by_uid:
            within |= {one["uid"] for one in self.folders.by_uid.values() if one.get("parentUid") in within}
        return {
            "alertrule": sum(
                len(group["rules"]) for (folder, _), group in self.rules.groups.items() if folder in within
            ),
            "dashboard": sum(board.folder_uid in within for board in self.boards.by_uid.values()),
            "folder": len(within) - 1,
            "librarypanel": sum(one["folderUid"] in within for one in self.library.by_uid.values()),
        }


def _parsed(method: str, headers: dict[str, str], raw: bytes) -> Body:
    if method in ("GET", "HEAD", "DELETE"):
        return None
    body = _recorded(raw)
    if not isinstance(body, dict) or not headers.get("content-type", "").startswith("application/json"):
        raise refusal(400, "bad request data")
    return body


def _recorded(raw: bytes) -> Body:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return raw.decode("utf-8", "replace")
