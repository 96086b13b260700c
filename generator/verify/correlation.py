"""Correlation as it really works: recent traces to their logs, log lines and exemplars to their traces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from generator.board_json.shape import mapping, objects, text
from generator.config.model import Tier
from generator.detect.arrival import LOGS, SPANS, TRACES, Stack
from generator.detect.dialects import HTTP
from generator.detect.dialects import SPANS as SPAN_SPELLINGS
from generator.live.loki import Line, Loki
from generator.live.problem import StoreError
from generator.live.prometheus import Exemplar
from generator.live.stores import LiveSource, Stores
from generator.live.tempo import Hit, Span
from generator.verify.links import Link, derived_fields, logs_of_span, metrics_of_span, trace_id_of
from generator.verify.result import CorrelationRow, Failure
from generator.verify.variables import Sources
from generator.verify.why.words import few, short

#: So many of each are tried.
TRIES = 10
#: What is younger may still be on its way to its store. Seconds.
SETTLED = 30.0
_BACK = 1800.0
_HEX = re.compile(r"[0-9a-fA-F]{16,32}")
_T = TypeVar("_T")


@dataclass(frozen=True)
class Service:
    """A service whose correlation is looked at. `logged`: somebody expects it to log."""

    name: str
    tier: Tier
    logged: bool = True


@dataclass(frozen=True)
class _Try:
    """How one try ended: no reason means that it led to where it should. `silent`: nothing was there to be found."""

    reason: str = ""
    words: str = ""
    example: str = ""
    fix: str = ""
    silent: bool = False


@dataclass(frozen=True)
class Correlation:
    """Follows the links of one stack. `settled` can be shortened where a test cannot wait."""

    stores: Stores
    sources: Sources
    stack: Stack
    now: float
    settled: float = SETTLED

    def rows(self, services: Sequence[Service]) -> tuple[CorrelationRow, ...]:
        """All ways for all services; a store that cannot be asked gives no row."""
        work: list[Callable[[], Iterable[CorrelationRow]]] = []
        for service in services:
            if not {"tempo", "loki"} & set(self.stack.unasked):
                work += [
                    lambda one=service: self._traces_to_logs(one),  # type: ignore[misc]
                    lambda one=service: self._logs_to_traces(one),  # type: ignore[misc]
                ]
            if not {"tempo", "prometheus"} & set(self.stack.unasked):
                work += [
                    lambda one=service: self._traces_to_metrics(one),  # type: ignore[misc]
                    lambda one=service: self._exemplars(one),  # type: ignore[misc]
                    lambda one=service: self._graph(one),  # type: ignore[misc]
                ]
        done = self.stores.desk.all(_safely, work)
        rows = [row for found in done for row in found]
        return tuple(sorted(rows, key=lambda row: (row.direction, row.service)))

    def _tempo(self) -> LiveSource | None:
        return next((one for one in self.sources.sources if one.uid == self.sources.uid("tempo")), None)

    def _loki(self) -> LiveSource | None:
        return next((one for one in self.sources.sources if one.uid == self.sources.uid("loki")), None)

    def _hits(self, service: Service, tries: int = TRIES) -> tuple[Hit, ...]:
        query = f'{{ resource.service.name = "{service.name}" }} with (most_recent=true)'
        tempo = self.stores.tempo(self.sources.uid("tempo"))
        return tempo.search(query, self.now - _BACK, self.now - self.settled, tries)

    def _spans(self, service: Service) -> list[Span]:
        """For each recent trace of a service the longest span that the service has in it."""
        tempo = self.stores.tempo(self.sources.uid("tempo"))
        traces = self.stores.desk.all(lambda hit: tempo.trace(hit.trace_id), self._hits(service))
        own = [[span for span in spans if span.service == service.name] for spans in traces]
        return [max(spans, key=lambda span: span.end - span.start) for spans in own if spans]

    def _traces_to_logs(self, service: Service) -> Iterable[CorrelationRow]:
        direction = "trace -> logs"
        source = self._tempo()
        spans = self._spans(service)
        if source is None or not spans:
            yield CorrelationRow(direction, service.name, 0, 0, note="no recent trace")
            return
        sender = self.stack.senders.get(service.name)
        logs = sender.arrivals.get(LOGS) if sender else None
        if logs is None:
            yield CorrelationRow(direction, service.name, 0, 0, note="the service sends no logs")
            return
        tries = self.stores.desk.all(lambda span: self._logs_of(source, service, span), spans)
        loud = [one for one in tries if not one.silent]
        if not loud:
            tries = [self._speechless(service)]
            yield _row(direction, service.name, tries, note="no trace of it has log lines", expected=service.logged)
            return
        silent = len(tries) - len(loud)
        note = f"{silent} traces without any log line" if silent else ""
        yield _row(direction, service.name, loud, note=note)

    def _logs_of(self, source: LiveSource, service: Service, span: Span) -> _Try:
        link = logs_of_span(source.settings, span)
        if link.problem:
            return _Try(link.reason, link.problem, link.query, link.fix)
        wrong = self._wrong_target(link, "loki", "tracesToLogsV2")
        if wrong is not None:
            return wrong
        loki = self.stores.loki(link.uid)
        try:
            if loki.lines(link.query, link.start, link.end, TRIES):
                return _Try()
        except StoreError as error:
            if error.why != "refused":
                raise
            return _Try("query-error", f"Loki refuses the query: {short(error.said, 120)}", link.query, _QUERY)
        return self._missed(loki, service, span, link)

    def _missed(self, loki: Loki, service: Service, span: Span, link: Link) -> _Try:
        """Why the logs query of a trace found no line: there is none, or it looks in the wrong place."""
        start, end = min(link.start, span.start - 300), max(link.end, span.end + 300)
        lines = self._lines_of_trace(loki, span.trace_id, start, end)
        own = [line for line in lines if service.name in line.labels.values() or not line.labels.get("service_name")]
        selector = link.query[: link.query.find("}") + 1]
        if not self._streams(loki, selector, start, end):
            there = [f'{name}="{service.name}"' for name in self._labels_of(loki, service, start, end)]
            hint = f"; its lines have {few(there)}" if there else ""
            return _Try("tag-mapping", f"no log stream has {selector}{hint}", link.query, _TAGS)
        if not own:
            return _Try(silent=True)
        line = own[0]
        if not link.start <= line.at_ns / 1e9 <= link.end:
            fix = "widen spanStartTimeShift and spanEndTimeShift, -5m and 5m"
            return _Try("time-shift", "its lines lie outside the range of the link", line.text[:200], fix)
        field = trace_id_of(line)
        name = field[0] if field else "the line"
        words = f"the query misses the line, whose id is in {name}"
        return _Try("id-filter", words, f"{link.query}   misses   {short(line.text, 160)}", _FILTER)

    def _lines_of_trace(self, loki: Loki, trace_id: str, start: float, end: float) -> tuple[Line, ...]:
        """All lines that carry an id, in whichever field."""
        names = loki.label_names(start, end)
        label = "service_name" if "service_name" in names else next(iter(names), "")
        if not label:
            return ()
        inside = f'log_line_has=`{{{{ contains "{trace_id}" __line__ }}}}`'
        fields = " or ".join(f'{name}="{trace_id}"' for name in ("trace_id", "traceid", "traceId", "otelTraceID"))
        expr = f'{{{label}=~".+"}} | label_format {inside} | log_line_has="true" or {fields}'
        return loki.lines(expr, start, end, TRIES)

    def _streams(self, loki: Loki, selector: str, start: float, end: float) -> bool:
        try:
            return bool(loki.streams(selector, start, end))
        except StoreError as error:
            if error.why == "refused":
                return True
            raise

    def _labels_of(self, loki: Loki, service: Service, start: float, end: float) -> list[str]:
        """The stream labels whose value is the service's name."""
        for name in ("service_name", "app", "container", "job", "service"):
            streams = loki.streams(f'{{{name}="{service.name}"}}', start, end)
            if streams:
                return [label for label, value in streams[0].items() if value == service.name]
        return []

    def _speechless(self, service: Service) -> _Try:
        """Why no trace of a service that logs has a line."""
        lines = self._recent_lines(service, "", 50)
        carrying = [line for line in lines if trace_id_of(line)]
        if lines and not carrying:
            return _Try("no-id-in-lines", "its log lines carry no trace id", short(lines[0].text, 160), _INJECT)
        example = short(carrying[0].text, 160) if carrying else ""
        return _Try("other-ids", "its log lines carry ids of other traces than those in Tempo", example, _SAMPLED)

    def _recent_lines(self, service: Service, more: str, limit: int) -> tuple[Line, ...]:
        loki = self.stores.loki(self.sources.uid("loki"))
        expr = f'{{service_name="{service.name}"{more}}}'
        return loki.lines(expr, self.now - _BACK, self.now - self.settled, limit)

    def _logs_to_traces(self, service: Service) -> Iterable[CorrelationRow]:
        sender = self.stack.senders.get(service.name)
        logs = sender.arrivals.get(LOGS) if sender else None
        source = self._loki()
        if logs is None or source is None:
            yield CorrelationRow("log -> trace", service.name, 0, 0, note="the service sends no logs")
            return
        for way in logs.dialects:
            more = ', filename="", pod=""' if way == "otlp" else ', filename!=""' if len(logs.dialects) > 1 else ""
            lines = self._recent_lines(service, more, 100)
            carrying = [line for line in lines if trace_id_of(line)]
            direction = f"log -> trace ({way})"
            if not lines:
                yield CorrelationRow(direction, service.name, 0, 0, note="no recent line")
            elif not carrying:
                tries = [_Try("no-id-in-lines", "no line carries a trace id", short(lines[0].text, 160), _INJECT)]
                yield _row(direction, service.name, tries, expected=service.tier == "backend")
            else:
                chosen = _spread(carrying, TRIES)
                tries = self.stores.desk.all(lambda line: self._trace_of(source, service, line), chosen)
                without = len(lines) - len(carrying)
                yield _row(direction, service.name, tries, note=f"{without} of {len(lines)} lines without an id")

    def _trace_of(self, source: LiveSource, service: Service, line: Line) -> _Try:
        shown = short(line.text, 160)
        found = trace_id_of(line)
        name, trace_id = found or ("", "")
        fields = [one for one in derived_fields(source.settings, line) if one.value]
        if not fields:
            return _Try("no-derived-field", f"no derived field takes the id out of {name}", shown, _DERIVED)
        kinds = {one.uid: one.kind for one in self.sources.sources}
        good = [one for one in fields if kinds.get(one.uid) == "tempo"]
        if not good:
            words = f'the derived field {fields[0].name} leads to "{fields[0].uid}", which is no Tempo here'
            return _Try("wrong-target", words, shown, "set its data source to Tempo")
        one = good[0]
        if not _HEX.fullmatch(one.query.strip()):
            reason = "wrong-dollar" if "$" in one.query or "__value" in one.query else "no-id"
            words = f"the derived field {one.name} asks Tempo for {short(one.query, 60) or 'nothing'}"
            return _Try(reason, words, shown, "its query must be ${__value.raw} ($${__value.raw} in a file)")
        spans = self.stores.tempo(one.uid).trace(one.query)
        if not spans:
            return self._lost(trace_id, line, shown)
        services = {span.service for span in spans}
        if service.name not in services:
            words = f"its trace holds {few(sorted(services))}, not {service.name}"
            return _Try("other-service", words, shown, "pass the context on, and set the same service.name for all")
        return _Try()

    def _lost(self, trace_id: str, line: Line, shown: str) -> _Try:
        flags = line.labels.get("flags", line.labels.get("otelTraceSampled", ""))
        if flags in ("0", "False", "false"):
            return _Try("sampled-out", f"trace {trace_id} was not sampled", shown, _SAMPLED)
        words = f"Tempo has no trace {trace_id}: sampled away, or lost on its way"
        return _Try("sampled-out", words, shown, _SAMPLED)

    def _traces_to_metrics(self, service: Service) -> Iterable[CorrelationRow]:
        direction = "trace -> metrics"
        source = self._tempo()
        sender = self.stack.senders.get(service.name)
        if source is None or sender is None or not mapping(source.settings.get("tracesToMetrics")).get("queries"):
            return
        if SPANS not in sender.arrivals:
            return
        spans = self._spans(service)[:1]
        tries: list[_Try] = []
        for link in metrics_of_span(source.settings, spans[0])[:1] if spans else ():
            wrong = self._wrong_target(link, "prometheus", "tracesToMetrics")
            if link.problem or wrong is not None:
                tries.append(wrong or _Try(link.reason, link.problem, link.query, link.fix))
                continue
            query = link.query.replace("$__rate_interval", "5m").replace("$__interval", "1m")
            try:
                found = self.stores.prometheus(link.uid).query(query, min(self.now, link.end))
            except StoreError as error:
                if error.why != "refused":
                    raise
                tries.append(_Try("query-error", f"Prometheus refuses the query: {short(error.said)}", query, _QUERY))
                continue
            words = "the query of the link finds no series"
            tries.append(_Try() if found else _Try("tag-mapping", words, query, _METRIC_TAGS))
        if tries:
            yield _row(direction, service.name, tries)

    def _exemplars(self, service: Service) -> Iterable[CorrelationRow]:
        direction = "exemplar -> trace"
        uid = self.sources.uid("prometheus")
        source = next((one for one in self.sources.sources if one.uid == uid), None)
        exemplars = self._recent_exemplars(service, uid)
        if source is None or not exemplars:
            note = "no exemplars: old SDKs have none; Tempo's span metrics have them with send_exemplars: true"
            yield CorrelationRow(direction, service.name, 0, 0, note=note)
            return
        targets = {
            text(entry.get("name")) or "": text(entry.get("datasourceUid")) or ""
            for _, entry in objects(source.settings.get("exemplarTraceIdDestinations"), "")
        }
        tries = self.stores.desk.all(lambda one: self._exemplar(one, targets), _spread(exemplars, TRIES))
        yield _row(direction, service.name, tries)

    def _recent_exemplars(self, service: Service, uid: str) -> list[Exemplar]:
        prometheus = self.stores.prometheus(uid)
        sender = self.stack.senders.get(service.name)
        found: list[Exemplar] = []
        for spelling in (*HTTP, *SPAN_SPELLINGS) if sender else ():
            if spelling.metric not in self.stack.metric_names:
                continue
            name = f"(.+/)?{re.escape(service.name)}" if spelling.service == "job" else re.escape(service.name)
            pattern = name.replace("\\", "\\\\")
            bucket = spelling.metric.removesuffix("_count") + "_bucket"
            expr = f'{bucket}{{{spelling.service}=~"{pattern}"}}'
            found += prometheus.exemplars(expr, self.now - _BACK, self.now - self.settled)[: 2 * TRIES]
        return found

    def _exemplar(self, exemplar: Exemplar, targets: dict[str, str]) -> _Try:
        shown = ", ".join(f"{name}={value}" for name, value in exemplar.labels.items())
        carried = [
            name for name, value in exemplar.labels.items() if _HEX.fullmatch(value) and "span" not in name.lower()
        ]
        name = next((one for one in carried if one in targets), "")
        if not name:
            words = f"no exemplarTraceIdDestinations entry for {few(carried) or few(exemplar.labels)}"
            return _Try("no-destination", words, shown, f"add one with the name {few(carried[:1])} to Prometheus")
        kinds = {one.uid: one.kind for one in self.sources.sources}
        if kinds.get(targets[name]) != "tempo":
            words = f'exemplars by {name} lead to "{targets[name]}", which is no Tempo here'
            return _Try("wrong-target", words, shown, "set the destination's data source to Tempo")
        if not self.stores.tempo(targets[name]).trace(exemplar.labels[name]):
            return _Try("sampled-out", f"Tempo has no trace {exemplar.labels[name]}", shown, _SAMPLED)
        return _Try()

    def _graph(self, service: Service) -> Iterable[CorrelationRow]:
        direction = "service graph -> service"
        tempo = self._tempo()
        uid = text(mapping((tempo.settings if tempo else {}).get("serviceMap")).get("datasourceUid")) or ""
        if "traces_service_graph_request_total" not in self.stack.metric_names:
            return
        if not any(one.uid == uid and one.kind == "prometheus" for one in self.sources.sources):
            words = f'serviceMap.datasourceUid is "{uid}", which is no Prometheus here' if uid else _NO_MAP
            yield _row(direction, service.name, [_Try("wrong-target", words, "", "set serviceMap.datasourceUid")])
            return
        named = f'"{service.name}"'
        edges = self.stores.prometheus(uid).query(
            "sum by (client, server, connection_type) (traces_service_graph_request_total{client=%s} or "
            "traces_service_graph_request_total{server=%s})" % (named, named),
            self.now,
        )
        known = {name for name, one in self.stack.senders.items() if TRACES in one.arrivals or SPANS in one.arrivals}
        tries = []
        for edge in edges:
            other = edge.labels.get("server" if edge.labels.get("client") == service.name else "client", "")
            if edge.labels.get("connection_type") or other in known or other == "user":
                tries.append(_Try())
            else:
                shown = f"{edge.labels.get('client')} -> {edge.labels.get('server')}"
                tries.append(_Try("unknown-node", f"no traces of {other}", shown, "instrument it, or name it"))
        if tries:
            yield _row(direction, service.name, tries)

    def _wrong_target(self, link: Link, kind: str, key: str) -> _Try | None:
        if any(one.uid == link.uid and one.kind == kind for one in self.sources.sources):
            return None
        words = f'{key}.datasourceUid is "{link.uid}", which is no {kind.capitalize()} here'
        return _Try("wrong-target", words, link.query, f"set {key}.datasourceUid of the Tempo data source")


def _safely(work: Callable[[], Iterable[CorrelationRow]]) -> list[CorrelationRow]:
    """The rows; none where a store fell silent, which reach and panels tell of."""
    try:
        return list(work())
    except StoreError:
        return []


def _row(
    direction: str, service: str, tries: Sequence[_Try], *, note: str = "", expected: bool = True
) -> CorrelationRow:
    failed = [one for one in tries if one.reason]
    grouped: dict[str, list[_Try]] = {}
    for one in failed:
        grouped.setdefault(one.reason, []).append(one)
    failures = tuple(
        Failure(reason, ones[0].words, len(ones), ones[0].example, ones[0].fix) for reason, ones in grouped.items()
    )
    return CorrelationRow(direction, service, len(tries), len(tries) - len(failed), failures, note, expected)


def _spread(items: Sequence[_T], most: int) -> list[_T]:
    """At most so many, taken evenly from the whole."""
    if len(items) <= most:
        return list(items)
    return [items[index * len(items) // most] for index in range(most)]


_QUERY = "correct the query of the data source's settings"
_TAGS = "map the tag to the label that the log streams have: service.name to service_name"
_METRIC_TAGS = "map service.name to the label of the span metrics: service (Tempo), service_name (connector)"
_FILTER = 'look at both places, beside the line and inside it: {${__tags}} | json | trace_id = "${__trace.traceId}"'
_INJECT = "log within a span, and put its id into the line: OTEL_PYTHON_LOG_CORRELATION=true, or the OTLP log handler"
_DERIVED = "add a derived field of the type label for trace_id, and one by regex for ids inside JSON lines"
_SAMPLED = "raise the sampling ratio, or let sampling keep what is logged; compare Tempo's retention with Loki's"
_NO_MAP = "the Tempo data source names no Prometheus for its service map"
