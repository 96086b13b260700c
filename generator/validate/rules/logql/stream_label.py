"""The selector names labels of streams: few values each, and not an id.

A trace id, a user or a request is no stream label in a Loki that is set up well: with one, Loki would keep a stream,
and files, for each value. Such a query finds nothing, or the store is in trouble. The id is found behind the selector,
by a line filter or as structured metadata: `| trace_id="..."`.

Passes:

    logql: '{service_name="shop"} | trace_id="abc"'
    ---
    logql: '{namespace="hyunjun", pod=~"shop-.+"}'

Fails:

    logql: '{service_name="shop", trace_id="abc"}'
    ---
    logql: '{user_id="42"} |= "error"'
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.logql import walk
from generator.languages.logql.tree import LogSelector
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView

_ENDLESS = frozenset(
    {"trace_id", "traceid", "traceID", "traceId", "span_id", "request_id", "session_id", "user_id", "client_ip", "url"}
)


def _check(query: QueryView) -> Iterator[Found]:
    for node in walk(query.tree) if query.tree is not None else ():
        if isinstance(node, LogSelector):
            for matcher in node.matchers:
                if matcher.label.name in _ENDLESS:
                    yield query.found(
                        matcher,
                        f'"{matcher.label.name}" has a value for each request: it is no stream label',
                        f'{{...}} | {matcher.label.name}="..."',
                    )


rule = Rule(QueryView, "warning", _check, kind="loki", others="info")
