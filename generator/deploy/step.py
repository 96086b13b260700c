"""One resource and what will happen to it: a value that can be shown, reviewed, and later carried out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from generator.errors import GeneratorError
from generator.grafana.client import Client

Kind = Literal["folder", "datasource", "correlation", "dashboard"]

Action = Literal["create", "update", "move", "wire", "unchanged", "skip", "refused", "failed"]

#: All actions, in the order in which a summary counts them.
ACTIONS: tuple[Action, ...] = ("create", "update", "move", "wire", "unchanged", "skip", "refused", "failed")


class RefusedError(GeneratorError):
    """Not written on purpose: it belongs to somebody else, or they were faster."""


@dataclass(frozen=True)
class Done:
    """What is known of a resource after it was written."""

    url: str
    uid: str


class Write(Protocol):
    """What a step sends. Everything it needs is in it, so that nothing is decided while writing."""

    def send(self, client: Client) -> Done:
        """Do it. RefusedError when Grafana, or somebody's edit, stands against it."""


@dataclass(frozen=True)
class Step:
    """The plan for one resource. `write` is None when nothing is to be sent; `failure` says why, if for a reason."""

    kind: Kind
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

    @property
    def key(self) -> str:
        """How other steps name this one in `needs`."""
        return f"{self.kind}/{self.uid}"


def failed(kind: Kind, uid: str, title: str, error: GeneratorError, *, exists: bool = False) -> Step:
    """A step that cannot even be planned: what is there could not be read."""
    return Step(kind, uid, title, "failed", failure=error, exists=exists)
