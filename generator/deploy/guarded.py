"""Permissions, saved and restored with what they guard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.deploy.step import Done, Write
from generator.grafana.client import Client
from generator.grafana.permissions import Of, permissions, set_permissions


def with_permissions(client: Client, of: Of | None, uid: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with who may do what, where its kind has that and it may be read."""
    entries = permissions(client, of, uid) if of else None
    return dict(document) if entries is None else {**document, "permissions": entries}


def guarded(write: Write, of: Of, uid: str, before: Mapping[str, Any]) -> Write:
    """The write, and then the permissions that the document had."""
    entries = tuple(before.get("permissions") or ())
    return PutGuarded(write, of, uid, entries) if entries else write


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
