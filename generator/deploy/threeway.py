"""Whose change is what: ours, somebody's, or only the way in which Grafana's editor writes. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generator.deploy.diff import dashboard_changes, normal
from generator.deploy.wiring import alike

Json = Mapping[str, Any]

#: `same`: it says what we want, whoever wrote it. `ours`: only our definitions changed (Grafana may have filled in
#: defaults). `theirs`: only somebody on the server changed it. `both`: both did.
Whose = Literal["same", "ours", "theirs", "both"]


#: Deeper than any dashboard.
_DEEPEST = 40


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
    if not theirs or not _loses(normal(base), normal(live), normal(wanted)):
        # Nobody did anything, or our definition has taken over all that they did.
        return Ways("ours", ours=ours)
    return Ways("both" if ours else "theirs", theirs, ours)


def _loses(base: Any, live: Any, wanted: Any, depth: int = 0) -> bool:
    """Whether something that live has and base has not is not in what we want either."""
    if alike(live, base) or alike(live, wanted):
        return False
    one, two, three = (_by_key(value) for value in (base, live, wanted))
    if one is None or two is None or three is None or depth > _DEEPEST:
        return True
    return any(_loses(one.get(key), two.get(key), three.get(key), depth + 1) for key in {*one, *two})


def _by_key(value: Any) -> Mapping[str, Any] | None:
    """The members of an object, or of a list whose members have names that tell them apart; None for anything else."""
    if isinstance(value, Mapping):
        return value
    if not isinstance(value, list) or not all(isinstance(member, Mapping) for member in value):
        return None
    for key in ("id", "refId", "name"):
        named = {str(member[key]): member for member in value if key in member}
        if len(named) == len(value):
            return named
    return None
