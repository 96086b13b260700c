"""The stores of one stack, and the one place that asks a panel's query by the way Grafana itself takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from generator.board_json.shape import mapping
from generator.grafana.problem import (
    ForbiddenError,
    NotJsonError,
    RedirectedError,
    RejectedError,
    UnauthorizedError,
    UnreachableError,
)
from generator.grafana.transport import Transport
from generator.live import reading
from generator.live.desk import Desk, key_of
from generator.live.loki import Loki
from generator.live.problem import StoreError
from generator.live.prometheus import Prometheus
from generator.live.question import EXPRESSION, Question
from generator.live.reading import Reading
from generator.live.tempo import Tempo
from generator.live.way import Proxied, Way, source, told

#: Answers of `/api/ds/query` that say which query failed and why.
_TELLING = (400, 404, 500)


@dataclass(frozen=True)
class LiveSource:
    """A data source as verify needs it: which one, and how it is set up. `settings` is its jsonData."""

    uid: str
    name: str
    kind: str
    settings: Mapping[str, Any]
    default: bool = False


class Stores(Protocol):
    """The stores that can be asked. Asking one that is not there is a StoreError."""

    @property
    def desk(self) -> Desk: ...

    @property
    def sources(self) -> tuple[LiveSource, ...]:
        """The data sources there are; without a Grafana one for each address that was given."""

    def prometheus(self, uid: str) -> Prometheus: ...

    def loki(self, uid: str) -> Loki: ...

    def tempo(self, uid: str) -> Tempo: ...

    def ask(self, question: Question) -> Reading:
        """The answer to a panel's query. Raises nothing: what goes wrong stands in the reading."""


class _Base:
    def __init__(self, desk: Desk, sources: tuple[LiveSource, ...]) -> None:
        self.desk = desk
        self.sources = sources

    def way(self, uid: str, kind: str) -> Way:
        raise NotImplementedError

    def prometheus(self, uid: str) -> Prometheus:
        return Prometheus(self.way(uid, "prometheus"), self.desk)

    def loki(self, uid: str) -> Loki:
        return Loki(self.way(uid, "loki"), self.desk)

    def tempo(self, uid: str) -> Tempo:
        return Tempo(self.way(uid, "tempo"), self.desk)

    def ask(self, question: Question) -> Reading:
        before = self.desk.spent
        try:
            found = self._own_api(question)
        except StoreError as error:
            found = reading.of_error(error)
        return _timed(found, self.desk.spent - before)

    def _own_api(self, question: Question) -> Reading:
        """The query by the store's own API: for what only a browser runs, and where there is no Grafana."""
        start, end, text = question.start, question.end, question.text
        if question.kind == "prometheus":
            prometheus = self.prometheus(question.uid)
            if question.instant:
                return reading.of_series(prometheus.query(text, end))
            return reading.of_series(prometheus.query_range(text, start, end, question.step))
        if question.kind == "loki":
            loki = self.loki(question.uid)
            if question.form == "lines":
                return reading.of_lines(loki.lines(text, start, end, 100))
            if question.instant:
                return reading.of_series(loki.query(text, end))
            return reading.of_series(loki.query_range(text, start, end, question.step))
        if question.kind == "tempo":
            return self._traces(question)
        if question.kind == EXPRESSION:
            raise StoreError("unreachable", "Grafana computes it on its server, and none was given: use --grafana-url")
        raise StoreError("refused", f"a {question.kind} query can be asked through Grafana only", "give --grafana-url")

    def _traces(self, question: Question) -> Reading:
        tempo = self.tempo(question.uid)
        if question.form == "trace":
            spans = tempo.trace(question.text.strip())
            if not spans:
                raise StoreError("refused", f"Tempo has no trace {question.text.strip()[:40]}")
            return reading.of_rows(spans)
        if question.form == "map":
            return self._map(question)
        if question.form == "search":
            limit = question.model.get("limit")
            found = tempo.search(question.text, question.start, question.end, limit if isinstance(limit, int) else 20)
            return reading.of_rows(found)
        step = None if question.instant else question.step
        return reading.of_series(tempo.metrics(question.text, question.start, question.end, step))

    def _map(self, question: Question) -> Reading:
        """The service map is made in the browser, from the Prometheus that Tempo's data source names."""
        settings = next((one.settings for one in self.sources if one.uid == question.uid), {})
        uid = mapping(settings.get("serviceMap")).get("datasourceUid")
        known = {one.uid for one in self.sources if one.kind == "prometheus"}
        if not isinstance(uid, str) or uid not in known:
            words = f'names "{uid}", which is no Prometheus here' if uid else "names no Prometheus"
            raise StoreError(
                "refused",
                f"the service map of the Tempo data source {words}",
                "set serviceMap.datasourceUid of the Tempo data source",
            )
        window = f"{max(int(question.end - question.start), 60)}s"
        edges = f"sum by (client, server) (increase(traces_service_graph_request_total{question.text}[{window}]))"
        return reading.of_series(self.prometheus(uid).query(edges, question.end))


class Addresses(_Base):
    """Stores at their own addresses, without a Grafana."""

    def __init__(self, desk: Desk, sources: tuple[LiveSource, ...], ways: Mapping[str, Way]) -> None:
        super().__init__(desk, sources)
        self._ways = dict(ways)

    def way(self, uid: str, kind: str) -> Way:  # noqa: ARG002 - one address of each kind
        if kind not in self._ways:
            raise StoreError("unreachable", f"no address of a {kind.capitalize()} was given", f"give --{kind}-url")
        return self._ways[kind]


class ThroughGrafana(_Base):
    """The stores behind a Grafana's data sources."""

    def __init__(self, desk: Desk, sources: tuple[LiveSource, ...], transport: Transport) -> None:
        super().__init__(desk, sources)
        self.transport = transport

    def way(self, uid: str, kind: str) -> Way:  # noqa: ARG002 - the uid alone tells
        known = {one.uid: one.kind for one in self.sources}
        if uid not in known:
            raise StoreError("unreachable", f'Grafana has no data source with the uid "{uid}"', "create it")
        return Proxied(self.transport, uid)

    def ask(self, question: Question) -> Reading:
        if question.kind == "tempo" and question.form in ("search", "map", "trace"):
            return super().ask(question)
        # An expression is of several stores: one that is gone says nothing about the next.
        store = "" if question.kind == EXPRESSION else source(question.uid)
        try:
            found, seconds = self.desk.timed(
                key_of("ds/query", _body(question)), lambda: self._back_end(question), store
            )
        except StoreError as error:
            return reading.of_error(error)
        return _timed(found, seconds)

    def _back_end(self, question: Question) -> Reading:
        try:
            answer = self.transport.request("POST", "/api/ds/query", _body(question), accept=_TELLING)
        except (RejectedError, UnreachableError, NotJsonError, RedirectedError, ForbiddenError, UnauthorizedError) as e:
            raise told(e) from None
        results = mapping(mapping(answer.body).get("results"))
        if not results:
            raise StoreError("refused", answer.message or f"Grafana answers with status {answer.status}")
        ref = _ref(question)
        # A Tempo query of numbers comes back under the names of its series.
        found = reading.of_result(mapping(results.get(ref) or next(iter(results.values()))))
        if found.why == "unreachable":
            raise StoreError(found.why, found.error)
        return found


def _body(question: Question) -> dict[str, Any]:
    queries = [_model(one) for one in (*question.needs, question)]
    return {"from": str(round(question.start * 1000)), "to": str(round(question.end * 1000)), "queries": queries}


def _model(question: Question) -> dict[str, Any]:
    model = {
        **question.model,
        "refId": _ref(question),
        "datasource": {"type": question.kind, "uid": question.uid},
        "intervalMs": round(question.step * 1000),
        "maxDataPoints": question.points,
    }
    if question.kind in ("prometheus", "loki"):
        model["expr"] = question.sent
    elif question.kind == EXPRESSION and "expression" in model:
        model["expression"] = question.sent
    elif question.kind == "tempo":
        model["query"] = question.sent
        model.setdefault("queryType", "traceql")
    if question.kind == "loki":
        model["queryType"] = "instant" if question.instant else "range"
    return model


def _ref(question: Question) -> str:
    ref = question.model.get("refId")
    return ref if isinstance(ref, str) and ref else "A"


def _timed(found: Reading, seconds: float) -> Reading:
    return Reading(found.rows, found.zero, found.hollow, seconds, found.error, found.why)
