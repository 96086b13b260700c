"""At most one data source of a file is the default one.

Grafana refuses a file with two for one organisation, and reads nothing of it.

Passes:

    datasources: [{type: loki, isDefault: true}, {type: tempo}]
    ---
    datasource: {type: loki}

Fails:

    datasources: [{type: loki, isDefault: true}, {type: tempo, isDefault: true}]
    ---
    datasources: [{type: prometheus, isDefault: true}, {type: tempo}, {type: loki, isDefault: true}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import SourceView


def _check(view: SourceView) -> Iterator[Found]:
    org = view.raw.get("orgId", 1)
    if view.raw.get("isDefault") is True and any(
        one.get("isDefault") is True and one.get("orgId", 1) == org for one in view.earlier
    ):
        yield Found(view.at("isDefault"), "another data source of the file is the default already", "leave one of them")


rule = Rule(SourceView, "error", _check)
