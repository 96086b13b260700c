"""An accepted finding is not past its day.

Whoever wrote the day wanted to look at it again by then. From the next day on it counts for nothing.

Passes:

    promql: up
    ---
    accept: [{rule: "promql/*", reason: "known", until: "2999-01-01"}]
    promql: up

Fails:

    accept: [{rule: "promql/*", reason: "known", until: "2020-01-01"}]
    promql: up
    ---
    accept: [{rule: "panel/title", reason: "soon", until: "2000-12-31"}]
    panel: {title: ""}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import AcceptanceView


def _check(view: AcceptanceView) -> Iterator[Found]:
    if view.expired:
        yield Found(
            "",
            f"{view.accepted.rule} is accepted until {view.accepted.until}, which is over",
            "mend it, or decide anew",
        )


rule = Rule(AcceptanceView, "warning", _check)
