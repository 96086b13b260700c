"""A dashboard provider has a path, and it is absolute.

Without one Grafana stops at its start; a relative path depends on the folder that Grafana was started in.

Passes:

    provider: {options: {path: /etc/grafana/provisioning/dashboards/shop}}
    ---
    provider: {options: {path: $DASHBOARDS}}

Fails:

    provider: {options: {path: null}}
    ---
    provider: {options: {path: dashboards/shop}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import ProviderView


def _check(view: ProviderView) -> Iterator[Found]:
    options = view.raw.get("options")
    path = options.get("path") if isinstance(options, dict) else None
    if not path:
        yield Found(view.at("options", "path"), "the provider has no path", "add options.path")
    elif isinstance(path, str) and not path.startswith(("/", "$")) and path[1:2] != ":":
        yield Found(view.at("options", "path"), f'the path "{path}" is relative', "write the whole path")


rule = Rule(ProviderView, "error", _check)
