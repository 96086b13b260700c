"""What the engine has to know of a kind of resource. Each module of `generator.deploy.kinds` has one, as `kind`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.deploy.desired import Desired
from generator.deploy.diff import path_changes
from generator.deploy.situation import Situation
from generator.deploy.step import Step, Write
from generator.grafana.client import Client
from generator.grafana.permissions import Of

Json = dict[str, Any]


@dataclass(frozen=True)
class Owned:
    """One resource of ours, and the document that stands there. `edited`: it says something else than we wrote."""

    kind: str
    uid: str
    title: str
    document: Mapping[str, Any] = field(repr=False)
    edited: bool = False
    url: str = ""
    #: What it is called among what is wanted; empty where that is its uid.
    name: str = ""
    #: The folder that it lies in, and how much of what Grafana counts there it is.
    inside: str = ""
    size: int = 1
    #: A folder: how much lies in it, at any depth; None when Grafana cannot tell.
    holds: int | None = 0

    @property
    def key(self) -> str:
        """How `generator.deploy.registry.wanted` names it."""
        return f"{self.kind}/{self.name or self.uid}"


@dataclass(frozen=True)
class Kind:
    """A kind of resource. A document is a resource whole, as a backup keeps it."""

    name: str
    #: The kinds that it builds on: they are written before it, and taken away after it.
    after: tuple[str, ...]
    #: A step for each resource that is wanted. Reads, never writes.
    plan: Callable[[Situation], Iterable[Step]]
    #: What each resource that is wanted is called.
    wanted: Callable[[Desired], Iterable[str]]
    #: All that carries the mark of a project. The names of the last argument (`kind/uid`) need not be looked at.
    owned: Callable[[Client, str, Collection[str]], Iterator[Owned]]
    #: The document of a uid; the second argument is any earlier document of it.
    read: Callable[[Client, str, Mapping[str, Any]], Json | None]
    #: The write that brings a document back, given what stands there now (None: nothing). RefusedError where that
    #: cannot be.
    put: Callable[[str, Mapping[str, Any], Mapping[str, Any] | None], Write]
    #: The write that takes away what stands there now. RefusedError where that must not be.
    delete: Callable[[str, Mapping[str, Any]], Write]
    #: What differs between two documents, in words.
    changes: Callable[[Mapping[str, Any], Mapping[str, Any]], tuple[str, ...]] = path_changes
    #: What `--skip` calls it; empty for what is never left out.
    skip: str = ""
    #: Where its permissions are kept, if it has any.
    guarded: Of | None = None
