"""Grafana's HTTP API as typed calls, thin: one request each, answers as values, errors as they come.

Works with Grafana 9 to 13: only endpoints that all of them have.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from generator.errors import GeneratorError, VersionError
from generator.grafana.answer import Answer
from generator.grafana.live import (
    DEFAULT_MIN_REFRESH,
    Found,
    Health,
    LiveBoard,
    LiveCorrelation,
    LiveFolder,
    LiveSource,
    Org,
    Saved,
    Settings,
)
from generator.grafana.problem import ForbiddenError, NotJsonError, RejectedError
from generator.grafana.transport import Transport

#: What services without this path answer.
_FOREIGN = (400, 404, 405, 501)


#: Hits of one page of the search; Grafana allows 5,000.
_PAGE, _MOST_PAGES = 1000, 1000


class Client:
    """One Grafana. Writes need a transport that was made for writing."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport

    def absolute(self, path: str) -> str:
        """The address of a page. Grafana's own paths carry its sub-path already, when it knows of one."""
        base = urlsplit(self.transport.base_url)
        if base.path and not path.startswith(base.path + "/"):
            path = base.path + path
        return f"{base.scheme}://{base.netloc}{path}"

    def health(self) -> Health:
        """Which Grafana this is, without credentials. VersionError when something else answers."""
        try:
            answer = self.transport.request("GET", "/api/health", accept=(*_FOREIGN, 503))
        except NotJsonError as error:
            raise self._stranger(error.answered) from None
        body = answer.body if isinstance(answer.body, dict) else {}
        if "database" not in body:
            raise self._stranger("JSON of another service" if body else f"status {answer.status}")
        if answer.status == 503:
            raise GeneratorError(
                f"{self.transport.base_url}: Grafana runs, but its database does not answer",
                "look at Grafana's log, then run the command again",
            )
        return Health(version=str(body.get("version", "")), commit=str(body.get("commit", "")))

    def org(self) -> Org:
        body = _object(self._get("/api/org"))
        return Org(id=int(body.get("id", 0)), name=str(body.get("name", "")))

    def settings(self) -> Settings:
        """What the server allows; Grafana's defaults where it does not tell."""
        try:
            body = _object(self._get("/api/frontend/settings"))
        except (ForbiddenError, RejectedError):
            return Settings(version="", min_refresh=DEFAULT_MIN_REFRESH)
        build = body.get("buildInfo") or {}
        namespace = str(body.get("namespace") or "")
        # Only toggles that are on are listed.
        toggles = body.get("featureToggles")
        return Settings(
            version=str(build.get("version", "")),
            min_refresh=str(body.get("minRefreshInterval", DEFAULT_MIN_REFRESH)),
            namespace=namespace,
            nested_folders=bool(namespace) or not isinstance(toggles, dict) or bool(toggles.get("nestedFolders")),
        )

    def folder(self, uid: str) -> LiveFolder | None:
        answer = self._get(f"/api/folders/{_quoted(uid)}", accept=(404,))
        return None if answer.status == 404 else self._folder(answer)

    def create_folder(self, uid: str, title: str, parent_uid: str = "", description: str = "") -> LiveFolder:
        body = {"uid": uid, "title": title, **({"parentUid": parent_uid} if parent_uid else {})}
        return self._folder(
            self._write("POST", "/api/folders", body | ({"description": description} if description else {}))
        )

    def update_folder(self, uid: str, title: str, version: int, description: str | None = None) -> LiveFolder:
        """RejectedError 412 when `version` is not the stored one any more. Without a description the old one stays."""
        body: dict[str, Any] = {"title": title, "version": version}
        if description is not None:
            body["description"] = description
        return self._folder(self._write("PUT", f"/api/folders/{_quoted(uid)}", body))

    def move_folder(self, uid: str, parent_uid: str) -> LiveFolder:
        """Into another folder, or to the root (an empty uid). Counts its version up by more than one."""
        return self._folder(self._write("POST", f"/api/folders/{_quoted(uid)}/move", {"parentUid": parent_uid}))

    def delete_folder(self, uid: str) -> None:
        """Deletes what is in it as well: look first (`generator.grafana.contents`)."""
        self._delete(f"/api/folders/{_quoted(uid)}")

    def boards(self) -> tuple[Found, ...]:
        """All dashboards that may be seen, by the search, whose index may lag behind a write by seconds."""
        found: list[Found] = []
        for page in range(1, _MOST_PAGES):
            listed = _array(self._get(f"/api/search?type=dash-db&limit={_PAGE}&page={page}"))
            found += (_found(item) for item in listed)
            if len(listed) < _PAGE:
                break
        return tuple(found)

    def dashboard(self, uid: str) -> LiveBoard | None:
        """RejectedError 406 when it is stored in a form that this API cannot show (schema v2 on Grafana 12)."""
        answer = self._get(f"/api/dashboards/uid/{_quoted(uid)}", accept=(404,))
        if answer.status == 404:
            return None
        body = _object(answer)
        dashboard, meta = body.get("dashboard") or {}, body.get("meta") or {}
        return LiveBoard(
            dashboard=dashboard,
            folder_uid=str(meta.get("folderUid") or ""),
            version=int(dashboard.get("version") or meta.get("version") or 0),
            provisioned=bool(meta.get("provisioned")),
            provisioned_path=str(meta.get("provisionedExternalId") or ""),
            api_version=str(meta.get("apiVersion") or ""),
            updated=str(meta.get("updated") or ""),
            updated_by=str(meta.get("updatedBy") or ""),
            url=self.absolute(str(meta.get("url") or f"/d/{uid}")),
        )

    def save_dashboard(
        self, dashboard: Mapping[str, Any], *, folder_uid: str, version: int | None, message: str
    ) -> Saved:
        """Create it (`version` None) or update exactly the version that was read.

        Never overwrites: RejectedError 412 when another version is stored, or when a new one exists already.
        """
        board = {key: value for key, value in dashboard.items() if key not in ("id", "version")}
        if version is not None:
            board["version"] = version
        # The folder is always named: a save without it moves the board to the root.
        body = {"dashboard": board, "folderUid": folder_uid, "overwrite": False, "message": message[:500]}
        saved = _object(self._write("POST", "/api/dashboards/db", body))
        return Saved(
            uid=str(saved.get("uid", "")),
            url=self.absolute(str(saved.get("url") or f"/d/{saved.get('uid', '')}")),
            version=int(saved.get("version") or 0),
        )

    def delete_dashboard(self, uid: str) -> None:
        self._delete(f"/api/dashboards/uid/{_quoted(uid)}")

    def datasources(self) -> tuple[LiveSource, ...]:
        """All of them; `body` lacks the keys that Grafana leaves out of the list (secureJsonFields and others)."""
        return tuple(_source(item) for item in _array(self._get("/api/datasources")))

    def datasource(self, uid: str) -> LiveSource | None:
        answer = self._get(f"/api/datasources/uid/{_quoted(uid)}", accept=(404,))
        return None if answer.status == 404 else _source(_object(answer))

    def create_datasource(self, body: Mapping[str, Any]) -> LiveSource:
        return _source(_inner(self._write("POST", "/api/datasources", body), "datasource"))

    def update_datasource(self, uid: str, body: Mapping[str, Any]) -> LiveSource:
        """A full replace: what `body` leaves out is gone, except secrets."""
        return _source(_inner(self._write("PUT", f"/api/datasources/uid/{_quoted(uid)}", body), "datasource"))

    def delete_datasource(self, uid: str) -> None:
        self._delete(f"/api/datasources/uid/{_quoted(uid)}")

    def correlations(self, source_uid: str) -> tuple[LiveCorrelation, ...]:
        """All that start at one data source.

        Asked source by source: this list is whole, while the one of all sources comes in pages without an order.
        Older versions answer 404 when there are none. VersionError where Grafana has none at all (before 9.3).
        """
        answer = self._get(f"/api/datasources/uid/{_quoted(source_uid)}/correlations", accept=(404,))
        _require_correlations(answer)
        return () if answer.status == 404 else tuple(_correlation(item) for item in _array(answer))

    def all_correlations(self) -> tuple[LiveCorrelation, ...]:
        """Those of all data sources that may be seen. VersionError where Grafana has none at all (before 9.3)."""
        answer = self._get(f"/api/datasources/correlations?limit={_PAGE}", accept=(404,))
        _require_correlations(answer)
        if answer.status == 404:
            return ()
        # A list before Grafana 10, pages without an order since: what does not fit on one is asked source by source.
        body = answer.body
        listed = body if isinstance(body, list) else (_object(answer).get("correlations") or [])
        if isinstance(body, dict) and int(body.get("totalCount") or 0) > len(listed):
            return tuple(one for source in self.datasources() for one in self.correlations(source.uid))
        return tuple(_correlation(item) for item in listed)

    def create_correlation(self, source_uid: str, body: Mapping[str, Any]) -> LiveCorrelation:
        """Makes another one each time: Grafana does not compare."""
        path = f"/api/datasources/uid/{_quoted(source_uid)}/correlations"
        return _correlation(_inner(self._write("POST", path, body), "result"))

    def update_correlation(self, source_uid: str, uid: str, body: Mapping[str, Any]) -> LiveCorrelation:
        path = f"/api/datasources/uid/{_quoted(source_uid)}/correlations/{_quoted(uid)}"
        return _correlation(_inner(self._write("PATCH", path, body), "result"))

    def delete_correlation(self, source_uid: str, uid: str) -> None:
        self._delete(f"/api/datasources/uid/{_quoted(source_uid)}/correlations/{_quoted(uid)}")

    def _delete(self, path: str) -> None:
        """What is gone already is as it should be."""
        self.transport.request("DELETE", path, accept=(404,))

    def _get(self, path: str, accept: tuple[int, ...] = ()) -> Answer:
        return self.transport.request("GET", path, accept=accept)

    def _write(self, method: str, path: str, body: Mapping[str, Any]) -> Answer:
        return self.transport.request(method, path, dict(body))

    def _folder(self, answer: Answer) -> LiveFolder:
        body = _object(answer)
        uid = str(body.get("uid", ""))
        return LiveFolder(
            uid=uid,
            title=str(body.get("title", "")),
            version=int(body.get("version") or 0),
            parent_uid=str(body.get("parentUid") or ""),
            url=self.absolute(str(body.get("url") or f"/dashboards/f/{uid}")),
        )

    def _stranger(self, answered: str) -> VersionError:
        return VersionError(
            f"{self.transport.base_url}: this is not a Grafana: /api/health was answered with {answered}",
            "give the address of Grafana itself, with its sub-path if it has one",
        )


def _require_correlations(answer: Answer) -> None:
    """A path that is not there is answered in these words, what is looked for there in others."""
    if answer.status == 404 and answer.message == "Not found":
        raise VersionError(
            "this Grafana has no correlations (/api/datasources/correlations)",
            "upload without them (--skip correlations), or use Grafana 9.3 or newer",
        )


def _quoted(uid: str) -> str:
    return quote(uid, safe="")


def _object(answer: Answer) -> dict[str, Any]:
    return answer.body if isinstance(answer.body, dict) else _unexpected(answer, "an object")


def _array(answer: Answer) -> list[Any]:
    return answer.body if isinstance(answer.body, list) else _unexpected(answer, "a list")


def _inner(answer: Answer, key: str) -> dict[str, Any]:
    inner = _object(answer).get(key)
    return inner if isinstance(inner, dict) else _unexpected(answer, f"an object with {key!r}")


def _unexpected(answer: Answer, wanted: str) -> Any:
    raise VersionError(
        f"Grafana answered (status {answer.status}) with something else than {wanted}",
        "this version of Grafana may be unknown to the generator: see the versions it supports",
    )


def _found(item: Mapping[str, Any]) -> Found:
    return Found(
        uid=str(item.get("uid", "")),
        title=str(item.get("title", "")),
        folder_uid=str(item.get("folderUid") or ""),
        folder_title=str(item.get("folderTitle") or ""),
        url=str(item.get("url") or f"/d/{item.get('uid', '')}"),
    )


def _source(body: Mapping[str, Any]) -> LiveSource:
    return LiveSource(
        uid=str(body.get("uid", "")),
        name=str(body.get("name", "")),
        type=str(body.get("type", "")),
        read_only=bool(body.get("readOnly")),
        body=body,
    )


def _correlation(body: Mapping[str, Any]) -> LiveCorrelation:
    return LiveCorrelation(
        uid=str(body.get("uid", "")),
        source_uid=str(body.get("sourceUID", "")),
        target_uid=str(body.get("targetUID") or ""),
        label=str(body.get("label") or ""),
        description=str(body.get("description") or ""),
        type=str(body.get("type") or ""),
        config=body.get("config") or {},
        provisioned=bool(body.get("provisioned")),
    )
