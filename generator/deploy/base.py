"""What we last applied: its digest stands in the dashboard itself, its content in Grafana's history or in a cache."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.deploy.content import digest
from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.history import versions
from generator.grafana.problem import UnauthorizedError, UnreachableError

#: Uid and digest -> the dashboard with that content, None when it is not known.
Cache = Callable[[str, str], Mapping[str, Any] | None]


#: Kind and uid -> the document as it was uploaded from here last, None when that is not known. For the kinds in which
#: Grafana keeps nothing that could carry a mark.
Applied = Callable[[str, str], Mapping[str, Any] | None]


def nothing_applied(kind: str, uid: str) -> None:
    """Nothing is known of earlier uploads."""


def nothing_cached(uid: str, digest: str) -> None:
    """The cache of a run that keeps none."""


def applied(client: Client, uid: str, wanted: str, cached: Cache = nothing_cached) -> Mapping[str, Any] | None:
    """The content with the digest `wanted`, as we once wrote it: from the cache, else the newest version that has it.

    None when neither knows it any more (Grafana keeps 20 versions by default, and may not let us read them).
    """
    known = cached(uid, wanted)
    if known is not None and digest(known) == wanted:
        return known
    try:
        return next((one for one in versions(client, uid) if digest(one) == wanted), None)
    except (UnauthorizedError, UnreachableError):
        raise
    except GeneratorError:
        return None
