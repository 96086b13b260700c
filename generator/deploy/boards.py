"""Dashboards: compared by what they say, written with the version that was read, never over somebody's head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator import __version__
from generator.config.model import Folder
from generator.deploy import marker
from generator.deploy.content import same, settled
from generator.deploy.step import Done, RefusedError, Step, failed
from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.live import LiveBoard
from generator.grafana.problem import RejectedError, UnauthorizedError, UnreachableError

_PROVISIONED_FIX = "change it at its source: the files that Grafana's provisioning reads; or give our board another uid"


@dataclass(frozen=True)
class Shelf:
    """Where boards go and what is true for all of them."""

    project: str
    folder: Folder
    #: The server's shortest `refresh`, as it writes it.
    min_refresh: str
    #: Overwrite also boards that are stored in a newer schema.
    force: bool = False


def plan(client: Client, uid: str, wanted: Mapping[str, Any], shelf: Shelf) -> Step:
    """What has to happen so that Grafana shows `wanted` in the folder. Reads, never writes."""
    title = str(wanted.get("title", uid))
    try:
        live = client.dashboard(uid)
    except (UnauthorizedError, UnreachableError):
        raise
    except RejectedError as error:
        # 406: Grafana 12 cannot show a v2 board here, so there is no version to compare with either.
        return _refused(uid, title, "", _newer("v2")) if error.status == 406 else failed("dashboard", uid, title, error)
    except GeneratorError as error:
        return failed("dashboard", uid, title, error)
    return compare(uid, wanted, live, shelf)


def compare(uid: str, wanted: Mapping[str, Any], live: LiveBoard | None, shelf: Shelf) -> Step:
    """The step from what stands there to what shall. Pure."""
    title = str(wanted.get("title", uid))
    final = settled(wanted, shelf.min_refresh)
    write = SaveBoard(
        dashboard=marker.stamp({**final, "uid": uid}, shelf.project),
        folder_uid=shelf.folder.uid,
        version=None if live is None else live.version,
        message=f"generator {__version__}, project {shelf.project}",
    )
    step = Step("dashboard", uid, title, "create", write=write, needs=(f"folder/{shelf.folder.uid}",))
    if live is None:
        return replace(step, note=_raised(wanted, final))
    if live.api_version.startswith("v2") and not shelf.force:
        return _refused(uid, title, live.url, _newer(live.api_version))
    alike = same(write.dashboard, live.dashboard)
    if alike and live.folder_uid == shelf.folder.uid:
        return Step("dashboard", uid, title, "unchanged", url=live.url, note=_origin(live), exists=True)
    if live.provisioned:
        where = f" ({live.provisioned_path})" if live.provisioned_path else ""
        error = RefusedError(
            f"dashboard {uid} is provisioned from a file{where}: Grafana refuses to save it", _PROVISIONED_FIX
        )
        return _refused(uid, title, live.url, error)
    if alike:
        notes = [f"was in the folder {live.folder_uid}" if live.folder_uid else "was in no folder", _origin(live)]
    else:
        notes = [_history(live, shelf.project), _origin(live), _raised(wanted, final)]
    note = "; ".join(part for part in notes if part)
    return replace(step, action="move" if alike else "update", url=live.url, note=note, exists=True)


@dataclass(frozen=True)
class SaveBoard:
    """Creates the board (`version` None) or updates exactly the version that was read."""

    dashboard: Mapping[str, Any] = field(repr=False)
    folder_uid: str
    version: int | None
    message: str

    def send(self, client: Client) -> Done:
        uid = str(self.dashboard["uid"])
        try:
            saved = client.save_dashboard(
                self.dashboard, folder_uid=self.folder_uid, version=self.version, message=self.message
            )
        except RejectedError as error:
            refused = _refusal(uid, error)
            raise (refused or error) from error
        return Done(saved.url, uid)


def _refusal(uid: str, error: RejectedError) -> RefusedError | None:
    """What Grafana's answer means when it is no failure but a no."""
    if error.status == 412 and error.reason == "plugin-dashboard":
        return RefusedError(f"dashboard {uid}: {error.message}", "give our board another uid")
    if error.status == 412 and error.reason != "name-exists":
        return RefusedError(
            f"dashboard {uid} was changed by someone while uploading: not overwritten",
            "run the upload again: it starts from what stands there now",
        )
    if error.status == 400 and "provisioned" in error.message.lower():
        return RefusedError(f"dashboard {uid} is provisioned from a file: {error.message}", _PROVISIONED_FIX)
    return None


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


def _history(live: LiveBoard, project: str) -> str:
    """Whose work an update changes, and where in Grafana's history it stays."""
    mark = marker.read(live.dashboard)
    kept = f"version {live.version} in Grafana's history keeps it"
    if mark is None:
        return f"was not created by this tool; {kept}"
    if mark.project != project:
        return f"was uploaded by the project {mark.project}; {kept}"
    if marker.edited(live.dashboard):
        return f"was edited by {live.updated_by or 'someone'} at {live.updated or 'an unknown time'}; {kept}"
    return ""


def _raised(wanted: Mapping[str, Any], final: Mapping[str, Any]) -> str:
    if wanted.get("refresh") == final.get("refresh"):
        return ""
    return f"refresh {wanted.get('refresh')} is below what this Grafana allows: {final.get('refresh')}"
