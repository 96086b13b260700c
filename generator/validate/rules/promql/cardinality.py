"""A query does not make a series of each request, user or address.

Grouping by an id, a URL or an e-mail address makes as many series as there are of them: slow to compute, and nothing
that one could read on a graph. Logs and traces are the place to look for one of them.

Passes:

    promql: sum by (job, route) (rate(x_total[$__rate_interval]))
    ---
    promql: sum without (instance) (rate(x_total[$__rate_interval]))

Fails:

    promql: sum by (trace_id) (rate(x_total[$__rate_interval]))
    ---
    promql: count by (user_id) (rate(x_total[$__rate_interval]))
    ---
    promql: sum(rate({__name__=~".+"}[$__rate_interval]))
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.promql.analysis import selectors
from generator.languages.promql.tree import Aggregate, walk
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView

#: Labels with a value for each request, user or address.
_ENDLESS = frozenset(
    {
        "trace_id",
        "traceID",
        "traceid",
        "span_id",
        "request_id",
        "session_id",
        "user_id",
        "email",
        "client_ip",
        "url",
        "url_full",
        "url_path",
        "http_url",
        "http_target",
        "http_user_agent",
        "user_agent_original",
        "correlation_id",
    }
)
_EVERYTHING = (".*", ".+")


def _check(query: QueryView) -> Iterator[Found]:
    if query.tree is None:
        return
    for node in walk(query.tree):
        if isinstance(node, Aggregate) and node.grouping is not None and not node.grouping.without:
            for label in node.grouping.labels:
                if label.text in _ENDLESS and not query.is_guess(label):
                    yield query.found(
                        label, f'"{label.text}" makes a series of each value', "group by what it belongs to"
                    )
    for selector in selectors(query.tree):
        for matcher in selector.matchers:
            if (matcher.label.text, matcher.operator.text) == ("__name__", "=~") and matcher.value.text in _EVERYTHING:
                yield query.found(selector, "the selector reads every metric there is", "name the metric")


rule = Rule(QueryView, "warning", _check, kind="prometheus", others="info")
