"""Dashboards: written with the version that was read, deleted only as they were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.deploy.content import same
from generator.deploy.step import Done, RefusedError
from generator.grafana.client import Client
from generator.grafana.live import LiveBoard
from generator.grafana.problem import RejectedError

Json = dict[str, Any]

PROVISIONED_FIX = "change it at its source: the files that Grafana's provisioning reads; or give our board another uid"


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
        return Done(saved.url, uid, {"dashboard": dict(self.dashboard), "folderUid": self.folder_uid})

    def landed(self, client: Client) -> Done | None:
        """By what stands there: a version says nothing about who saved it."""
        uid = str(self.dashboard["uid"])
        live = client.dashboard(uid)
        if live is None or not same(live.dashboard, self.dashboard) or live.folder_uid != self.folder_uid:
            return None
        return Done(live.url, uid, document(live))


@dataclass(frozen=True)
class DeleteBoard:
    """Deletes it, if it still is what was read."""

    uid: str
    before: Mapping[str, Any] = field(repr=False)

    def send(self, client: Client) -> Done:
        live = client.dashboard(self.uid)
        if live is not None:
            if not same(live.dashboard, self.before) or live.version != self.before.get("version", live.version):
                raise RefusedError(
                    f"dashboard {self.uid} was changed by someone meanwhile: not deleted",
                    "run the same command again: it starts from what stands there now",
                )
            client.delete_dashboard(self.uid)
        return Done("", self.uid)

    def landed(self, client: Client) -> Done | None:
        return Done("", self.uid) if client.dashboard(self.uid) is None else None


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
        return RefusedError(f"dashboard {uid} is provisioned from a file: {error.message}", PROVISIONED_FIX)
    return None


def document(live: LiveBoard) -> Json:
    """A dashboard as a backup keeps it."""
    return {"dashboard": dict(live.dashboard), "folderUid": live.folder_uid}
