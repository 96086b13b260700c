"""The parts of a data source that lead to another one: which uid stands where, and of which type it has to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.validate.view import SourceView


@dataclass(frozen=True, slots=True)
class Lead:
    """A reference of one data source to another. `types` are those it makes sense with; none: any."""

    what: str
    uid: Any
    pointer: str
    types: tuple[str, ...]


def leads(source: SourceView) -> Iterator[Lead]:
    """Every reference of a Prometheus, Loki or Tempo data source to another one."""
    for key, types in _OBJECTS.get(source.type, {}).items():
        said = source.json_data.get(key)
        if isinstance(said, dict) and "datasourceUid" in said:
            yield Lead(key, said["datasourceUid"], source.at("jsonData", key, "datasourceUid"), types)
    for key, types in _LISTS.get(source.type, {}).items():
        for at, entry in enumerate(entries(source, key)):
            if "datasourceUid" in entry:
                yield Lead(key, entry["datasourceUid"], source.at("jsonData", key, at, "datasourceUid"), types)
    for at, entry in enumerate(correlations(source)):
        if "targetUID" in entry:
            yield Lead("correlation", entry["targetUID"], source.at("correlations", at, "targetUID"), ())


def entries(source: SourceView, key: str) -> list[dict[str, Any]]:
    """The objects in a list of jsonData; a list that is something else has none."""
    said = source.json_data.get(key)
    return [one if isinstance(one, dict) else {} for one in said] if isinstance(said, list) else []


def correlations(source: SourceView) -> list[dict[str, Any]]:
    """The correlations that stand under a data source of a provisioning file."""
    said = source.raw.get("correlations")
    return [one if isinstance(one, dict) else {} for one in said] if isinstance(said, list) else []


_METRICS = ("prometheus", "grafana-amazonprometheus-datasource", "grafana-azureprometheus-datasource")
_LOGS = (
    "loki",
    "elasticsearch",
    "grafana-opensearch-datasource",
    "grafana-splunk-datasource",
    "grafana-falconlogscale-datasource",
    "googlecloud-logging-datasource",
    "victoriametrics-logs-datasource",
)
_TRACES = ("tempo", "jaeger", "zipkin", "grafana-x-ray-datasource", "grafana-azure-monitor-datasource")

_OBJECTS: dict[str, dict[str, tuple[str, ...]]] = {
    "tempo": {
        "tracesToLogsV2": _LOGS,
        "tracesToLogs": _LOGS,
        "tracesToMetrics": _METRICS,
        "tracesToProfiles": ("grafana-pyroscope-datasource",),
        "serviceMap": _METRICS,
        "lokiSearch": ("loki",),
    },
}
_LISTS: dict[str, dict[str, tuple[str, ...]]] = {
    "loki": {"derivedFields": _TRACES},
    "prometheus": {"exemplarTraceIdDestinations": _TRACES},
}
