"""What a project has put on a Grafana, known by its marks alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.deploy.kind import Owned
from generator.deploy.registry import kinds
from generator.grafana.client import Client


def owned(
    client: Client, project: str, skip: frozenset[str] = frozenset(), but: Collection[str] = ()
) -> Iterator[Owned]:
    """Everything that carries the mark of the project, in the order in which it can be taken away. Only reads.

    `but` names resources (`dashboard/<uid>`) that nobody wants to hear of: they are not asked for one by one.
    """
    for one in reversed(kinds()):
        if one.skip not in skip or not one.skip:
            yield from (each for each in one.owned(client, project, but) if each.key not in but)
