"""Query targets as Grafana 12 writes them, one class per data source."""

from __future__ import annotations

from typing import Any

import attr

JsonObject = dict[str, Any]


@attr.s(auto_attribs=True, frozen=True, kw_only=True)
class PrometheusTarget:
    """A PromQL query. `interval` is its smallest step and what `$__rate_interval` is made of."""

    refId: str  # noqa: N815 - grafanalib's spelling
    datasource: JsonObject
    expr: str
    interval: str
    legend: str = ""
    instant: bool = False
    format: str = "time_series"
    exemplar: bool = False

    def to_json_data(self) -> JsonObject:
        """The target as JSON data."""
        data: JsonObject = {
            "refId": self.refId,
            "datasource": self.datasource,
            "editorMode": "code",
            "expr": self.expr,
            "format": self.format,
            "instant": self.instant,
            "interval": self.interval,
            "legendFormat": self.legend or "__auto",
            "range": not self.instant,
        }
        if self.exemplar:
            data["exemplar"] = True
        return data


@attr.s(auto_attribs=True, frozen=True, kw_only=True)
class LokiTarget:
    """A LogQL query, for lines or for numbers."""

    refId: str  # noqa: N815
    datasource: JsonObject
    expr: str
    legend: str = ""
    instant: bool = False
    max_lines: int | None = None

    def to_json_data(self) -> JsonObject:
        """The target as JSON data."""
        data: JsonObject = {
            "refId": self.refId,
            "datasource": self.datasource,
            "direction": "backward",
            "editorMode": "code",
            "expr": self.expr,
            "queryType": "instant" if self.instant else "range",
        }
        if self.legend:
            data["legendFormat"] = self.legend
        if self.max_lines is not None:
            data["maxLines"] = self.max_lines
        return data


@attr.s(auto_attribs=True, frozen=True, kw_only=True)
class TempoTarget:
    """A TraceQL search, a TraceQL metrics query, or a trace by its id: Grafana tells them apart by the text."""

    refId: str  # noqa: N815
    datasource: JsonObject
    query: str
    table_type: str = "traces"
    limit: int = 20
    #: Set for metrics queries: "range" or "instant".
    metrics: str = ""
    step: str = ""

    def to_json_data(self) -> JsonObject:
        """The target as JSON data."""
        data: JsonObject = {
            "refId": self.refId,
            "datasource": self.datasource,
            "query": self.query,
            "queryType": "traceql",
        }
        if self.metrics:
            data["metricsQueryType"] = self.metrics
            if self.step:
                data["step"] = self.step
        else:
            data |= {"limit": self.limit, "spss": 3, "tableType": self.table_type}
        return data


@attr.s(auto_attribs=True, frozen=True, kw_only=True)
class ServiceMapTarget:
    """Tempo's service map. Grafana reads it from the Prometheus that the Tempo data source names."""

    refId: str  # noqa: N815
    datasource: JsonObject
    query: str

    def to_json_data(self) -> JsonObject:
        """The target as JSON data."""
        return {
            "refId": self.refId,
            "datasource": self.datasource,
            "queryType": "serviceMap",
            "serviceMapQuery": self.query,
        }
