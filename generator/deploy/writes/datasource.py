"""Data sources: replaced whole, never over an edit that was not read, never deleted with a secret in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.deploy.step import Done, RefusedError
from generator.deploy.wiring import alike
from generator.grafana.client import Client
from generator.grafana.live import LiveSource
from generator.grafana.problem import ForbiddenError, RejectedError

Json = dict[str, Any]

#: What a reading adds to a data source and a writing does not take.
COMPUTED = frozenset(
    {"id", "orgId", "typeName", "typeLogoUrl", "secureJsonFields", "readOnly", "apiVersion", "accessControl"}
)

#: What Grafana stores for the fields that a body leaves out.
DEFAULTS: Mapping[str, Any] = {
    "user": "",
    "database": "",
    "basicAuth": False,
    "basicAuthUser": "",
    "withCredentials": False,
    "jsonData": {},
}


def address(client: Client, uid: str) -> str:
    """The page of a data source."""
    return client.absolute(f"/connections/datasources/edit/{uid}")


@dataclass(frozen=True)
class CreateSource:
    """Makes a data source; refused when its uid or name was taken meanwhile."""

    body: Mapping[str, Any] = field(repr=False)

    def send(self, client: Client) -> Done:
        try:
            made = client.create_datasource(self.body)
        except RejectedError as error:
            if error.status != 409:
                raise
            raise RefusedError(
                f"data source {self.body['uid']} was created by someone while uploading: {error.message}",
                "run the upload again: it wires what stands there now",
            ) from error
        return Done(address(client, made.uid), made.uid, document(made))

    def landed(self, client: Client) -> Done | None:
        return _stands(client, str(self.body["uid"]), self.body)


@dataclass(frozen=True)
class PutSource:
    """Replaces a data source by `body`, which holds all that was read and is to stay.

    Grafana's lock has a hole (seen on 12.2): whoever saves without a version sets it back to 1. So it is read again
    right before and right after as well.
    """

    uid: str
    body: Mapping[str, Any] = field(repr=False)
    before: Mapping[str, Any] = field(repr=False)

    def send(self, client: Client) -> Done:
        live = client.datasource(self.uid)
        if live is None or not alike(document(live), self.before):
            raise RefusedError(
                f"data source {self.uid} was changed by someone while uploading: not overwritten",
                "run the upload again: it starts from what stands there now",
            )
        try:
            client.update_datasource(self.uid, self.body)
        except RejectedError as error:
            if error.status != 409:
                raise
            raise RefusedError(
                f"data source {self.uid}: {error.message}",
                "run the upload again: it starts from what stands there now",
            ) from error
        except ForbiddenError as error:
            if "read-only" not in error.message:
                raise
            raise RefusedError(
                f"data source {self.uid} is read-only: it is provisioned from a file",
                "run the upload again: it shows what to put into that file",
            ) from error
        done = self.landed(client)
        if done is None:
            raise RefusedError(
                f"data source {self.uid} was changed by someone at the same moment: theirs stands there now",
                "run the upload again; Grafana's lock for data sources has a hole",
            )
        return done

    def landed(self, client: Client) -> Done | None:
        return _stands(client, self.uid, self.body)


def _stands(client: Client, uid: str, body: Mapping[str, Any]) -> Done | None:
    """The data source, if it says what was sent. Newer Grafanas may add keys of their own."""
    live = client.datasource(uid)
    if live is None:
        return None
    there, sent = _content(live.body), _content(body)
    if any(not alike(there.get(key), value) for key, value in sent.items()):
        return None
    return Done(address(client, uid), uid, document(live))


@dataclass(frozen=True)
class DeleteSource:
    """Deletes a data source, if it still is what was read and holds no secret, which nobody could bring back."""

    uid: str
    before: Mapping[str, Any] = field(repr=False)

    def send(self, client: Client) -> Done:
        live = client.datasource(self.uid)
        if live is None:
            return Done("", self.uid)
        if holds_secrets(document(live)):
            raise RefusedError(
                f"data source {self.uid} has secrets, which cannot be read back: not deleted",
                "delete it in Grafana if it may go",
            )
        if not alike(_content(live.body), _content(self.before)):
            raise RefusedError(
                f"data source {self.uid} was changed by someone meanwhile: not deleted",
                "run the same command again: it starts from what stands there now",
            )
        client.delete_datasource(self.uid)
        return Done("", self.uid)

    def landed(self, client: Client) -> Done | None:
        return Done("", self.uid) if client.datasource(self.uid) is None else None


def document(live: LiveSource) -> Json:
    """A data source as a backup keeps it. `secureJsonFields` names the secrets it has; their values cannot be read."""
    return {key: value for key, value in live.body.items() if key not in COMPUTED or key == "secureJsonFields"}


def holds_secrets(before: Mapping[str, Any]) -> bool:
    """Whether a data source has secrets, which nobody can read back."""
    return any((before.get("secureJsonFields") or {}).values())


def _content(body: Mapping[str, Any]) -> Json:
    left_out = {*COMPUTED, "secureJsonData", "version", "uid"}
    return {key: value for key, value in {**DEFAULTS, **body}.items() if key not in left_out}
