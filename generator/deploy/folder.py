"""The folder of the boards: created when missing, its title kept in step, never moved."""

from __future__ import annotations

from dataclasses import dataclass

from generator.config.model import Folder
from generator.deploy.step import Done, RefusedError, Step, failed
from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.problem import RejectedError, UnauthorizedError, UnreachableError

#: Grafana 12 answers 412 for a uid that is taken, Grafana 10 answers 409.
_EXISTS_NOW = (409, 412)


def plan(client: Client, wanted: Folder) -> Step:
    """What has to happen so that the folder is there under its title. Reads, never writes."""
    try:
        live = client.folder(wanted.uid)
    except (UnauthorizedError, UnreachableError):
        raise
    except GeneratorError as error:
        return failed("folder", wanted.uid, wanted.title, error)
    if live is None:
        return Step("folder", wanted.uid, wanted.title, "create", write=CreateFolder(wanted))
    if live.title == wanted.title:
        return Step("folder", wanted.uid, wanted.title, "unchanged", url=live.url, exists=True)
    return Step(
        "folder",
        wanted.uid,
        wanted.title,
        "update",
        url=live.url,
        note=f"was titled “{live.title}”",
        write=RenameFolder(wanted, live.version),
        exists=True,
    )


@dataclass(frozen=True)
class CreateFolder:
    """Makes the folder at the root; content when somebody else made it a moment ago."""

    folder: Folder

    def send(self, client: Client) -> Done:
        try:
            return Done(client.create_folder(self.folder.uid, self.folder.title).url, self.folder.uid)
        except RejectedError as error:
            live = client.folder(self.folder.uid) if error.status in _EXISTS_NOW else None
            if live is None:
                raise
            return Done(live.url, live.uid)


@dataclass(frozen=True)
class RenameFolder:
    """Gives the folder its title, if it is still the version that was read."""

    folder: Folder
    version: int

    def send(self, client: Client) -> Done:
        try:
            return Done(client.rename_folder(self.folder.uid, self.folder.title, self.version).url, self.folder.uid)
        except RejectedError as error:
            if error.status != 412:
                raise
            raise RefusedError(
                f"folder “{self.folder.title}” was changed by someone while uploading: not overwritten",
                "run the upload again: it starts from what stands there now",
            ) from error
