"""Whose change is what: ours, somebody's, or only the way in which Grafana's editor writes. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generator.deploy.diff import dashboard_changes

Json = Mapping[str, Any]

#: `same`: it says what we want, whoever wrote it. `ours`: only our definitions changed (Grafana may have filled in
#: defaults). `theirs`: only somebody on the server changed it. `both`: both did.
Whose = Literal["same", "ours", "theirs", "both"]


@dataclass(frozen=True)
class Ways:
    """The verdict, with the changes of each side in words. `known` is false when what we last applied is lost:
    `theirs` is then the difference to what we want now."""

    whose: Whose
    theirs: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    known: bool = True


def judge(base: Json | None, live: Json, wanted: Json) -> Ways:
    """What happened to a board of ours since it was applied as `base` (None: nobody knows any more)."""
    apart = dashboard_changes(wanted, live)
    if not apart:
        return Ways("same")
    if base is None:
        return Ways("theirs", theirs=apart, known=False)
    theirs = dashboard_changes(base, live)
    ours = dashboard_changes(base, wanted)
    if not theirs:
        return Ways("ours", ours=ours)
    return Ways("both" if ours else "theirs", theirs, ours)
