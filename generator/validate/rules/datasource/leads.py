"""Where a data source leads to another one, that one exists and is of a type that can answer.

Derived fields of Loki, exemplars of Prometheus, trace to logs, metrics and service map of Tempo, and correlations name
other data sources by uid. The uid is not the name: with a wrong one the link is there, and opens an error. Where no
data source of the right type is among the files, the other one may stand in a file that was not given.

Passes:

    datasources: [{type: tempo}, {type: loki}, {type: prometheus}]
    ---
    datasources: [{type: loki}, {type: tempo}, {type: prometheus}]
    ---
    datasource: {type: testdata, jsonData: {tracesToLogsV2: {datasourceUid: elsewhere}}}

Fails:

    datasources: [{type: tempo, jsonData: {serviceMap: {datasourceUid: Mimir}}}, {type: loki}, {type: prometheus}]
    ---
    datasources:
      [{type: tempo}, {type: loki, jsonData: {derivedFields: [{name: T, matcherRegex: id=(x), datasourceUid: prometheus,
                url: x}]}}, {type: prometheus}]
    ---
    datasources:
      [{type: tempo}, {type: loki, correlations: [{targetUID: lokki, label: A, description: ''}]}, {type: prometheus}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.nearest import did_you_mean
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import SourceView
from generator.validate.wiring import Lead, leads


def _check(view: SourceView) -> Iterator[Found]:
    for lead in leads(view):
        if not isinstance(lead.uid, str) or not lead.uid or "$" in lead.uid:
            continue
        known = next((one for one in view.known.sources if one.uid == lead.uid), None)
        if known is None:
            uids = [one.uid for one in view.known.sources]
            named = next((one.uid for one in view.known.sources if one.name == lead.uid), None)
            near = f'; "{lead.uid}" is the name of "{named}"' if named else did_you_mean(lead.uid, uids)
            yield Found(
                lead.pointer,
                f'{lead.what} leads to "{lead.uid}", which is no data source here{near}',
                "name its uid",
                unsure=named is None and _may_be_elsewhere(view, lead),
            )
        elif lead.types and known.type not in lead.types:
            yield Found(
                lead.pointer,
                f'{lead.what} leads to "{lead.uid}", a {known.type} data source',
                f"name one of type {lead.types[0]}",
            )


def _may_be_elsewhere(view: SourceView, lead: Lead) -> bool:
    own = str(view.raw.get("uid"))
    types = lead.types or tuple(one.type for one in view.known.sources if one.uid != own)
    return view.known.could_be_elsewhere(types, own)


rule = Rule(SourceView, "error", _check)
