"""OTLP as JSON over HTTP, made of plain values: what the SDKs would send, without an SDK."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Attributes = Mapping[str, str | int | float | bool]

SERVER, CLIENT, INTERNAL, PRODUCER, CONSUMER = 2, 3, 1, 4, 5
ERROR = 2


def attributes(values: Attributes) -> list[dict[str, Any]]:
    return [{"key": name, "value": _value(value)} for name, value in values.items()]


def _value(value: str | float | bool) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    return {"doubleValue": value} if isinstance(value, float) else {"stringValue": value}


def new_id(digits: int, dice: random.Random, *, leading_zero: bool = False) -> str:
    made = f"{dice.getrandbits(digits * 4):0{digits}x}"
    return "0" + made[1:] if leading_zero else made


@dataclass
class Span:
    """One span; times in epoch seconds."""

    trace_id: str
    span_id: str
    parent: str
    name: str
    kind: int
    start: float
    end: float
    attributes: Attributes
    failed: bool = False
    events: tuple[tuple[str, Attributes], ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "traceId": self.trace_id,
            "spanId": self.span_id,
            "parentSpanId": self.parent,
            "name": self.name,
            "kind": self.kind,
            "startTimeUnixNano": str(int(self.start * 1e9)),
            "endTimeUnixNano": str(int(self.end * 1e9)),
            "attributes": attributes(self.attributes),
            "status": {"code": ERROR} if self.failed else {},
            "events": [
                {"name": name, "timeUnixNano": str(int(self.end * 1e9)), "attributes": attributes(values)}
                for name, values in self.events
            ],
        }


def traces(resources: Iterable[tuple[Attributes, Iterable[Span]]]) -> dict[str, Any]:
    return {
        "resourceSpans": [
            {
                "resource": {"attributes": attributes(resource)},
                "scopeSpans": [{"scope": {"name": "e2e"}, "spans": spans}],
            }
            for resource, found in resources
            if (spans := [span.to_json() for span in found])
        ]
    }


@dataclass
class Record:
    """One log record."""

    at: float
    level: str
    body: str
    attributes: Attributes
    trace_id: str = ""
    span_id: str = ""


_SEVERITY = {"DEBUG": 5, "INFO": 9, "WARNING": 13, "ERROR": 17}


def logs(resource: Attributes, records: Iterable[Record]) -> dict[str, Any]:
    made = [
        {
            "timeUnixNano": str(int(one.at * 1e9)),
            "severityNumber": _SEVERITY[one.level],
            "severityText": one.level,
            "body": {"stringValue": one.body},
            "attributes": attributes(one.attributes),
            **({"traceId": one.trace_id, "spanId": one.span_id} if one.trace_id else {}),
        }
        for one in records
    ]
    scope = [{"scope": {"name": "e2e"}, "logRecords": made}]
    return {"resourceLogs": [{"resource": {"attributes": attributes(resource)}, "scopeLogs": scope}]}


@dataclass
class Metrics:
    """Cumulative metrics of one resource, since `start` (epoch seconds)."""

    resource: Attributes
    start: float
    at: float
    made: list[dict[str, Any]] = field(default_factory=list)

    def gauge(self, name: str, value: float, labels: Attributes = {}, unit: str = "") -> None:  # noqa: B006
        point = {"timeUnixNano": self._at, "asDouble": value, "attributes": attributes(labels)}
        self.made.append({"name": name, "unit": unit, "gauge": {"dataPoints": [point]}})

    def counter(self, name: str, value: float, labels: Attributes = {}, unit: str = "") -> None:  # noqa: B006
        point = {**self._span, "asDouble": value, "attributes": attributes(labels)}
        self.made.append(
            {"name": name, "unit": unit, "sum": {**_CUMULATIVE, "isMonotonic": True, "dataPoints": [point]}}
        )

    def updown(self, name: str, value: float, labels: Attributes = {}, unit: str = "") -> None:  # noqa: B006
        point = {**self._span, "asDouble": value, "attributes": attributes(labels)}
        self.made.append(
            {"name": name, "unit": unit, "sum": {**_CUMULATIVE, "isMonotonic": False, "dataPoints": [point]}}
        )

    def histogram(
        self, name: str, unit: str, bounds: tuple[float, ...], counts: list[int], mean: float, labels: Attributes
    ) -> None:
        point = {
            **self._span,
            "count": str(sum(counts)),
            "sum": mean * sum(counts),
            "bucketCounts": [str(count) for count in counts],
            "explicitBounds": list(bounds),
            "attributes": attributes(labels),
        }
        self.made.append({"name": name, "unit": unit, "histogram": {**_CUMULATIVE, "dataPoints": [point]}})

    @property
    def _at(self) -> str:
        return str(int(self.at * 1e9))

    @property
    def _span(self) -> dict[str, str]:
        return {"startTimeUnixNano": str(int(self.start * 1e9)), "timeUnixNano": self._at}

    def to_json(self) -> dict[str, Any]:
        scope = [{"scope": {"name": "e2e"}, "metrics": self.made}]
        return {"resourceMetrics": [{"resource": {"attributes": attributes(self.resource)}, "scopeMetrics": scope}]}


_CUMULATIVE = {"aggregationTemporality": 2}
