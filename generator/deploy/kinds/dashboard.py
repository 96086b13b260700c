"""Dashboards: compared by what they say, written with the version that was read, never over somebody's head."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from generator import __version__
from generator.config.model import Folder
from generator.deploy import marker
from generator.deploy.base import Cache, applied, nothing_cached
from generator.deploy.content import digest, same, settled
from generator.deploy.desired import Desired
from generator.deploy.diff import dashboard_changes
from generator.deploy.guarded import guarded
from generator.deploy.kind import Kind, Owned
from generator.deploy.situation import Situation
from generator.deploy.step import EditedError, RefusedError, Step, Write, failed
from generator.deploy.threeway import Ways, judge
from generator.deploy.writes.dashboard import PROVISIONED_FIX, DeleteBoard, SaveBoard, document
from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.listing import Listed, listed
from generator.grafana.live import LiveBoard
from generator.grafana.problem import RejectedError, UnauthorizedError, UnreachableError

Json = dict[str, Any]

#: From so many boards on, the list of all is one request against many.
_WORTH_A_LIST = 3
_EDITED_FIX = (
    "`generator pull` shows the edit and writes it as JSON, to be taken over into the definition; "
    "--take-theirs leaves it as it is; --force overwrites it"
)
_MOVED_FIX = "--take-theirs leaves it there; --force moves it back"
_RENEWED = "only our mark is renewed: it says what we want"


@dataclass(frozen=True)
class Shelf:
    """Where boards go and what is true for all of them."""

    project: str
    folder: Folder
    #: The server's shortest `refresh`, as it writes it.
    min_refresh: str
    #: Overwrite edits of others, and boards that are stored in a newer schema.
    force: bool = False
    #: Leave edits of others as they are, and be content.
    take_theirs: bool = False
    #: Uids of boards that were not created by this project and may become its own.
    adopt: frozenset[str] = frozenset()
    #: Where boards that we applied earlier are found.
    cache: Cache = nothing_cached


def plan(situation: Situation) -> Iterator[Step]:
    """A step for each dashboard."""
    desired, options = situation.desired, situation.options
    shelf = Shelf(
        desired.project,
        desired.folder,
        situation.settings.min_refresh,
        force=options.force,
        take_theirs=options.take_theirs,
        adopt=options.adopt,
        cache=options.cache,
    )
    seen: Mapping[str, Listed] | None = None
    if len(desired.boards) >= _WORTH_A_LIST:
        seen = listed(situation.client, situation.settings.namespace, desired.boards.keys())
    for uid, board in desired.boards.items():
        yield _plan(situation.client, uid, board, shelf, seen)


def _plan(
    client: Client, uid: str, wanted: Mapping[str, Any], shelf: Shelf, seen: Mapping[str, Listed] | None = None
) -> Step:
    """What has to happen so that Grafana shows `wanted` in the folder. Reads, never writes.

    `seen` are boards that a list has shown already: one that is there and as it should be is not asked for again.
    """
    title = str(wanted.get("title", uid))
    known = (seen or {}).get(uid)
    if known is not None and not known.managed and known.folder_uid == shelf.folder.uid:
        final = settled(wanted, shelf.min_refresh)
        if same({**final, "uid": uid}, known.dashboard) and not _stale(known.dashboard, {**final, "uid": uid}, shelf):
            return Step("dashboard", uid, title, "unchanged", url=client.absolute(f"/d/{uid}"), exists=True)
    try:
        live = client.dashboard(uid)
        return compare(uid, wanted, live, shelf, _ways(client, uid, wanted, live, shelf))
    except (UnauthorizedError, UnreachableError):
        raise
    except RejectedError as error:
        # 406: Grafana 12 cannot show a v2 board here, so there is no version to compare with either.
        return _refused(uid, title, "", _newer("v2")) if error.status == 406 else failed("dashboard", uid, title, error)
    except GeneratorError as error:
        return failed("dashboard", uid, title, error)


def _ways(client: Client, uid: str, wanted: Mapping[str, Any], live: LiveBoard | None, shelf: Shelf) -> Ways | None:
    """Who changed a board of ours that is not as we wrote it; None when nobody did, or it is not ours."""
    mark = marker.read(live.dashboard) if live is not None else None
    if live is None or mark is None or mark.project != shelf.project or not marker.edited(live.dashboard):
        return None
    final = settled(wanted, shelf.min_refresh)
    return judge(applied(client, uid, mark.digest, shelf.cache), live.dashboard, final)


def compare(
    uid: str, wanted: Mapping[str, Any], live: LiveBoard | None, shelf: Shelf, ways: Ways | None = None
) -> Step:
    """The step from what stands there to what shall. Pure. `ways` says who changed a board that was edited."""
    title = str(wanted.get("title", uid))
    final = settled(wanted, shelf.min_refresh)
    write = SaveBoard(
        dashboard=marker.stamp({**final, "uid": uid}, shelf.project, shelf.folder.uid),
        folder_uid=shelf.folder.uid,
        version=None if live is None else live.version,
        message=f"generator {__version__}, project {shelf.project}",
    )
    step = Step("dashboard", uid, title, "create", write=write, needs=(f"folder/{shelf.folder.uid}",))
    if live is None:
        return replace(step, note=_raised(wanted, final))
    if live.api_version.startswith("v2") and not shelf.force:
        return _refused(uid, title, live.url, _newer(live.api_version))
    # Saved in the UI without a change of our words: only what Grafana's editor fills in differs.
    alike = same(write.dashboard, live.dashboard) or (ways is not None and ways.whose == "same")
    in_place = alike and live.folder_uid == shelf.folder.uid
    if in_place and (live.provisioned or not _stale(live.dashboard, {**final, "uid": uid}, shelf)):
        return Step("dashboard", uid, title, "unchanged", url=live.url, note=_origin(live), exists=True)
    step = replace(step, url=live.url, exists=True, before=document(live))
    if in_place:
        return replace(step, action="update", note=_joined(_RENEWED, _origin(live)))
    if live.provisioned:
        where = f" ({live.provisioned_path})" if live.provisioned_path else ""
        error = RefusedError(
            f"dashboard {uid} is provisioned from a file{where}: Grafana refuses to save it", PROVISIONED_FIX
        )
        return _refused(uid, title, live.url, error)
    changes = dashboard_changes(live.dashboard, final)
    stranger = _stranger(uid, live, shelf)
    if stranger is not None:
        return replace(step, action="refused", failure=stranger, write=None, changes=changes)
    edited = ways is not None and ways.whose in ("theirs", "both")
    if (edited or _moved(live, shelf)) and not shelf.force:
        return _edited(step, live, ways if edited else None, shelf)
    if alike:
        where = f"was in the folder {live.folder_uid}" if live.folder_uid else "was in no folder"
        return replace(step, action="move", note=_joined(where, _origin(live)))
    ours = ways.ours if ways is not None and ways.whose == "ours" else changes
    if ways is not None and not ours and live.folder_uid == shelf.folder.uid:
        # Our words did not change: what a save in the UI filled in is no reason to write.
        return Step("dashboard", uid, title, "unchanged", url=live.url, note=_origin(live), exists=True)
    note = _joined(_history(live, shelf.project, ways), _origin(live), _raised(wanted, final))
    return replace(step, action="update", note=note, changes=ours)


def _stranger(uid: str, live: LiveBoard, shelf: Shelf) -> RefusedError | None:
    """Why a board that this project did not create is left alone, unless it was named."""
    mark = marker.read(live.dashboard)
    if uid in shelf.adopt or (mark is not None and mark.project == shelf.project):
        return None
    whose = f"was uploaded by the project {mark.project}" if mark else "was not created by this tool"
    return RefusedError(
        f"dashboard {uid} {whose}: not overwritten", f"--adopt {uid} makes it ours; or give our board another uid"
    )


def _stale(live: Mapping[str, Any], final: Mapping[str, Any], shelf: Shelf) -> bool:
    """Whether our mark is that of other words than `final`, or of another place: somebody was there before us. Left
    so, it would make an edit of theirs out of our next change."""
    mark = marker.read(live)
    if mark is None or mark.project != shelf.project:
        return False
    return mark.digest != digest(final) or mark.folder not in ("", shelf.folder.uid)


def _moved(live: LiveBoard, shelf: Shelf) -> bool:
    """Whether somebody put it into another folder: not the one that we put it into, nor the one that we want."""
    mark = marker.read(live.dashboard)
    ours = mark is not None and mark.project == shelf.project and mark.folder != ""
    return mark is not None and ours and live.folder_uid not in (mark.folder, shelf.folder.uid)


def _edited(step: Step, live: LiveBoard, ways: Ways | None, shelf: Shelf) -> Step:
    """What somebody did to a board of ours: an edit of what it says (`ways`), of where it stands, or both."""
    who = f"{live.updated_by or 'someone'} at {live.updated or 'an unknown time'}"
    mark = marker.read(live.dashboard)
    left = mark.folder if mark is not None and _moved(live, shelf) else ""
    place = (f"moved from the folder {left} to {live.folder_uid or 'none'}",) if left else ()
    theirs = (*(ways.theirs if ways else ()), *place)
    if shelf.take_theirs:
        note = f"left as {who} saved it" if ways else "left where it was moved to"
        return replace(step, action="skip", note=note, write=None, changes=theirs)
    if ways is None:
        error = EditedError(f"dashboard {step.uid} was moved by someone: not moved back", _MOVED_FIX)
        return replace(step, action="edited", failure=error, write=None, changes=theirs)
    also = "" if ways.whose == "theirs" else f"; our definition changed as well ({len(ways.ours)} changes)"
    lost = "" if ways.known else "; what we last applied is no longer in its history: compared with what we want now"
    error = EditedError(f"dashboard {step.uid} was edited by {who}{also}{lost}: not overwritten", _EDITED_FIX)
    return replace(step, action="edited", failure=error, write=None, changes=theirs)


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _refused(uid: str, title: str, url: str, error: RefusedError) -> Step:
    return Step("dashboard", uid, title, "refused", url=url, failure=error, exists=True)


def _newer(api_version: str) -> RefusedError:
    return RefusedError(
        f"it is stored in Grafana's newer schema ({api_version}): saving ours would lose what only that one can hold",
        "give our board another uid or delete that one; --force overwrites it where Grafana still shows it",
    )


def _origin(live: LiveBoard) -> str:
    if not live.provisioned_path:
        return ""
    return f"also provisioned from {live.provisioned_path}: the next change of that file replaces it"


def _history(live: LiveBoard, project: str, ways: Ways | None) -> str:
    """Whose work an update changes, and where in Grafana's history it stays."""
    mark = marker.read(live.dashboard)
    kept = f"version {live.version} in Grafana's history keeps it"
    if mark is None:
        return f"was not created by this tool; {kept}"
    if mark.project != project:
        return f"was uploaded by the project {mark.project}; {kept}"
    if ways is not None and ways.whose != "ours":
        return f"was edited by {live.updated_by or 'someone'} at {live.updated or 'an unknown time'}; {kept}"
    return ""


def _raised(wanted: Mapping[str, Any], final: Mapping[str, Any]) -> str:
    if wanted.get("refresh") == final.get("refresh"):
        return ""
    return f"refresh {wanted.get('refresh')} is below what this Grafana allows: {final.get('refresh')}"


def _wanted(desired: Desired) -> Iterator[str]:
    return iter(desired.boards)


def _owned(client: Client, project: str, but: Collection[str]) -> Iterator[Owned]:
    for uid in _uids(client, project):
        live = None if f"dashboard/{uid}" in but else client.dashboard(uid)
        mark = marker.read(live.dashboard) if live is not None else None
        if live is not None and mark is not None and mark.project == project and not live.provisioned:
            title, edited = str(live.dashboard.get("title", uid)), marker.edited(live.dashboard)
            yield Owned("dashboard", uid, title, document(live), edited, live.url, inside=live.folder_uid)


def _uids(client: Client, project: str) -> list[str]:
    """Boards that carry the mark, or where nothing lists whole boards, that may."""
    seen = listed(client, client.settings().namespace)
    if seen is not None:
        marks = {uid: marker.read(one.dashboard) for uid, one in seen.items()}
        return sorted(uid for uid, mark in marks.items() if mark is not None and mark.project == project)
    path = f"/api/search?type=dash-db&limit=5000&tag={quote(project, safe='')}"
    found = client.transport.request("GET", path).body
    if not isinstance(found, list):
        raise GeneratorError("Grafana's search answered with something else than a list", "try again")
    return sorted(str(one.get("uid")) for one in found if isinstance(one, dict))


def _read(client: Client, uid: str, _: Mapping[str, Any]) -> Json | None:
    live = client.dashboard(uid)
    return None if live is None else document(live)


def _put(uid: str, before: Mapping[str, Any], now: Mapping[str, Any] | None) -> Write:
    content = {key: value for key, value in before["dashboard"].items() if key not in ("id", "version")}
    version = None if now is None else int(now["dashboard"].get("version") or 0)
    write = SaveBoard(content, str(before.get("folderUid") or ""), version, "generator rollback")
    return guarded(write, "dashboards/uid", uid, before)


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    lines = dashboard_changes(before["dashboard"], after["dashboard"])
    if before.get("folderUid") != after.get("folderUid"):
        lines += (f"moved from the folder {before.get('folderUid')} to {after.get('folderUid')}",)
    return lines


kind = Kind(
    "dashboard",
    ("folder", "datasource", "library-panel"),
    plan,
    _wanted,
    _owned,
    _read,
    _put,
    lambda uid, now: DeleteBoard(uid, now["dashboard"]),
    _differences,
    guarded="dashboards/uid",
)
