"""Exemplars lead to their trace under both names of the label: `trace_id` and `traceID`.

SDKs and collectors call it `trace_id`, Tempo's metrics generator `traceID`. With one of them only, half of the dots on
a graph have no link. Each entry says the name of the label, and where to go: a data source or an address.

Passes:

    datasource: {type: prometheus}
    ---
    datasource: {type: prometheus, jsonData: {exemplarTraceIdDestinations: null}}

Fails:

    datasource: {type: prometheus, jsonData: {exemplarTraceIdDestinations: [{name: trace_id, datasourceUid: tempo}]}}
    ---
    datasource: {type: prometheus, jsonData: {exemplarTraceIdDestinations: [{name: traceID, datasourceUid: tempo}]}}
    ---
    datasource:
      {type: prometheus, jsonData: {exemplarTraceIdDestinations: [{name: trace_id, datasourceUid: tempo}, {name: traceID}]}}
    ---
    datasource: {type: prometheus, jsonData: {exemplarTraceIdDestinations: [{datasourceUid: tempo}]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import SourceView
from generator.validate.wiring import entries

_SPELLINGS = ("trace_id", "traceID")


def _check(view: SourceView) -> Iterator[Found]:
    if view.type != "prometheus":
        return
    there = set()
    for index, entry in enumerate(entries(view, "exemplarTraceIdDestinations")):
        name = entry.get("name")
        at = view.at("jsonData", "exemplarTraceIdDestinations", index)
        if not isinstance(name, str) or not name:
            yield Found(at, "the destination names no label of the exemplars", "add name: trace_id")
            continue
        there.add(name)
        if not entry.get("datasourceUid") and not entry.get("url"):
            yield Found(at, f'the destination of "{name}" leads nowhere', "add datasourceUid or url")
    for name in _SPELLINGS:
        if name not in there and there & set(_SPELLINGS):
            yield Found(
                view.at("jsonData", "exemplarTraceIdDestinations"),
                f"exemplars whose label is {name} have no link to their trace",
                f"add an entry with name: {name}",
            )


rule = Rule(SourceView, "warning", _check)
