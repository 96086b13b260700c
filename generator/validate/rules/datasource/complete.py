"""A data source in a file says its name, its type and, where it asks a server of its own, the address.

Grafana finds provisioned data sources by name. Without a type or an address the data source is there, and every panel
that asks it shows an error.

Passes:

    datasource: {type: loki}
    ---
    datasource: {type: grafana-testdata-datasource}
    ---
    datasource: {type: tempo, url: $TEMPO_URL}

Fails:

    datasource: {type: loki, url: null}
    ---
    datasource: {type: prometheus, url: ""}
    ---
    datasource: {type: tempo, name: null}
    ---
    datasource: {name: Shop, uid: shop, url: "http://shop:80", type: ""}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import SourceView

#: These ask nobody without an address; Grafana's API refuses them so.
_ASKING = ("prometheus", "loki", "tempo", "alertmanager", "grafana-pyroscope-datasource", "jaeger", "zipkin")


def _check(view: SourceView) -> Iterator[Found]:
    name = view.raw.get("name")
    if not name:
        yield Found(view.at("name"), "the data source has no name: Grafana finds it by that", "add one")
    if not view.raw.get("type"):
        yield Found(view.at("type"), f'the data source "{name}" has no type', "add the id of its plugin, such as loki")
    elif view.type in _ASKING and not view.raw.get("url"):
        yield Found(view.at("url"), f'the data source "{name}" has no address', "add url")


rule = Rule(SourceView, "error", _check)
