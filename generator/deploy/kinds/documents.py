"""Each kind of resource as a document: read whole, compared, put back, or taken away. What backup, rollback and prune
know of the kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.config.model import Folder
from generator.deploy.diff import dashboard_changes, path_changes
from generator.deploy.kinds import alert_rules, correlation, dashboard, datasource, folder, library_panel
from generator.deploy.step import Done, Kind, RefusedError, Write
from generator.grafana.client import Client
from generator.grafana.library import LivePanel
from generator.grafana.library import library_panel as library_panel_of
from generator.grafana.permissions import Of, permissions, set_permissions

Json = dict[str, Any]


@dataclass(frozen=True)
class Documents:
    """How one kind is handled as documents.

    `read` takes the uid and any document of the resource (a correlation is found by its source). `put` makes the
    write that brings a document back, given what stands there now (None: nothing); it raises RefusedError where
    that cannot be. `delete` makes the write that takes away what stands there now.
    """

    read: Callable[[Client, str, Mapping[str, Any]], Json | None]
    put: Callable[[str, Mapping[str, Any], Mapping[str, Any] | None], Write]
    delete: Callable[[str, Mapping[str, Any]], Write]
    changes: Callable[[Mapping[str, Any], Mapping[str, Any]], tuple[str, ...]] = path_changes


#: Kinds whose permissions are kept with them.
_GUARDED: Mapping[str, Of] = {"folder": "folders", "dashboard": "dashboards/uid"}


def with_permissions(client: Client, kind: str, uid: str, document: Mapping[str, Any]) -> Json:
    """The document with who may do what, where the kind has that and it may be read."""
    entries = permissions(client, _GUARDED[kind], uid) if kind in _GUARDED else None
    return dict(document) if entries is None else {**document, "permissions": entries}


@dataclass(frozen=True)
class PutGuarded:
    """A write, and then the permissions that its document had."""

    write: Write
    of: Of
    uid: str
    entries: tuple[Mapping[str, Any], ...]

    def send(self, client: Client) -> Done:
        return self._guard(client, self.write.send(client))

    def landed(self, client: Client) -> Done | None:
        done = self.write.landed(client)
        return None if done is None else self._guard(client, done)

    def _guard(self, client: Client, done: Done) -> Done:
        if permissions(client, self.of, self.uid) != list(self.entries):
            set_permissions(client, self.of, self.uid, self.entries)
        return done


def _guarded(write: Write, kind: str, uid: str, before: Mapping[str, Any]) -> Write:
    entries = tuple(before.get("permissions") or ())
    return PutGuarded(write, _GUARDED[kind], uid, entries) if entries else write


def _read_folder(client: Client, uid: str, _: Mapping[str, Any]) -> Json | None:
    live = client.folder(uid)
    return None if live is None else {**folder.document(live), "version": live.version}


def _put_folder(uid: str, before: Mapping[str, Any], now: Mapping[str, Any] | None) -> Write:
    place = Folder(uid, str(before["title"]))
    if now is None:
        return _guarded(folder.CreateFolder(place, str(before.get("parentUid") or "")), "folder", uid, before)
    version = None if now["title"] == before["title"] else int(now["version"])
    return _guarded(folder.UpdateFolder(place, version), "folder", uid, before)


def _folder_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    keys = ("title", "parentUid") + (("permissions",) if "permissions" in before and "permissions" in after else ())
    return path_changes({key: before.get(key) for key in keys}, {key: after.get(key) for key in keys})


def _read_board(client: Client, uid: str, _: Mapping[str, Any]) -> Json | None:
    live = client.dashboard(uid)
    return None if live is None else dashboard.document(live)


def _put_board(uid: str, before: Mapping[str, Any], now: Mapping[str, Any] | None) -> Write:
    content = {key: value for key, value in before["dashboard"].items() if key not in ("id", "version")}
    version = None if now is None else int(now["dashboard"].get("version") or 0)
    write = dashboard.SaveBoard(content, str(before.get("folderUid") or ""), version, "generator rollback")
    return _guarded(write, "dashboard", uid, before)


def _board_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    lines = dashboard_changes(before["dashboard"], after["dashboard"])
    if before.get("folderUid") != after.get("folderUid"):
        lines += (f"moved from the folder {before.get('folderUid')} to {after.get('folderUid')}",)
    return lines


def _read_source(client: Client, uid: str, _: Mapping[str, Any]) -> Json | None:
    live = client.datasource(uid)
    return None if live is None else datasource.document(live)


def _put_source(uid: str, before: Mapping[str, Any], now: Mapping[str, Any] | None) -> Write:
    body = {key: value for key, value in before.items() if key not in ("secureJsonFields", "version")}
    if datasource.holds_secrets(before) and (now is None or now.get("type") != before.get("type")):
        raise RefusedError(
            f"data source {uid} had secrets, which were never readable: it cannot be made again",
            "make it in Grafana with its secrets",
        )
    if now is None:
        return datasource.CreateSource(body)
    if datasource.holds_secrets(now) and now.get("type") != before.get("type"):
        raise RefusedError(f"data source {uid} has secrets: its type is not changed", "change it in Grafana")
    return datasource.PutSource(uid, {**body, "version": now.get("version")}, now)


def _source_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    old, new = ({key: value for key, value in one.items() if key != "version"} for one in (before, after))
    return path_changes(old, new)


def _read_correlation(client: Client, uid: str, document: Mapping[str, Any]) -> Json | None:
    found = [one for one in client.correlations(str(document["sourceUID"])) if one.uid == uid]
    return correlation.document(found[0]) if found else None


def _put_correlation(uid: str, before: Mapping[str, Any], now: Mapping[str, Any] | None) -> Write:
    body = {key: value for key, value in before.items() if key != "sourceUID"}
    body["config"] = {**body["config"], "type": "query"}
    body["config"].setdefault("transformations", [])
    return correlation.SaveCorrelation(str(before["sourceUID"]), None if now is None else uid, body, now)


def _delete_correlation(uid: str, now: Mapping[str, Any]) -> Write:
    return correlation.DeleteCorrelation(str(now["sourceUID"]), uid, now)


def _read_panel(client: Client, uid: str, _: Mapping[str, Any]) -> Json | None:
    live = library_panel_of(client, uid)
    return None if live is None else {**library_panel.document(live), "version": live.version}


def _put_panel(uid: str, before: Mapping[str, Any], now: Mapping[str, Any] | None) -> Write:
    version = 0 if now is None else int(now["version"])
    panel = LivePanel(uid, str(before["name"]), str(before.get("folderUid") or ""), version, before["model"])
    return library_panel.SaveLibraryPanel(panel, create=now is None)


def _read_rules(client: Client, uid: str, _: Mapping[str, Any]) -> Json | None:
    folder_uid, _slash, title = uid.partition("/")
    return alert_rules.read(client, folder_uid, title)


def _put_rules(uid: str, before: Mapping[str, Any], now: Mapping[str, Any] | None) -> Write:
    folder_uid, _slash, title = uid.partition("/")
    placed = [{**rule, "folderUID": folder_uid, "ruleGroup": title} for rule in before["rules"]]
    body = {"title": title, "folderUid": folder_uid, "interval": before.get("interval") or 60, "rules": placed}
    return alert_rules.PutRules(folder_uid, title, body, now)


def _delete_rules(uid: str, now: Mapping[str, Any]) -> Write:
    folder_uid, _slash, title = uid.partition("/")
    return alert_rules.DeleteRules(folder_uid, title, now)


def _rules_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    return alert_rules.rule_changes(before["rules"], after["rules"])


KINDS: Mapping[Kind, Documents] = {
    "folder": Documents(_read_folder, _put_folder, lambda uid, _: folder.DeleteFolder(uid), _folder_changes),
    "datasource": Documents(_read_source, _put_source, datasource.DeleteSource, _source_changes),
    "correlation": Documents(_read_correlation, _put_correlation, _delete_correlation),
    "library-panel": Documents(_read_panel, _put_panel, library_panel.DeleteLibraryPanel, library_panel.panel_changes),
    "dashboard": Documents(
        _read_board, _put_board, lambda uid, now: dashboard.DeleteBoard(uid, now["dashboard"]), _board_changes
    ),
    "alert-rules": Documents(_read_rules, _put_rules, _delete_rules, _rules_changes),
}
