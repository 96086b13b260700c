"""A data source in a file has a uid of its own that Grafana takes, and a name of its own.

Grafana finds provisioned data sources by name and makes up a uid where there is none: boards can then name the data
source by a variable only, or by its name.
A uid has at most 40 letters, digits, `-` and `_`; Grafana 12 refuses others.

Passes:

    datasources: [{type: loki}, {type: tempo}]
    ---
    datasource: {type: prometheus, uid: prom-1}

Fails:

    datasource: {type: loki, uid: null}
    ---
    datasource: {type: loki, uid: "my loki"}
    ---
    datasources: [{type: loki}, {type: loki, name: Other}]
    ---
    datasources: [{type: loki}, {type: loki, uid: other}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import SourceView

_LEGAL = re.compile(r"[A-Za-z0-9_-]{1,40}")


def _check(view: SourceView) -> Iterator[Found]:
    uid, name = view.raw.get("uid"), view.raw.get("name")
    if not uid:
        yield Found(
            view.at("uid"),
            f'the data source "{name}" has no uid: Grafana makes one up',
            "add one",
            unsure=not view.ours,
        )
    elif isinstance(uid, str) and "$" not in uid and not _LEGAL.fullmatch(uid):
        yield Found(
            view.at("uid"), f'the uid "{uid}" is one that Grafana 12 refuses', "use at most 40 letters, digits, - and _"
        )
    before = view.earlier
    for key, value in (("uid", uid), ("name", name)):
        if value and any(one.get(key) == value and _org(one) == _org(view.raw) for one in before):
            yield Found(
                view.at(key), f'another data source of the file has the {key} "{value}"', f"give it another {key}"
            )


def _org(raw: Mapping[str, object]) -> object:
    return raw.get("orgId", 1)


rule = Rule(SourceView, "error", _check)
