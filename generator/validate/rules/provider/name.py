"""Each dashboard provider has a name of its own.

Grafana tells by it which boards a provider owns: of two with one name each takes away the other's boards.

Passes:

    providers: [{name: a}, {name: b}]
    ---
    provider: {name: shop}

Fails:

    providers: [{name: a}, {name: a}]
    ---
    provider: {name: null}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import ProviderView


def _check(view: ProviderView) -> Iterator[Found]:
    name = view.raw.get("name")
    if not name:
        yield Found(view.at("name"), "the provider has no name", "add one")
    elif any(one.get("name") == name for one in view.earlier):
        yield Found(view.at("name"), f'another provider is named "{name}"', "give each a name of its own")


rule = Rule(ProviderView, "error", _check)
