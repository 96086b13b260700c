"""From traces to metrics, from exemplars to traces, and from the service graph to services."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.board_json.shape import mapping, objects, text
from generator.detect.arrival import SPANS, TRACES
from generator.detect.dialects import HTTP
from generator.detect.dialects import SPANS as SPAN_SPELLINGS
from generator.interpolate import Scope, Window, interpolate
from generator.live.problem import StoreError
from generator.live.prometheus import Exemplar
from generator.verify.links import Link, metrics_of_span
from generator.verify.result import CorrelationRow
from generator.verify.ways import BACK, HEX, QUERY, SAMPLED, TRIES, Service, Try, Ways, row, spread
from generator.verify.why.words import few, short

#: Explore draws the query of a link in steps of so many seconds.
_STEP = 60.0
#: A scrape interval by which the window of a rate is ten minutes: wide enough for all that is written at all.
_SELDOM = "150s"


class MetricWays(Ways):
    """The ways between Tempo and Prometheus."""

    def traces_to_metrics(self, service: Service) -> Iterable[CorrelationRow]:
        direction = "trace -> metrics"
        source = self.tempo_source()
        sender = self.stack.senders.get(service.name)
        if source is None or sender is None or not mapping(source.settings.get("tracesToMetrics")).get("queries"):
            return
        if SPANS not in sender.arrivals:
            return
        spans = self.spans(service)[:1]
        tries: list[Try] = []
        for link in metrics_of_span(source.settings, spans[0])[:1] if spans else ():
            wrong = self.wrong_target(link, "prometheus", "tracesToMetrics")
            if link.problem or wrong is not None:
                tries.append(wrong or Try(link.reason, link.problem, link.query, link.fix))
                continue
            query = self._written(link)
            try:
                found = self._finds(link, query)
                tries.append(Try() if found else self._nothing(link, query))
            except StoreError as error:
                if error.why != "refused":
                    raise
                tries.append(Try("query-error", f"Prometheus refuses the query: {short(error.said)}", query, QUERY))
        if tries:
            yield row(direction, service.name, tries)

    def _nothing(self, link: Link, query: str) -> Try:
        """Why the query of a link finds no series: its window is too short, or its labels are others."""
        wider = self._written(link, _SELDOM)
        if wider != query and self._finds(link, wider):
            words = "its window is too short for the interval at which the series are written"
            return Try("too-few-samples", words, query, "set the scrape interval of the Prometheus data source")
        return Try("tag-mapping", "the query of the link finds no series", query, _METRIC_TAGS)

    def _finds(self, link: Link, query: str) -> bool:
        return bool(self.stores.prometheus(link.uid).query(query, min(self.now, link.end)))

    def _written(self, link: Link, scrape: str | None = None) -> str:
        """The query of a link as Explore would send it, with the data source's own scrape interval or another."""
        settings = next((one.settings for one in self.sources.sources if one.uid == link.uid), {})
        scrape = scrape or text(mapping(settings).get("timeInterval"))
        window = Window(round(link.start * 1000), round(link.end * 1000), _STEP, source_interval=scrape or None)
        return interpolate(link.query, Scope(window=window), "prometheus")

    def exemplars(self, service: Service) -> Iterable[CorrelationRow]:
        direction = "exemplar -> trace"
        uid = self.sources.uid("prometheus")
        source = next((one for one in self.sources.sources if one.uid == uid), None)
        try:
            exemplars = self._recent_exemplars(service, uid)
        except StoreError as error:
            if error.why != "refused":
                raise
            # Not every store that speaks PromQL keeps exemplars.
            yield CorrelationRow(direction, service.name, 0, 0, note=f"exemplars are refused: {short(error.said)}")
            return
        if source is None or not exemplars:
            note = "no exemplars: old SDKs have none; Tempo's span metrics have them with send_exemplars: true"
            yield CorrelationRow(direction, service.name, 0, 0, note=note)
            return
        targets = {
            text(entry.get("name")) or "": text(entry.get("datasourceUid")) or ""
            for _, entry in objects(source.settings.get("exemplarTraceIdDestinations"), "")
        }
        tries = self.stores.desk.all(lambda one: self._exemplar(one, targets), spread(exemplars, TRIES))
        yield row(direction, service.name, tries)

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
            found += prometheus.exemplars(expr, self.now - BACK, self.now - self.settled)[: 2 * TRIES]
        return found

    def _exemplar(self, exemplar: Exemplar, targets: dict[str, str]) -> Try:
        shown = ", ".join(f"{name}={value}" for name, value in exemplar.labels.items())
        carried = [
            name for name, value in exemplar.labels.items() if HEX.fullmatch(value) and "span" not in name.lower()
        ]
        name = next((one for one in carried if one in targets), "")
        if not name:
            words = f"no exemplarTraceIdDestinations entry for {few(carried) or few(exemplar.labels)}"
            return Try("no-destination", words, shown, f"add one with the name {few(carried[:1])} to Prometheus")
        kinds = {one.uid: one.kind for one in self.sources.sources}
        if kinds.get(targets[name]) != "tempo":
            words = f'exemplars by {name} lead to "{targets[name]}", which is no Tempo here'
            return Try("wrong-target", words, shown, "set the destination's data source to Tempo")
        if not self.stores.tempo(targets[name]).trace(exemplar.labels[name]):
            return Try("sampled-out", f"Tempo has no trace {exemplar.labels[name]}", shown, SAMPLED)
        return Try()

    def graph(self, service: Service) -> Iterable[CorrelationRow]:
        direction = "service graph -> service"
        tempo = self.tempo_source()
        uid = text(mapping((tempo.settings if tempo else {}).get("serviceMap")).get("datasourceUid")) or ""
        if "traces_service_graph_request_total" not in self.stack.metric_names:
            return
        if not any(one.uid == uid and one.kind == "prometheus" for one in self.sources.sources):
            words = f'serviceMap.datasourceUid is "{uid}", which is no Prometheus here' if uid else _NO_MAP
            yield row(direction, service.name, [Try("wrong-target", words, "", "set serviceMap.datasourceUid")])
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
                tries.append(Try())
            else:
                shown = f"{edge.labels.get('client')} -> {edge.labels.get('server')}"
                tries.append(Try("unknown-node", f"no traces of {other}", shown, "instrument it, or name it"))
        if tries:
            yield row(direction, service.name, tries)


_METRIC_TAGS = "map service.name to the label of the span metrics: service (Tempo), service_name (connector)"
_NO_MAP = "the Tempo data source names no Prometheus for its service map"
