"""A board that shows one trace gets a recent one, from well within the range it looks at."""

from __future__ import annotations

from typing import Any

import pytest
from store_answers import StubLoki, StubPrometheus, StubStores, StubTempo

from generator.board_json import read
from generator.config import load
from generator.live.loki import Line
from generator.live.tempo import Hit, Span
from generator.verify.asked import Asked
from generator.verify.boards import Subject, runs
from generator.verify.stand import Stand

NOW = 10_000.0
TRACE = "a" * 32


class Loki(StubLoki):
    """Keeps what was asked."""

    def lines(self, expr: str, start: float, end: float, limit: int) -> tuple[Line, ...]:
        object.__setattr__(self, "asked", (expr, start, end))
        return super().lines(expr, start, end, limit)


class Tempo(StubTempo):
    """Keeps what was searched."""

    def search(self, query: str, start: float, end: float, limit: int, spans: int = 3) -> tuple[Hit, ...]:  # noqa: ARG002
        object.__setattr__(self, "asked", (query, start, end))
        return (Hit(TRACE, start, 1, TRACE),)


def look(lines: tuple[Line, ...], *, back: float | None = None, time: str = "now-30m") -> tuple[list[Any], Loki, Tempo]:
    loki = Loki(lambda _: lines)
    tempo = Tempo({TRACE: (Span(TRACE, "b" * 16, "hyunjun-backend", "GET", NOW - 60, NOW - 59, {}),)})
    stores = StubStores(StubPrometheus(lambda _: ()), loki, tempo, ())
    found = Stand(stores, None, {"loki": "loki", "tempo": "tempo"}, ())
    variables = [{"type": "textbox", "name": "traceId"}, {"type": "custom", "name": "tenant", "query": "hyunjun"}]
    board = read({"title": "T", "templating": {"list": variables}, "time": {"from": time, "to": "now"}})
    (tenant, *_) = load(None).tenants
    return list(runs(Subject(board, "T", {}), Asked(back=back), (tenant,), found, NOW)), loki, tempo


@pytest.mark.parametrize(
    ("back", "time", "start"),
    [
        (None, "now-30m", 1770),
        (180.0, "now-30m", 150),
        (None, "now-5m", 270),
        (30.0, "now-6h", 15),
        (None, "now-7d", 1770),
    ],
)
def test_it_lies_within_the_range(back: float | None, time: str, start: int) -> None:
    line = Line({"trace_id": TRACE}, 1, "x")
    (run,), loki, _ = look((line,), back=back, time=time)
    assert run.overrides["traceId"] == TRACE
    _, asked_from, asked_to = loki.asked  # type: ignore[attr-defined]
    assert asked_from == NOW - start
    assert asked_from < asked_to < NOW


def test_without_a_line_the_newest_trace_will_do() -> None:
    (run,), loki, tempo = look((), back=180.0)
    assert run.overrides["traceId"] == TRACE
    assert tempo.asked[1:] == loki.asked[1:]  # type: ignore[attr-defined]


def test_names_are_taken_as_they_are() -> None:
    _, loki, _ = look(())
    assert loki.asked[0] == '{service_name=~"hyunjun\\\\-backend|hyunjun\\\\-frontend"}'  # type: ignore[attr-defined]
