"""From a trace Tempo leads to its logs: by tags that become labels, and a query that Grafana can fill in.

A tag without a `value` is used as a label name as it stands, and `service.name` is no label of Loki's. A query of one's
own may use `$${__tags}` and what Grafana knows of span and trace; one variable that it does not know hides the link.
`tracesToLogs` is the old form, read only where the new one is absent.

Passes:

    datasource: {type: tempo}
    ---
    datasource:
      {type: tempo, jsonData: {tracesToLogsV2: {datasourceUid: loki, customQuery: false, filterByTraceID: true,
            query: null}}}

Fails:

    datasource: {type: tempo, jsonData: {tracesToLogsV2: {tags: [{key: service.name}]}}}
    ---
    datasource: {type: tempo, jsonData: {tracesToLogsV2: {query: '{$${__tags}} | trace_id="$${__trace.id}"'}}}
    ---
    datasource: {type: tempo, jsonData: {tracesToLogsV2: {query: '{$${__tags} | json'}}}
    ---
    datasource: {type: tempo, jsonData: {tracesToLogsV2: {query: ""}}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.config.nearest import did_you_mean
from generator.interpolate import Scope, find
from generator.languages.judge import judge
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import SourceView

_LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
#: What Grafana 12 fills in on the way from a span; `__span.tags` takes a tag's name.
_KNOWN = (
    "__span.traceId",
    "__span.spanId",
    "__span.name",
    "__span.duration",
    "__trace.traceId",
    "__trace.name",
    "__trace.duration",
    "__tags",
)


def _check(view: SourceView) -> Iterator[Found]:
    said = view.json_data.get("tracesToLogsV2")
    if view.type != "tempo" or not isinstance(said, dict):
        if view.type == "tempo" and "tracesToLogs" in view.json_data:
            yield Found(
                view.at("jsonData", "tracesToLogs"),
                "tracesToLogs is the form of before Grafana 10",
                "write tracesToLogsV2",
            )
        return
    tags = said.get("tags")
    for index, tag in enumerate(tags if isinstance(tags, list) else ()):
        yield from _tag(tag, view.at("jsonData", "tracesToLogsV2", "tags", index))
    if said.get("customQuery"):
        yield from _query(view, said)


def _tag(tag: Any, pointer: str) -> Iterator[Found]:
    key, value = (tag.get("key"), tag.get("value")) if isinstance(tag, dict) else (None, None)
    if not key:
        yield Found(pointer, "the tag has no key", 'write {key: "service.name", value: "service_name"}')
    elif not _LABEL.fullmatch(str(value or key)):
        yield Found(
            pointer,
            f'the tag "{key}" becomes the label "{value or key}", which no store has',
            f'add value: "{str(key).replace(".", "_")}"',
        )


def _query(view: SourceView, said: dict[str, Any]) -> Iterator[Found]:
    at = view.at("jsonData", "tracesToLogsV2", "query")
    written = said.get("query")
    if not isinstance(written, str) or not written.strip():
        yield Found(at, "customQuery is true, and there is no query", "write one, or customQuery: false")
        return
    query = written.replace("$$", "$") if view.escaped else written
    doubled = len(query) != len(written)
    given = {}
    for reference in find(query):
        name = reference.name + (f".{reference.path}" if reference.path else "")
        span = None if doubled else (reference.start, reference.end)
        if name.startswith("__span.tags") or name in _KNOWN:
            given[name] = "x"
        else:
            near = did_you_mean(name, _KNOWN)
            yield Found(
                at,
                f"Grafana does not fill in {reference.written} here, and hides the link{near}",
                f"use one of: {', '.join(_KNOWN)}",
                span,
            )
            return
    filled = query.replace("${__tags}", 'a="b"').replace("$__tags", 'a="b"')
    for problem in judge(filled, "loki", Scope({}, given=dict.fromkeys(given, "x") | {"__value": ""})).problems:
        yield Found(at, f"the query is no LogQL: {problem.message}", problem.fix)
        return


rule = Rule(SourceView, "error", _check)
