"""Tempo's HTTP API as typed questions."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from generator.board_json.shape import mapping, objects, text
from generator.live.desk import Desk, key_of
from generator.live.problem import StoreError
from generator.live.prometheus import Series, number
from generator.live.way import Parameters, Way

#: Hexadecimal digits of a trace id. Tempo's search leaves leading zeros away: about one id in sixteen is shorter.
ID_DIGITS = 32


@dataclass(frozen=True)
class Hit:
    """A trace that a search found: its id, padded, when it began (epoch seconds), and the spans that matched."""

    trace_id: str
    at: float
    spans: int
    #: As Tempo wrote it, leading zeros gone.
    written: str


@dataclass(frozen=True)
class Span:
    """One span. `tags` holds its own attributes and its resource's, as Grafana offers them to links."""

    trace_id: str
    span_id: str
    service: str
    name: str
    start: float
    end: float
    tags: Mapping[str, str]


@dataclass(frozen=True)
class Tempo:
    """One Tempo."""

    way: Way
    desk: Desk

    def search(self, query: str, start: float, end: float, limit: int, spans: int = 3) -> tuple[Hit, ...]:
        """Traces that a TraceQL query finds, the newest first."""
        window = {"start": str(int(start)), "end": str(int(end) + 1), "limit": str(limit), "spss": str(spans)}
        found = mapping(self._get("/api/search", {"q": query, **window}))
        hits = [_hit(entry) for _, entry in objects(found.get("traces"), "")]
        return tuple(sorted(hits, key=lambda hit: -hit.at))

    def trace(self, trace_id: str) -> tuple[Span, ...]:
        """The spans of a trace, none when Tempo has no such trace. Short ids are padded."""
        try:
            body = self._get(f"/api/v2/traces/{padded(trace_id)}", {})
        except StoreError as error:
            if error.why == "refused":
                return ()
            raise
        found = mapping(mapping(body).get("trace"))
        batches = found.get("resourceSpans") or found.get("batches")
        return tuple(span for _, batch in objects(batches, "") for span in _spans(batch))

    def tag_values(self, tag: str, start: float, end: float) -> tuple[str, ...]:
        """The values of an attribute such as `resource.service.name`."""
        window = {"start": str(int(start)), "end": str(int(end) + 1)}
        found = mapping(self._get(f"/api/v2/search/tag/{quote(tag, safe='')}/values", window))
        values = (text(entry.get("value")) for _, entry in objects(found.get("tagValues"), ""))
        return tuple(value for value in values if value is not None)

    def tags(self, start: float, end: float) -> tuple[str, ...]:
        """The names of all attributes, without their scope."""
        window = {"start": str(int(start)), "end": str(int(end) + 1)}
        found = mapping(self._get("/api/v2/search/tags", window))
        names = (tag for _, scope in objects(found.get("scopes"), "") for tag in scope.get("tags") or ())
        return tuple(dict.fromkeys(name for name in names if isinstance(name, str)))

    def metrics(self, query: str, start: float, end: float, step: float | None) -> tuple[Series, ...]:
        """A TraceQL metrics query; without a step one number for the whole range."""
        window = {"start": str(int(start)), "end": str(int(end) + 1)}
        if step is None:
            found = mapping(self._get("/api/metrics/query", {"q": query, **window}))
        else:
            found = mapping(self._get("/api/metrics/query_range", {"q": query, "step": f"{step:g}s", **window}))
        return tuple(_metric(entry) for _, entry in objects(found.get("series"), ""))

    def _get(self, path: str, parameters: Parameters) -> Any:
        name = self.way.name
        return self.desk.once(key_of(name, path, parameters), lambda: self.way.get(path, parameters), name)


def padded(trace_id: str) -> str:
    """The whole id, in small letters, with the leading zeros that Tempo's search leaves away."""
    return trace_id.strip().lower().rjust(ID_DIGITS, "0")


def _hit(entry: Mapping[str, Any]) -> Hit:
    written = text(entry.get("traceID")) or ""
    sets = [mapping(one) for _, one in objects(entry.get("spanSets"), "")] or [mapping(entry.get("spanSet"))]
    matched = sum(int(one.get("matched") or 0) for one in sets)
    return Hit(padded(written), number(entry.get("startTimeUnixNano")) / 1e9, matched, written)


def _spans(batch: Mapping[str, Any]) -> list[Span]:
    resource = _attributes(mapping(batch.get("resource")).get("attributes"))
    groups = batch.get("scopeSpans") or batch.get("instrumentationLibrarySpans")
    return [
        Span(
            trace_id=padded(_hex(one.get("traceId"))),
            span_id=_hex(one.get("spanId")),
            service=resource.get("service.name", ""),
            name=text(one.get("name")) or "",
            start=number(one.get("startTimeUnixNano")) / 1e9,
            end=number(one.get("endTimeUnixNano")) / 1e9,
            tags={**_attributes(one.get("attributes")), **resource},
        )
        for _, group in objects(groups, "")
        for _, one in objects(group.get("spans"), "")
    ]


def _hex(value: Any) -> str:
    """An id: Tempo's JSON has base64 where OTLP's has hexadecimal digits."""
    written = text(value) or ""
    if len(written) in (16, 32) and all(digit in "0123456789abcdefABCDEF" for digit in written):
        return written.lower()
    try:
        return base64.b64decode(written, validate=True).hex()
    except (binascii.Error, ValueError):
        return written


def _attributes(value: Any) -> dict[str, str]:
    found = {}
    for _, entry in objects(value, ""):
        name, inner = text(entry.get("key")), mapping(entry.get("value"))
        if name and inner:
            one = next(iter(inner.values()))
            found[name] = str(one).lower() if isinstance(one, bool) else str(one)
    return found


def _metric(entry: Mapping[str, Any]) -> Series:
    labels = _attributes(entry.get("labels"))
    if "samples" not in entry:
        return Series(labels, ((0.0, number(entry.get("value"))),) if "value" in entry else ())
    points = (
        (number(one.get("timestampMs")) / 1000, number(one.get("value", 0)))
        for _, one in objects(entry.get("samples"), "")
    )
    return Series(labels, tuple(points))
