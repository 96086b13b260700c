"""From a trace Tempo leads to its logs: by tags that become labels, and a query that Grafana can fill in.

A tag without a `value` is used as a label name as it stands, and `service.name` is no label of Loki's. A query of one's
own counts with `customQuery: true` only, may use `$${__tags}` and what Grafana knows of span and trace, and one
variable that it does not know hides the link; one without any finds the same lines for every span. `tracesToLogs` is
the old form, read only where the new one is absent.

Passes:

    datasource: {type: tempo}
    ---
    datasource:
      {type: tempo, jsonData: {tracesToLogsV2: {datasourceUid: loki, customQuery: false, filterByTraceID: true,
            query: null}}}
    ---
    datasource: {type: tempo, jsonData: {tracesToLogsV2: {spanStartTimeShift: -5m, spanEndTimeShift: 1.5h}}}

Fails:

    datasource: {type: tempo, jsonData: {tracesToLogsV2: {tags: [{key: service.name}]}}}
    ---
    datasource: {type: tempo, jsonData: {tracesToLogsV2: {query: '{$${__tags}} | trace_id="$${__trace.id}"'}}}
    ---
    datasource: {type: tempo, jsonData: {tracesToLogsV2: {query: '{$${__tags} | json'}}}
    ---
    datasource: {type: tempo, jsonData: {tracesToLogsV2: {query: ""}}}
    ---
    datasource: {type: tempo, jsonData: {tracesToLogsV2: {query: '{service_name="shop"}'}}}
    ---
    datasource: {type: tempo, jsonData: {tracesToLogsV2: {customQuery: null}}}
    ---
    datasource: {type: tempo, jsonData: {tracesToLogsV2: {datasourceUid: null}}}
    ---
    datasource: {type: tempo, jsonData: {tracesToLogsV2: {spanStartTimeShift: five minutes}}}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.validate import from_span
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import SourceView

_KEY = "tracesToLogsV2"


def _check(view: SourceView) -> Iterator[Found]:
    said = from_span.settings(view, _KEY)
    if said is None:
        if view.type == "tempo" and "tracesToLogs" in view.json_data:
            at = view.at("jsonData", "tracesToLogs")
            yield Found(at, "tracesToLogs is the form of before Grafana 10", f"write {_KEY}")
        return
    yield from from_span.form(view, _KEY)
    yield from _query(view, said)


def _query(view: SourceView, said: dict[str, Any]) -> Iterator[Found]:
    at = view.at("jsonData", _KEY, "query")
    written = said.get("query")
    wanted = bool(said.get("customQuery"))
    if not isinstance(written, str) or not written.strip():
        if wanted:
            yield Found(at, "customQuery is true, and there is no query", "write one, or customQuery: false")
    elif not wanted:
        yield Found(
            at, "the query is not used: customQuery is not true", "add customQuery: true, or leave the query out"
        )
    elif "$" not in written:
        yield Found(at, "the query finds the same lines for every span", 'write {$${__tags}} |= "$${__trace.traceId}"')
    else:
        yield from from_span.query(view, at, written, "loki")


rule = Rule(SourceView, "error", _check)
