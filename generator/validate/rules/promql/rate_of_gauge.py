"""rate() is for counters, deriv() and delta() are for gauges.

rate() takes each fall of a gauge for a restart and adds it up; delta() of a counter goes below zero at a restart.

Passes:

    promql: rate(http_requests_total[$__rate_interval])
    ---
    promql: deriv(node_filesystem_free_bytes[1h])

Fails:

    promql: rate(cpu_utilization_ratio[$__rate_interval])
    ---
    promql: delta(http_requests_total[1h])
    ---
    promql: rate(node_memory_MemFree_bytes[$__rate_interval])
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.promql.analysis import calls
from generator.languages.promql.tree import Selector
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView

#: Endings by which Prometheus' naming rules tell a gauge for certain.
_GAUGES = ("_ratio", "_percent", "_celsius", "_info", "_timestamp_seconds", "_timestamp", "_current")
_MEMORY = ("_memory_bytes", "_usage_bytes", "_free_bytes", "_available_bytes", "_used_bytes")
_COUNTERS = ("_total", "_bucket")


def _check(query: QueryView) -> Iterator[Found]:
    if query.tree is None:
        return
    for call in calls(query.tree, "rate", "irate", "increase", "delta", "idelta", "deriv", "predict_linear"):
        of = call.arguments[0] if call.arguments else None
        if not isinstance(of, Selector) or of.name is None or query.is_guess(of.name):
            continue
        name, function = of.name.text, call.function.text
        if function in ("rate", "irate", "increase") and _is_gauge(name):
            yield query.found(call, f"{function}() of {name}, a gauge by its name", "deriv() or delta()")
        elif function in ("delta", "idelta", "deriv") and name.endswith(_COUNTERS):
            yield query.found(call, f"{function}() of {name}, a counter", "increase() or rate()")


def _is_gauge(name: str) -> bool:
    return name.endswith((*_GAUGES, *_MEMORY)) or (name.startswith("node_memory_") and not name.endswith("_total"))


rule = Rule(QueryView, "warning", _check, kind="prometheus", others="info")
