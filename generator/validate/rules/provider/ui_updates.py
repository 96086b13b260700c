"""Boards that Grafana reads from files cannot be uploaded as well.

With `allowUiUpdates: true` a save in the UI or through the API works, and is lost with the next change of the file:
two sources for one board. With false Grafana refuses the save.

Passes:

    provider: {allowUiUpdates: false}
    ---
    provider: {allowUiUpdates: null}

Fails:

    provider: {allowUiUpdates: true}
    ---
    provider: {allowUiUpdates: true, disableDeletion: true}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import ProviderView


def _check(view: ProviderView) -> Iterator[Found]:
    if view.raw.get("allowUiUpdates") is True:
        yield Found(
            view.at("allowUiUpdates"), "an edit in the UI lasts until the file changes", "write allowUiUpdates: false"
        )


rule = Rule(ProviderView, "warning", _check, others="info")
