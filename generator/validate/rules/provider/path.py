"""A dashboard provider has a path, and it is absolute; no other provider reads the same folder.

Without one Grafana stops at its start; a relative path depends on the folder that Grafana was started in. A provider
reads all folders below its own: of a board that two of them read, neither may write it any more.

Passes:

    provider: {options: {path: /etc/grafana/provisioning/dashboards/shop}}
    ---
    provider: {options: {path: $DASHBOARDS}}
    ---
    providers: [{name: a}, {name: b, options: {path: /etc/grafana/provisioning/dashboards/shop-2}}]
    ---
    providers: [{name: a}, {name: b, orgId: 2}]

Fails:

    provider: {options: {path: null}}
    ---
    provider: {options: {path: dashboards/shop}}
    ---
    providers: [{name: a}, {name: b}]
    ---
    providers: [{name: a}, {name: b, options: {path: /etc/grafana/provisioning/dashboards}}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import ProviderView


def _check(view: ProviderView) -> Iterator[Found]:
    path = _path(view.raw)
    at = view.at("options", "path")
    if not path:
        yield Found(at, "the provider has no path", "add options.path")
    elif isinstance(path, str) and not path.startswith(("/", "$")) and path[1:2] != ":":
        yield Found(at, f'the path "{path}" is relative', "write the whole path")
    elif isinstance(path, str):
        for one in view.earlier:
            other = _path(one)
            if isinstance(other, str) and one.get("orgId", 1) == view.raw.get("orgId", 1) and _shared(path, other):
                named = one.get("name")
                yield Found(
                    at, f'the provider "{named}" reads boards of "{path}", too', "give each a folder of its own"
                )
                return


def _path(raw: Mapping[str, Any]) -> Any:
    options = raw.get("options")
    return options.get("path") if isinstance(options, dict) else None


def _shared(one: str, other: str) -> bool:
    """Whether one folder is the other, or lies in it."""
    first, second = (f"{path.rstrip('/')}/" for path in (one, other))
    return first.startswith(second) or second.startswith(first)


rule = Rule(ProviderView, "error", _check)
