"""Folders: made when missing, kept under their title and in their place, a team let in where one is named."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.config.model import Folder
from generator.deploy import folder_mark
from generator.deploy.desired import Desired
from generator.deploy.diff import path_changes
from generator.deploy.digests import short
from generator.deploy.folder_mark import FolderMark
from generator.deploy.guarded import guarded
from generator.deploy.kind import Kind, Owned
from generator.deploy.situation import Situation
from generator.deploy.step import EditedError, RefusedError, Step, Write, failed
from generator.deploy.writes.folder import CreateFolder, DeleteFolder, UpdateFolder, document, may_edit
from generator.errors import GeneratorError, VersionError
from generator.grafana.client import Client
from generator.grafana.contents import contents
from generator.grafana.folder_notes import described, description
from generator.grafana.live import LiveFolder
from generator.grafana.permissions import permissions, team
from generator.grafana.problem import UnauthorizedError, UnreachableError

Json = dict[str, Any]

#: So much of a description is shown.
_SHOWN = 80


@dataclass(frozen=True)
class Wish:
    """A folder, where it shall stand, and the team that may edit in it, if one is named."""

    folder: Folder
    parent_uid: str = ""
    team_name: str = ""
    #: The project's own one, whose mark notes the list of all that is uploaded.
    own: bool = False


@dataclass(frozen=True)
class Stands:
    """A folder as it is found. `mark` is None when it is not known to be ours; `readable` tells whether Grafana itself
    showed the mark."""

    live: LiveFolder
    mark: FolderMark | None
    readable: bool
    #: The team of the wish, where it can be seen whether it may edit.
    team_id: int | None = None
    granted: bool = True


def plan(situation: Situation) -> Iterator[Step]:
    """The project's folder, then those in it."""
    own = situation.desired.folder
    if situation.desired.folders and not situation.settings.nested_folders:
        raise VersionError(
            "this Grafana has no folders in folders (its feature toggle nestedFolders is off)",
            "turn it on (Grafana 10), use Grafana 11 or newer, or take `folder = true` out of the tenants",
        )
    wishes = [Wish(own, own=True)]
    wishes += [Wish(one.folder, own.uid, one.team) for one in situation.desired.folders]
    for wish in wishes:
        try:
            yield _plan(situation, wish)
        except (UnauthorizedError, UnreachableError):
            raise
        except GeneratorError as error:
            yield failed("folder", wish.folder.uid, wish.folder.title, error)


def noted(situation: Situation) -> str:
    """What the project's folder notes of the last upload; nothing where Grafana cannot tell."""
    said = description(situation.client, situation.settings.namespace, situation.desired.folder.uid)
    mark = folder_mark.read(said or "")
    ours = mark is not None and mark.project == situation.desired.project
    return mark.digests.get(folder_mark.LISTING, "") if mark is not None and ours else ""


def _plan(situation: Situation, wish: Wish) -> Step:
    client, uid, title = situation.client, wish.folder.uid, wish.folder.title
    live = client.folder(uid)
    team_id = _team(client, wish.team_name) if wish.team_name else None
    if live is None:
        mark = _mark(situation, wish, team_id, None)
        write = CreateFolder(wish.folder, wish.parent_uid, team_id, mark)
        needs = (f"folder/{wish.parent_uid}",) if wish.parent_uid else ()
        return Step("folder", uid, title, "create", write=write, needs=needs, changes=_let_in(wish))
    said = description(client, situation.settings.namespace, uid)
    # What Grafana cannot tell may be known from the last upload from here.
    kept = said if said is not None else str((situation.options.applied("folder", uid) or {}).get("description", ""))
    entries = permissions(client, "folders", uid) if team_id is not None else None
    granted = team_id is None or entries is None or may_edit(entries, team_id)
    live = replace(live, description=kept)
    seen = None if entries is None else team_id
    return _compare(situation, wish, Stands(live, folder_mark.read(kept), said is not None, seen, granted))


def _compare(situation: Situation, wish: Wish, there: Stands) -> Step:
    """The step from a folder that is there to the one that is wanted. Pure."""
    live, options = there.live, situation.options
    ours = there.mark is not None and there.mark.project == situation.desired.project
    if wish.own and not (ours and there.mark is not None and there.mark.changed("parent", live.parent_uid)):
        # Where the project's folder stands is for others to decide, until we have seen it there.
        wish = replace(wish, parent_uid=live.parent_uid)
    step = Step("folder", live.uid, wish.folder.title, "unchanged", url=live.url, exists=True, ours=ours)
    differs = [
        name
        for name, apart in (
            ("title", live.title != wish.folder.title),
            ("parent", live.parent_uid != wish.parent_uid),
            ("team", not there.granted),
        )
        if apart
    ]
    if not ours and live.uid not in options.adopt:
        return _stranger(step, wish, live, differs)
    changes = _changes(wish, live, differs) + (() if ours else _replaced(there))
    step = replace(step, before=_seen(there), changes=changes)
    touched = [name for name in differs if there.mark is not None and _touched(there, there.mark, name)]
    if touched and not options.force:
        return _edited(step, wish, live, touched, take_theirs=options.take_theirs)
    mark = _mark(situation, wish, there.team_id, there.mark)
    if not differs and (mark == live.description or not (there.readable or live.uid in options.adopt)):
        return replace(step, action="unchanged", before=None)
    write = UpdateFolder(
        wish.folder,
        live.version,
        mark,
        wish.parent_uid if "parent" in differs else None,
        there.team_id if "team" in differs else None,
    )
    titled = f"was titled “{live.title}”" if "title" in differs else ""
    if ours:
        note = titled if differs else _renewed(situation, there)
    else:
        note = "; ".join(part for part in ("becomes ours", titled) if part)
    return replace(step, action="move" if differs == ["parent"] else "update", note=note, write=write)


def _seen(there: Stands) -> Json:
    """The folder for the backup; without a description where nobody knows it, so that none is put back."""
    seen = document(there.live)
    if not there.readable and not there.live.description:
        del seen["description"]
    return seen


def _replaced(there: Stands) -> tuple[str, ...]:
    """What the first mark of ours replaces in a folder that was somebody else's."""
    text = " ".join(there.live.description.split())
    if text:
        shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
        return (f"description “{shown}” is replaced by our mark",)
    return () if there.readable else ("our mark replaces its description, which this Grafana does not show",)


def _renewed(situation: Situation, there: Stands) -> str:
    noted = there.mark.digests.get(folder_mark.LISTING, "") if there.mark is not None else ""
    why = "it says what we want" if noted == situation.listing else "the list of what is uploaded has changed"
    return f"only our mark is renewed: {why}"


def _touched(there: Stands, mark: FolderMark, name: str) -> bool:
    """Whether somebody undid what we set."""
    if name == "team":
        # The team is not in, and the mark says that we let this very one in.
        return mark.digests.get(name) == short(there.team_id)
    return mark.changed(name, there.live.title if name == "title" else there.live.parent_uid)


def _stranger(step: Step, wish: Wish, live: LiveFolder, differs: list[str]) -> Step:
    """A folder that is not known to be ours: nothing of it is changed, and where it stands is nobody's fault."""
    if not {"title", "team"} & {*differs}:
        note = f"stands in {live.parent_uid or 'no folder'}, and is not moved" if differs else ""
        return replace(step, note=note)
    changes = _changes(wish, live, [name for name in differs if name != "parent"])
    error = RefusedError(
        f"folder {live.uid} was not made by this project, or this Grafana cannot tell: not changed",
        f"--adopt {live.uid} makes it ours; or give our folder another uid",
    )
    return replace(step, action="refused", failure=error, changes=changes)


def _edited(step: Step, wish: Wish, live: LiveFolder, touched: list[str], *, take_theirs: bool) -> Step:
    said = {
        "title": f"renamed to “{live.title}”",
        "parent": f"moved {f'into {live.parent_uid}' if live.parent_uid else 'out of its folder'}",
        "team": f"closed to the team '{wish.team_name}'",
    }
    who = f"was {' and '.join(said[name] for name in touched)} by someone"
    renamed = (f"title “{wish.folder.title}” -> “{live.title}”",) if "title" in touched else ()
    step = replace(step, changes=renamed)
    if take_theirs:
        return replace(step, action="skip", note=f"left as it is: it {who}")
    error = EditedError(
        f"folder {live.uid} {who}: not overwritten",
        "take it over into generator.toml; --take-theirs leaves it as it is; --force overwrites it",
    )
    return replace(step, action="edited", failure=error)


def _changes(wish: Wish, live: LiveFolder, differs: list[str]) -> tuple[str, ...]:
    said = {
        "title": (f"title “{live.title}” -> “{wish.folder.title}”",),
        "parent": (f"moved from {live.parent_uid or 'no folder'} to {wish.parent_uid or 'no folder'}",),
        "team": _let_in(wish),
    }
    return tuple(line for name in differs for line in said[name])


def _let_in(wish: Wish) -> tuple[str, ...]:
    return (f"team '{wish.team_name}' may edit",) if wish.team_name else ()


def _mark(situation: Situation, wish: Wish, team_id: int | None, old: FolderMark | None) -> str:
    """What cannot be seen keeps the digest that it had: a team whose permissions may not be read, and the list where
    the run leaves kinds out."""
    before: Mapping[str, str] = old.digests if old is not None and old.project == situation.desired.project else {}
    digests = {"title": short(wish.folder.title), "parent": short(wish.parent_uid)}
    if wish.team_name:
        digests["team"] = before.get("team", "") if team_id is None else short(team_id)
    if wish.own:
        digests[folder_mark.LISTING] = situation.listing if situation.whole else before.get(folder_mark.LISTING, "")
    return folder_mark.text(situation.desired.project, digests)


def _team(client: Client, name: str) -> int:
    found = team(client, name)
    if found is None:
        raise GeneratorError(
            f"the team “{name}” is not on this Grafana", "make the team there, or take it out of generator.toml"
        )
    return found


def _wanted(desired: Desired) -> Iterator[str]:
    yield desired.folder.uid
    yield from (one.folder.uid for one in desired.folders)


def _owned(client: Client, project: str, but: Collection[str]) -> Iterator[Owned]:
    """Those inside others first: they go first. None where Grafana does not show their marks."""
    every = described(client, client.settings().namespace) or ()
    found = [(live, folder_mark.read(live.description)) for live in every]
    ours = {live.uid: (live, mark) for live, mark in found if mark is not None and mark.project == project}
    parents = {live.uid: live.parent_uid for live, _mark in found}
    for live, mark in sorted(ours.values(), key=lambda one: (-_depth(one[0].uid, parents), one[0].uid)):
        edited = mark.changed("title", live.title) or mark.changed("parent", live.parent_uid)
        held = {} if f"folder/{live.uid}" in but else contents(client, live.uid)
        yield Owned(
            "folder",
            live.uid,
            live.title,
            document(live),
            edited,
            client.absolute(f"/dashboards/f/{live.uid}"),
            inside=live.parent_uid,
            holds=None if held is None else sum(held.values()),
        )


def _depth(uid: str, parents: Mapping[str, str]) -> int:
    depth = 0
    while parents.get(uid) and depth < len(parents):
        uid, depth = parents[uid], depth + 1
    return depth


def _read(client: Client, uid: str, _: Mapping[str, Any]) -> Json | None:
    live = client.folder(uid)
    if live is None:
        return None
    said = description(client, client.settings().namespace, uid)
    found = {**document(live, said), "version": live.version}
    if said is None:
        del found["description"]
    return found


def _put(uid: str, before: Mapping[str, Any], now: Mapping[str, Any] | None) -> Write:
    # One that was not known stays as it is.
    said = before["description"] if "description" in before else (now or {}).get("description")
    place, mark = Folder(uid, str(before["title"])), None if said is None else str(said)
    parent = str(before.get("parentUid") or "")
    if now is None:
        return guarded(CreateFolder(place, parent, None, mark or ""), "folders", uid, before)
    moved = parent if parent != now.get("parentUid") else None
    return guarded(UpdateFolder(place, int(now["version"]), mark, moved), "folders", uid, before)


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    may_miss = ("description", "permissions")
    keys = ("title", "parentUid", *(key for key in may_miss if key in before and key in after))
    return path_changes({key: before.get(key) for key in keys}, {key: after.get(key) for key in keys})


kind = Kind(
    "folder",
    (),
    plan,
    _wanted,
    _owned,
    _read,
    _put,
    lambda uid, _: DeleteFolder(uid),
    _differences,
    guarded="folders",
)
