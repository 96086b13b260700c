"""A dashboard provider is of the type `file`: Grafana has no other.

Grafana provisions no board of any provider when one has a type that it does not know. Left out, it is `file`.

Passes:

    provider: {type: file}
    ---
    provider: {type: null}

Fails:

    provider: {type: files}
    ---
    provider: {type: folder}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import ProviderView


def _check(view: ProviderView) -> Iterator[Found]:
    kind = view.raw.get("type")
    if kind not in (None, "", "file"):
        yield Found(view.at("type"), f'Grafana has no provider of type "{kind}"', "write type: file")


rule = Rule(ProviderView, "error", _check)
