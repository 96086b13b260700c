"""Stores that answer from a list: what Prometheus 3.5, Loki 3.7 and Tempo 3.1-dev were seen to say, or a test's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.live.desk import Desk
from generator.live.loki import Line, Loki
from generator.live.problem import StoreError
from generator.live.prometheus import Exemplar, Labels, Prometheus, Series
from generator.live.question import Question
from generator.live.reading import Reading
from generator.live.stores import LiveSource
from generator.live.tempo import Hit, Span, Tempo
from generator.live.way import Parameters

#: Recorded bodies: store -> what was asked, in words -> JSON.
RECORDED: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "store_answers.json").read_text("utf-8")
)


@dataclass
class Canned:
    """A way that answers by path; `asked` keeps what it was asked."""

    answers: dict[str, Any]
    name: str = "canned"
    asked: list[tuple[str, Parameters]] = field(default_factory=list)

    def get(self, path: str, parameters: Parameters) -> Any:
        self.asked.append((path, parameters))
        if path not in self.answers:
            raise StoreError("refused", f"no answer for {path}")
        answer = self.answers[path]
        if isinstance(answer, StoreError):
            raise answer
        return answer


class StubPrometheus(Prometheus):
    """`find` gives the series of an expression."""

    def __init__(self, find: Callable[[str], tuple[Series, ...]], exemplars: tuple[Exemplar, ...] = ()) -> None:
        super().__init__(Canned({}), Desk())
        object.__setattr__(self, "_find", find)
        object.__setattr__(self, "_exemplars", exemplars)

    def query(self, expr: str, at: float) -> tuple[Series, ...]:  # noqa: ARG002
        found: tuple[Series, ...] = self._find(expr)  # type: ignore[attr-defined]
        return found

    def query_range(self, expr: str, start: float, end: float, step: float) -> tuple[Series, ...]:  # noqa: ARG002
        return self.query(expr, end)

    def label_values(self, label: str, selectors: tuple[str, ...], start: float, end: float) -> tuple[str, ...]:  # noqa: ARG002
        return ()

    def exemplars(self, expr: str, start: float, end: float) -> tuple[Exemplar, ...]:  # noqa: ARG002
        found: tuple[Exemplar, ...] = self._exemplars  # type: ignore[attr-defined]
        return found


class StubLoki(Loki):
    """`find` gives the lines of a query; streams and labels are those of `stream_labels`."""

    def __init__(self, find: Callable[[str], tuple[Line, ...]], stream_labels: tuple[Labels, ...] = ()) -> None:
        super().__init__(Canned({}), Desk())
        object.__setattr__(self, "_find", find)
        object.__setattr__(self, "_streams", stream_labels)

    def lines(self, expr: str, start: float, end: float, limit: int) -> tuple[Line, ...]:  # noqa: ARG002
        found: tuple[Line, ...] = self._find(expr)  # type: ignore[attr-defined]
        return found[:limit]

    def streams(self, selector: str, start: float, end: float) -> tuple[Labels, ...]:  # noqa: ARG002
        pairs = [pair.split("=", 1) for pair in selector.strip("{}").split(", ") if "=" in pair]
        wanted = {name: value.strip('~"') for name, value in pairs}
        known: tuple[Labels, ...] = self._streams  # type: ignore[attr-defined]
        return tuple(
            one for one in known if all(value == ".+" or one.get(name) == value for name, value in wanted.items())
        )

    def label_names(self, start: float, end: float) -> tuple[str, ...]:  # noqa: ARG002
        return tuple(dict.fromkeys(name for one in self._streams for name in one))  # type: ignore[attr-defined]

    def label_values(self, label: str, selector: str, start: float, end: float) -> tuple[str, ...]:  # noqa: ARG002
        return tuple(dict.fromkeys(one[label] for one in self._streams if label in one))  # type: ignore[attr-defined]


class StubTempo(Tempo):
    """Traces by id."""

    def __init__(self, traces: dict[str, tuple[Span, ...]]) -> None:
        super().__init__(Canned({}), Desk())
        object.__setattr__(self, "_traces", traces)

    def trace(self, trace_id: str) -> tuple[Span, ...]:
        found: tuple[Span, ...] = self._traces.get(trace_id.rjust(32, "0"), ())  # type: ignore[attr-defined]
        return found

    def search(self, query: str, start: float, end: float, limit: int, spans: int = 3) -> tuple[Hit, ...]:  # noqa: ARG002
        traces: dict[str, tuple[Span, ...]] = self._traces  # type: ignore[attr-defined]
        hits = [
            Hit(trace_id, found[0].start, len(found), trace_id.lstrip("0"))
            for trace_id, found in traces.items()
            if any(f'"{span.service}"' in query for span in found)
        ]
        return tuple(hits[:limit])


@dataclass
class StubStores:
    """Stores of the stubs above."""

    prometheus_: StubPrometheus
    loki_: StubLoki
    tempo_: StubTempo
    sources: tuple[LiveSource, ...]
    readings: dict[str, Reading] = field(default_factory=dict)
    desk: Desk = field(default_factory=Desk)

    def prometheus(self, uid: str) -> Prometheus:  # noqa: ARG002
        return self.prometheus_

    def loki(self, uid: str) -> Loki:  # noqa: ARG002
        return self.loki_

    def tempo(self, uid: str) -> Tempo:  # noqa: ARG002
        return self.tempo_

    def ask(self, question: Question) -> Reading:
        return self.readings.get(question.text, Reading())
