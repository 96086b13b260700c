"""An accepted finding is still found.

One that covers nothing hides the next defect of its kind. It is looked at only where all rules ran over the files that
it speaks of.

Passes:

    accept: [{rule: panel/title, reason: "a logo"}]
    panel: {title: ""}
    ---
    promql: up

Fails:

    accept: [{rule: panel/title, reason: "a logo"}]
    panel: {title: Requests}
    ---
    accept: [{rule: promql/syntax, reason: "of a plugin", dashboard: shop}]
    promql: up
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import AcceptanceView


def _check(view: AcceptanceView) -> Iterator[Found]:
    if not view.used and not view.expired:
        yield Found("", f"{view.accepted.rule} is accepted, and not found", "remove it")


rule = Rule(AcceptanceView, "warning", _check)
