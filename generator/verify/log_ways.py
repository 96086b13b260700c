"""From traces to their log lines, and from log lines to their traces."""

from __future__ import annotations

from collections.abc import Iterable

from generator.detect.arrival import LOGS
from generator.languages.logql import parse, walk
from generator.languages.logql.tree import LogSelector
from generator.live.loki import Line, Loki
from generator.live.problem import StoreError
from generator.live.stores import LiveSource
from generator.live.tempo import Span
from generator.verify.links import Link, derived_fields, logs_of_span, trace_id_of
from generator.verify.result import CorrelationRow
from generator.verify.ways import BACK, HEX, QUERY, SAMPLED, TRIES, Service, Try, Ways, row, spread
from generator.verify.why.words import few, short


class LogWays(Ways):
    """The two ways between Tempo and Loki."""

    def traces_to_logs(self, service: Service) -> Iterable[CorrelationRow]:
        direction = "trace -> logs"
        source = self.tempo_source()
        spans = self.spans(service)
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
            yield row(direction, service.name, tries, note="no trace of it has log lines", expected=service.logged)
            return
        silent = len(tries) - len(loud)
        note = f"{silent} traces without any log line" if silent else ""
        yield row(direction, service.name, loud, note=note)

    def _logs_of(self, source: LiveSource, service: Service, span: Span) -> Try:
        link = logs_of_span(source.settings, span)
        if link.problem:
            return Try(link.reason, link.problem, link.query, link.fix)
        wrong = self.wrong_target(link, "loki", "tracesToLogsV2")
        if wrong is not None:
            return wrong
        loki = self.stores.loki(link.uid)
        try:
            if loki.lines(link.query, link.start, link.end, TRIES):
                return Try()
        except StoreError as error:
            if error.why != "refused":
                raise
            return Try("query-error", f"Loki refuses the query: {short(error.said, 120)}", link.query, QUERY)
        return self._missed(loki, service, span, link)

    def _missed(self, loki: Loki, service: Service, span: Span, link: Link) -> Try:
        """Why the logs query of a trace found no line: there is none, or it looks in the wrong place."""
        start, end = min(link.start, span.start - 300), max(link.end, span.end + 300)
        lines = self._lines_of_trace(loki, span.trace_id, start, end)
        own = [line for line in lines if service.name in line.labels.values() or not line.labels.get("service_name")]
        selector = _selector(link.query)
        if not self._streams(loki, selector, start, end):
            there = [f'{name}="{service.name}"' for name in self._labels_of(loki, service, start, end)]
            hint = f"; its lines have {few(there)}" if there else ""
            return Try("tag-mapping", f"no log stream has {selector}{hint}", link.query, _TAGS)
        if not own:
            return Try(silent=True)
        line = own[0]
        if not link.start <= line.at_ns / 1e9 <= link.end:
            fix = "widen spanStartTimeShift and spanEndTimeShift, -5m and 5m"
            return Try("time-shift", "its lines lie outside the range of the link", line.text[:200], fix)
        field = trace_id_of(line)
        name = field[0] if field else "the line"
        words = f"the query misses the line, whose id is in {name}"
        return Try("id-filter", words, f"{link.query}   misses   {short(line.text, 160)}", _FILTER)

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

    def _speechless(self, service: Service) -> Try:
        """Why no trace of a service that logs has a line."""
        lines = self._recent_lines(service, "", 50)
        carrying = [line for line in lines if trace_id_of(line)]
        if lines and not carrying:
            return Try("no-id-in-lines", "its log lines carry no trace id", short(lines[0].text, 160), _INJECT)
        example = short(carrying[0].text, 160) if carrying else ""
        return Try("other-ids", "its log lines carry ids of other traces than those in Tempo", example, SAMPLED)

    def _recent_lines(self, service: Service, more: str, limit: int) -> tuple[Line, ...]:
        loki = self.stores.loki(self.sources.uid("loki"))
        expr = f'{{service_name="{service.name}"{more}}}'
        return loki.lines(expr, self.now - BACK, self.now - self.settled, limit)

    def logs_to_traces(self, service: Service) -> Iterable[CorrelationRow]:
        sender = self.stack.senders.get(service.name)
        logs = sender.arrivals.get(LOGS) if sender else None
        source = self.loki_source()
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
                tries = [Try("no-id-in-lines", "no line carries a trace id", short(lines[0].text, 160), _INJECT)]
                yield row(direction, service.name, tries, expected=service.tier == "backend")
            else:
                chosen = spread(carrying, TRIES)
                tries = self.stores.desk.all(lambda line: self._trace_of(source, service, line), chosen)
                without = len(lines) - len(carrying)
                yield row(direction, service.name, tries, note=f"{without} of {len(lines)} lines without an id")

    def _trace_of(self, source: LiveSource, service: Service, line: Line) -> Try:
        shown = short(line.text, 160)
        found = trace_id_of(line)
        name, trace_id = found or ("", "")
        fields = [one for one in derived_fields(source.settings, line) if one.value]
        if not fields:
            return Try("no-derived-field", f"no derived field takes the id out of {name}", shown, _DERIVED)
        kinds = {one.uid: one.kind for one in self.sources.sources}
        good = [one for one in fields if kinds.get(one.uid) == "tempo"]
        if not good:
            words = f'the derived field {fields[0].name} leads to "{fields[0].uid}", which is no Tempo here'
            return Try("wrong-target", words, shown, "set its data source to Tempo")
        one = good[0]
        if not HEX.fullmatch(one.query.strip()):
            reason = "wrong-dollar" if "$" in one.query or "__value" in one.query else "no-id"
            words = f"the derived field {one.name} asks Tempo for {short(one.query, 60) or 'nothing'}"
            return Try(reason, words, shown, "its query must be ${__value.raw} ($${__value.raw} in a file)")
        spans = self.stores.tempo(one.uid).trace(one.query)
        if not spans:
            return self._lost(trace_id, line, shown)
        services = {span.service for span in spans}
        if service.name not in services:
            words = f"its trace holds {few(sorted(services))}, not {service.name}"
            return Try("other-service", words, shown, "pass the context on, and set the same service.name for all")
        return Try()

    def _lost(self, trace_id: str, line: Line, shown: str) -> Try:
        flags = line.labels.get("flags", line.labels.get("otelTraceSampled", ""))
        if flags in ("0", "False", "false"):
            return Try("sampled-out", f"trace {trace_id} was not sampled", shown, SAMPLED)
        words = f"Tempo has no trace {trace_id}: sampled away, or lost on its way"
        return Try("sampled-out", words, shown, SAMPLED)


def _selector(query: str) -> str:
    """The part of a logs query that chooses streams; the whole where it cannot be read."""
    tree = parse(query).tree
    found = next((node for node in walk(tree) if isinstance(node, LogSelector)), None) if tree else None
    return query[found.start : found.end] if found else query


_TAGS = "map the tag to the label that the log streams have: service.name to service_name"
_FILTER = 'look at both places, beside the line and inside it: {${__tags}} | json | trace_id = "${__trace.traceId}"'
_INJECT = "log within a span, and put its id into the line: OTEL_PYTHON_LOG_CORRELATION=true, or the OTLP log handler"
_DERIVED = "add a derived field of the type label for trace_id, and one by regex for ids inside JSON lines"
