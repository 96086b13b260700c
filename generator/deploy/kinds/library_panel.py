"""Panels of the library: known by their uid, changed in the version that was read, marked in their description."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator.deploy.content import canonical, written
from generator.deploy.desired import Desired, DesiredPanel
from generator.deploy.diff import normal, path_changes
from generator.deploy.kind import Kind, Owned
from generator.deploy.situation import Situation
from generator.deploy.step import Done, EditedError, RefusedError, Step, Write, failed
from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.library import (
    LivePanel,
    create_library_panel,
    delete_library_panel,
    library_panel,
    library_panels,
    update_library_panel,
)
from generator.grafana.problem import RejectedError, UnauthorizedError, UnreachableError

Json = dict[str, Any]

#: A comment of Markdown at the end of the description: it is not shown, and a save in the UI keeps it.
_MARK = re.compile(r"\s*<!-- managed_by: (\S+) sha256:([0-9a-f]{64}) -->\s*$")


@dataclass(frozen=True)
class Shelf:
    """What is true for all library panels of a run."""

    project: str
    folder_uid: str
    force: bool = False
    take_theirs: bool = False
    adopt: frozenset[str] = frozenset()


def plan(situation: Situation) -> Iterator[Step]:
    """A step for each panel that the library shall have."""
    desired, options = situation.desired, situation.options
    shelf = Shelf(desired.project, desired.folder.uid, options.force, options.take_theirs, options.adopt)
    for wanted in desired.library:
        try:
            yield compare(wanted, library_panel(situation.client, wanted.uid), shelf)
        except (UnauthorizedError, UnreachableError):
            raise
        except GeneratorError as error:
            yield failed("library-panel", wanted.uid, wanted.name, error)


def stamp(model: Mapping[str, Any], project: str) -> Json:
    """The panel with the mark of this project and its own content."""
    about = _MARK.sub("", str(model.get("description") or ""))
    digest = hashlib.sha256(written(_content(model)).encode()).hexdigest()
    return {**model, "description": f"{about}\n\n<!-- managed_by: {project} sha256:{digest} -->".lstrip()}


def owner(model: Mapping[str, Any]) -> str:
    """The project that wrote a panel, nothing when it has no mark of ours."""
    found = _MARK.search(str(model.get("description") or ""))
    return found.group(1) if found else ""


def edited(model: Mapping[str, Any]) -> bool:
    """Whether a panel that we wrote says something else now."""
    found = _MARK.search(str(model.get("description") or ""))
    return found is not None and found.group(2) != hashlib.sha256(written(_content(model)).encode()).hexdigest()


def compare(wanted: DesiredPanel, live: LivePanel | None, shelf: Shelf) -> Step:
    """The step from the panel that is in the library to the one that shall be. Pure."""
    sent = LivePanel(
        wanted.uid, wanted.name, shelf.folder_uid, live.version if live else 0, stamp(wanted.model, shelf.project)
    )
    write = SaveLibraryPanel(sent, create=live is None)
    step = Step("library-panel", wanted.uid, wanted.name, "create", write=write, needs=(f"folder/{shelf.folder_uid}",))
    if live is None:
        return step
    changes = panel_changes(document(live), document(sent))
    step = replace(step, exists=True, before=document(live), changes=changes)
    if not changes and not (edited(live.model) and owner(live.model) == shelf.project):
        return replace(step, action="unchanged", write=None, before=None)
    if not changes:
        return replace(step, action="update", note="only our mark is renewed: it says what we want")
    mine = owner(live.model) == shelf.project or wanted.uid in shelf.adopt
    if not mine:
        error: RefusedError = RefusedError(
            f"library panel {wanted.uid} was not created by this project: not overwritten",
            f"--adopt {wanted.uid} makes it ours; or give our panel another key",
        )
        return replace(step, action="refused", failure=error, write=None)
    if not edited(live.model) or shelf.force:
        return replace(step, action="update")
    if shelf.take_theirs:
        return replace(step, action="skip", note="left as somebody saved it", write=None)
    error = EditedError(
        f"library panel {wanted.uid} was edited in Grafana: not overwritten",
        "--take-theirs leaves it as it is; --force overwrites it",
    )
    return replace(step, action="edited", failure=error, write=None)


def document(live: LivePanel) -> Json:
    """A library panel as a backup keeps it."""
    return {"uid": live.uid, "name": live.name, "folderUid": live.folder_uid, "model": dict(live.model)}


def panel_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """What differs between two library panels as backups keep them."""
    old, new = ({key: one.get(key) for key in ("name", "folderUid")} for one in (before, after))
    return path_changes({**old, "model": _filled(before["model"])}, {**new, "model": _filled(after["model"])})


@dataclass(frozen=True)
class SaveLibraryPanel:
    """Puts a panel into the library, or changes the version that was read."""

    panel: LivePanel
    create: bool

    def send(self, client: Client) -> Done:
        try:
            saved = (
                create_library_panel(client, self.panel) if self.create else update_library_panel(client, self.panel)
            )
        except RejectedError as error:
            if error.status not in (400, 412):
                raise
            raise RefusedError(
                f"library panel {self.panel.uid}: {error.message}",
                "run the upload again: it starts from what stands there now; or give our panel another title",
            ) from error
        return self._done(client, saved)

    def landed(self, client: Client) -> Done | None:
        live = library_panel(client, self.panel.uid)
        if live is None or panel_changes(document(live), document(self.panel)):
            return None
        return self._done(client, live)

    def _done(self, client: Client, live: LivePanel) -> Done:
        return Done(client.absolute("/library-panels"), live.uid, document(live))


@dataclass(frozen=True)
class DeleteLibraryPanel:
    """Takes a panel out of the library, if it still is what was read. Grafana refuses while a dashboard uses it."""

    uid: str
    before: Mapping[str, Any] = field(repr=False)

    def send(self, client: Client) -> Done:
        live = library_panel(client, self.uid)
        if live is not None:
            if panel_changes(document(live), self.before):
                raise RefusedError(
                    f"library panel {self.uid} was changed by someone meanwhile: not deleted",
                    "run the same command again: it starts from what stands there now",
                )
            delete_library_panel(client, self.uid)
        return Done("", self.uid)

    def landed(self, client: Client) -> Done | None:
        return Done("", self.uid) if library_panel(client, self.uid) is None else None


def _content(model: Mapping[str, Any]) -> Json:
    """What the panel says, as a save in the UI would write it, without the mark."""
    return _filled({**model, "description": _MARK.sub("", str(model.get("description") or ""))})


def _filled(model: Mapping[str, Any]) -> Json:
    described = {**model, "description": _MARK.sub("", str(model.get("description") or ""))}
    left_out = ("id", "gridPos", "libraryPanel", "repeat", "repeatDirection", "maxPerRow")
    filled: Json = normal({"panels": [canonical(described)]})["panels"][0]
    return {key: value for key, value in filled.items() if key not in left_out}


def _wanted(desired: Desired) -> Iterator[str]:
    return (panel.uid for panel in desired.library)


def _owned(client: Client, project: str, _: Collection[str]) -> Iterator[Owned]:
    for live in library_panels(client):
        if owner(live.model) == project:
            kept = document(live)
            yield Owned("library-panel", live.uid, live.name, kept, edited(live.model), inside=live.folder_uid)


def _read(client: Client, uid: str, _: Mapping[str, Any]) -> Json | None:
    live = library_panel(client, uid)
    return None if live is None else {**document(live), "version": live.version}


def _put(uid: str, before: Mapping[str, Any], now: Mapping[str, Any] | None) -> Write:
    version = 0 if now is None else int(now["version"])
    panel = LivePanel(uid, str(before["name"]), str(before.get("folderUid") or ""), version, before["model"])
    return SaveLibraryPanel(panel, create=now is None)


kind = Kind(
    "library-panel",
    ("folder", "datasource"),
    plan,
    _wanted,
    _owned,
    _read,
    _put,
    DeleteLibraryPanel,
    panel_changes,
    skip="library",
)
