"""From a span Tempo leads to its metrics: by tags that become labels, and queries that Grafana can fill in.

Without `queries` there is no link; an empty query is Grafana's own, of the latency of the service. `$$__tags` becomes
what the tags make of the span, and one variable that Grafana does not know hides the link.

Passes:

    datasource:
      {type: tempo, jsonData: {tracesToMetrics: {datasourceUid: prometheus, tags: [{key: service.name, value: service}],
            queries: [{name: Rate, query: 'sum(rate(traces_spanmetrics_calls_total{$$__tags}[$$__rate_interval]))'}]}}}
    ---
    datasource: {type: tempo, jsonData: {tracesToMetrics: {datasourceUid: prometheus, queries: [{name: Latency}]}}}

Fails:

    datasource:
      {type: tempo, jsonData: {tracesToMetrics: {datasourceUid: prometheus, queries: [{query: 'sum(rate(a_total{$$__tags}[5m])'}]}}}
    ---
    datasource:
      {type: tempo, jsonData: {tracesToMetrics: {datasourceUid: prometheus, queries: [{query: 'a{$$__tag}'}]}}}
    ---
    datasource:
      {type: tempo, jsonData: {tracesToMetrics: {datasourceUid: prometheus, tags: [{key: service.name}], queries: [{}]}}}
    ---
    datasource: {type: tempo, jsonData: {tracesToMetrics: {datasourceUid: prometheus, tags: []}}}
    ---
    datasource: {type: tempo, jsonData: {tracesToMetrics: {queries: [{}]}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate import from_span
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import SourceView

_KEY = "tracesToMetrics"


def _check(view: SourceView) -> Iterator[Found]:
    said = from_span.settings(view, _KEY)
    if said is None:
        return
    yield from from_span.form(view, _KEY)
    queries = said.get("queries")
    if not isinstance(queries, list) or not queries:
        yield Found(view.at("jsonData", _KEY), "there are no queries: no span has the link", "add queries")
        return
    for index, one in enumerate(queries):
        written = one.get("query") if isinstance(one, dict) else None
        if isinstance(written, str) and written.strip():
            at = view.at("jsonData", _KEY, "queries", index, "query")
            yield from from_span.query(view, at, written, "prometheus")


rule = Rule(SourceView, "error", _check)
