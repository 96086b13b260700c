"""Exemplars lead to their trace under both names of the label: `trace_id` and `traceID`.

SDKs and collectors call it `trace_id`, Tempo's metrics generator `traceID`. With one of them only, half of the dots on
a graph have no link.

Passes:

    datasource: {type: prometheus}
    ---
    datasource: {type: prometheus, jsonData: {exemplarTraceIdDestinations: null}}

Fails:

    datasource: {type: prometheus, jsonData: {exemplarTraceIdDestinations: [{name: trace_id, datasourceUid: tempo}]}}
    ---
    datasource: {type: prometheus, jsonData: {exemplarTraceIdDestinations: [{name: traceID, datasourceUid: tempo}]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import SourceView
from generator.validate.wiring import entries

_SPELLINGS = ("trace_id", "traceID")


def _check(view: SourceView) -> Iterator[Found]:
    named = [entry.get("name") for entry in entries(view, "exemplarTraceIdDestinations")]
    there = {name for name in named if isinstance(name, str)}
    if view.type != "prometheus" or not there:
        return
    for name in _SPELLINGS:
        if name not in there and there & set(_SPELLINGS):
            yield Found(
                view.at("jsonData", "exemplarTraceIdDestinations"),
                f"exemplars whose label is {name} have no link to their trace",
                f"add an entry with name: {name}",
            )


rule = Rule(SourceView, "warning", _check)
