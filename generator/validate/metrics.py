"""Metrics whose names are known: what exporters and instrumentations of the LGTM stack's neighbours give."""

from __future__ import annotations

from functools import cache
from pathlib import Path

#: Beginnings of names of which (nearly) all members are known; of other names nothing can be said.
_FAMILIES = (
    "http_client_",
    "http_server_",
    "kafka_consumergroup_",
    "kafka_topic_partition",
    "mysql_global_status_",
    "mysql_global_variables_",
    "redis_",
    "traces_service_graph_",
    "traces_span_metrics_",
    "traces_spanmetrics_",
)


@cache
def names() -> frozenset[str]:
    """All names, those of histograms with their suffixes."""
    lines = Path(__file__).with_name("metrics.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _members(beginning: str) -> frozenset[str]:
    return frozenset(one for one in names() if one.startswith(beginning))


def family(name: str) -> frozenset[str]:
    """The known names that begin like this one; none where the beginning is nobody's."""
    beginning = next((one for one in _FAMILIES if name.startswith(one)), None)
    return _members(beginning) if beginning else frozenset()
