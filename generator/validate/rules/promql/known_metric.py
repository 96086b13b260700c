"""A metric is one that its exporter or instrumentation has.

The names that MariaDB's, Redis' and Kafka's exporters, OpenTelemetry's Python and browser instrumentations, Tempo and
the Kubernetes exporters give are known here. A name of such a family that is not among them is most often misspelt;
of other names nothing can be said.

Passes:

    promql: mysql_global_status_threads_connected
    ---
    promql: shop_orders_open
    ---
    promql: redis_memory_used_bytes / (redis_memory_max_bytes > 0)

Fails:

    promql: mysql_global_status_thread_connected
    ---
    promql: redis_keyspace_hit_total
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.nearest import nearest
from generator.languages.promql.analysis import metric_names
from generator.validate.found import Found
from generator.validate.metrics import family, names
from generator.validate.rule import Rule
from generator.validate.view import QueryView


def _check(query: QueryView) -> Iterator[Found]:
    for word in metric_names(query.tree) if query.tree is not None else ():
        name = word.text
        if query.is_guess(word) or name in names():
            continue
        members = family(name)
        if members:
            near = nearest(name, members)
            said = f'; did you mean "{near}"?' if near else ""
            yield query.found(word, f'"{name}" is no metric that is known here{said}', near or "", unsure=near is None)


rule = Rule(QueryView, "warning", _check, kind="prometheus", others="info")
