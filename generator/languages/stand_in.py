"""What stands for Grafana's own names while a query is checked, so that a rule knows them again in the tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.interpolate import Reference, Scope, Viewer, Window, macros
from generator.languages.holes.tokens import Kind

#: Durations that nobody writes, in seconds: every parser keeps those exactly.
DURATIONS: Mapping[str, str] = {
    "__rate_interval": "7919s",
    "__interval": "7901s",
    "__range": "7927s",
    "__auto": "7907s",
}
#: For `$__auto_interval_NAME` and for a variable that offers intervals.
CHOSEN_INTERVAL = "7877s"
_CHOSEN = "__auto_interval_"

_NUMBERS: Mapping[str, str] = {
    "__rate_interval_ms": "7919000",
    "__interval_ms": "7901000",
    "__range_s": "7927",
    "__range_ms": "7927000",
}

#: For names with formats and paths of their own: `${__from:date:YYYY}`.
_WINDOW = Window(from_ms=1_600_000_000_000, to_ms=1_600_007_927_000, interval_s=7901)
#: Somebody of whom everything is known.
_VIEWER = Viewer("x", "x", "x", "x", "x", "x", "x", "x")


def stand_in(reference: Reference, scope: Scope, kind: Kind) -> str | None:
    """The text for one of Grafana's own names; None for any other, and for those with a value in links only."""
    name = reference.name
    if name.startswith(_CHOSEN):
        return CHOSEN_INTERVAL
    known = DURATIONS.get(name) or _NUMBERS.get(name)
    return known or macros.replaced(reference, replace(scope, window=_WINDOW), kind)


def is_replaced(reference: Reference, scope: Scope, kind: Kind) -> bool:
    """Whether Grafana replaces one of its own names in this language and in this spelling at all.

    `$__rate_interval` reaches Loki as it stands, `$__auto` Prometheus; `[[__interval]]` both.
    """
    if reference.name == "__searchFilter":  # of variables, whose queries are in these languages too
        return True
    if reference.name.startswith(_CHOSEN):
        return reference.name.removeprefix(_CHOSEN) in scope.variables
    known = replace(scope, window=_WINDOW, viewer=_VIEWER)
    return macros.replaced(reference, known, kind) is not None
