"""One resource and what will happen to it: a value that can be shown, reviewed, and later carried out."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from generator.deploy.content import canonical, written
from generator.errors import GeneratorError
from generator.grafana.client import Client

Json = dict[str, Any]

Action = Literal[
    "create", "update", "move", "wire", "delete", "unchanged", "skip", "edited", "orphan", "refused", "failed"
]

#: All actions, in the order in which a summary counts them.
ACTIONS: tuple[Action, ...] = (
    "create",
    "update",
    "move",
    "wire",
    "delete",
    "unchanged",
    "skip",
    "edited",
    "orphan",
    "refused",
    "failed",
)

#: The ways out where somebody edited a resource.
EDITED_FIX = (
    "`generator pull` shows the edit and writes it as JSON; --take-theirs leaves it as it is; --force overwrites it"
)

#: What must not be in a plan that is kept, and what says nothing about the state of the world.
_NOT_IN_PRINT = frozenset({"secureJsonData", "message"})


class RefusedError(GeneratorError):
    """Not written on purpose: it belongs to somebody else, or they were faster."""


class EditedError(RefusedError):
    """Somebody changed it on the server since we last applied it."""


@dataclass(frozen=True)
class Done:
    """What is known of a resource after it was written. `left` is it as it stands then, None when it is gone."""

    url: str
    uid: str
    left: Mapping[str, Any] | None = field(default=None, repr=False)


class Write(Protocol):
    """What a step sends. Everything it needs is in it, so that nothing is decided while writing."""

    def send(self, client: Client) -> Done:
        """Do it. RefusedError when Grafana, or somebody's edit, stands against it."""

    def landed(self, client: Client) -> Done | None:
        """Whether it stands on the server as it was sent, after an answer that did not come. It does not send it
        again, but may finish what comes after it: a team that is let in, permissions that are put back."""


@dataclass(frozen=True)
class Step:
    """The plan for one resource. `write` is None when nothing is to be sent; `failure` says why, if for a reason."""

    kind: str
    uid: str
    title: str
    action: Action
    url: str = ""
    note: str = ""
    write: Write | None = field(default=None, repr=False)
    failure: GeneratorError | None = None
    #: Keys of steps that must not fail to bring about what this one builds on.
    needs: tuple[str, ...] = ()
    #: The resource is on the server already, whatever becomes of this step: others can build on it.
    exists: bool = False
    #: What changes inside, one line each.
    changes: tuple[str, ...] = ()
    #: The document that stands there now, as it was read; None when nothing does.
    before: Mapping[str, Any] | None = field(default=None, repr=False)
    #: It is there and carries the mark of our project, whatever becomes of it.
    ours: bool = False
    #: It stood there once, brought by us, and is gone.
    lost: bool = False

    @property
    def key(self) -> str:
        """How other steps name this one in `needs`."""
        return f"{self.kind}/{self.uid}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what was read and of what would be written: another one means that the world, or what we want
        of it, has changed. Secrets are no part of it."""
        sent = dataclasses.asdict(self.write) if self.write is not None else None  # type: ignore[call-overload]
        seen = [self.kind, self.uid, self.action, _printed(self.before), _printed(sent)]
        return hashlib.sha256(written(canonical(seen)).encode()).hexdigest()


def failed(kind: str, uid: str, title: str, error: GeneratorError, *, exists: bool = False) -> Step:
    """A step that cannot even be planned: what is there could not be read."""
    return Step(kind, uid, title, "failed", failure=error, exists=exists)


def _printed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _printed(item) for key, item in value.items() if key not in _NOT_IN_PRINT}
    if isinstance(value, (list, tuple)):
        return [_printed(item) for item in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
