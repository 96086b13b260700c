"""Correlation followed on stores whose contents are known; one setting or one thing is wrong at a time."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from store_answers import StubLoki, StubPrometheus, StubStores, StubTempo

from generator.detect.arrival import LOGS, METRICS, SPANS, TRACES, Arrival, Sender, Stack
from generator.live.loki import Line
from generator.live.problem import StoreError
from generator.live.prometheus import Exemplar, Series
from generator.live.stores import LiveSource
from generator.live.tempo import Span
from generator.project import Project
from generator.targets import model
from generator.verify.correlation import Correlation
from generator.verify.result import CorrelationRow
from generator.verify.variables import Sources
from generator.verify.ways import Service

NOW = 10_000.0
#: The second one is shorter in Tempo's search.
IDS = ("a1" * 16, "0b" + "c2" * 15)


class World:
    """One service with two requests: two traces, and a log line for each, beside which the id stands."""

    def __init__(self, project: Project) -> None:
        rendered = model.build(project, project.context()).datasources
        self.settings: dict[str, dict[str, Any]] = {one.kind: copy.deepcopy(one.body["jsonData"]) for one in rendered}
        self.traces = {
            one: (Span(one, "b" * 16, "shop", "GET /x", NOW - 100, NOW - 99, {"service.name": "shop"}),) for one in IDS
        }
        self.lines = [
            Line({"service_name": "shop", "trace_id": one, "flags": "1"}, int((NOW - 99.5) * 1e9), "paid")
            for one in IDS
        ]
        self.streams: tuple[dict[str, str], ...] = ({"service_name": "shop", "k8s_namespace_name": "x"},)
        self.exemplars = (Exemplar({"service": "shop"}, {"traceID": IDS[0].lstrip("0")}, NOW - 60),)
        self.edges = (Series({"client": "web", "server": "shop"}, ((NOW, 1.0),)),)
        self.refused: Callable[[str], bool] = lambda expr: "$" in expr
        self.asked: list[str] = []

    def rows(self) -> dict[str, CorrelationRow]:
        stores = StubStores(
            StubPrometheus(self._series, self.exemplars),
            StubLoki(self._lines, self.streams),
            StubTempo(self.traces),
            tuple(LiveSource(kind, kind, kind, self.settings[kind]) for kind in ("prometheus", "loki", "tempo")),
        )
        arrivals = {
            METRICS: Arrival(("stable",), 1.0),
            SPANS: Arrival(("tempo",), 1.0),
            TRACES: Arrival(("stable",), 1.0),
            LOGS: Arrival(("otlp",), 1.0),
        }
        senders = {"shop": Sender("shop", arrivals), "web": Sender("web", {TRACES: Arrival(("stable",), 1.0)})}
        names = frozenset(("traces_spanmetrics_latency_count", "traces_service_graph_request_total"))
        uids = {kind: kind for kind in ("prometheus", "loki", "tempo")}
        correlation = Correlation(stores, Sources(stores.sources, uids), Stack(senders, metric_names=names), NOW, 5.0)
        found = correlation.rows([Service("shop", "backend")])
        return {row.direction: row for row in found}

    def _lines(self, expr: str) -> tuple[Line, ...]:
        """As Loki would: by the id where one is asked for, else all lines of the service."""
        if 'service_name="shop"' not in expr and 'service_name=~".+"' not in expr:
            return ()
        asked = next((one for one in IDS if one in expr), None)
        if asked is None:
            return tuple(self.lines)
        beside = f'trace_id = "{asked}"' in expr or f'trace_id="{asked}"' in expr
        inside = "| json" in expr or "log_line_has" in expr
        return tuple(
            line
            for line in self.lines
            if (beside and line.labels.get("trace_id") == asked) or (inside and asked in line.text)
        )

    def _series(self, expr: str) -> tuple[Series, ...]:
        self.asked.append(expr)
        if self.refused(expr):
            raise StoreError("refused", "parse error: bad number or duration syntax")
        if "traces_service_graph" in expr:
            return self.edges
        seldom = self.settings["prometheus"]["timeInterval"] == "15s" and "[1m15s]" in expr
        return (Series({}, ((NOW, 1.0),)),) if 'service="shop"' in expr and not seldom else ()


@pytest.fixture
def world(project: Project) -> World:
    return World(project)


def test_on_a_healthy_stack_every_way_leads_there(world: World) -> None:
    rows = world.rows()
    ways = ("trace -> logs", "log -> trace (otlp)", "trace -> metrics", "exemplar -> trace", "service graph -> service")
    assert sorted(rows) == sorted(ways)
    assert {row.ok for row in rows.values()} == {1, 2}
    assert not [row for row in rows.values() if row.failures or row.ok != row.tried]


def _inside(world: World) -> None:
    world.lines = [
        Line({"service_name": "shop"}, line.at_ns, f'{{"trace_id": "{one}"}}')
        for line, one in zip(world.lines, IDS, strict=True)
    ]


def _only_beside(world: World) -> None:
    _inside(world)
    wired = world.settings["tempo"]["tracesToLogsV2"]
    wired["query"] = wired["query"].replace("| json ", "")


def _other_tag(world: World) -> None:
    world.settings["tempo"]["tracesToLogsV2"]["tags"] = [{"key": "service.name", "value": "app"}]


def _gone(world: World) -> None:
    # Both lines stay; one of the traces is not kept.
    del world.traces[IDS[1]]


def _unsampled(world: World) -> None:
    world.lines[1] = Line({**world.lines[1].labels, "flags": "0"}, world.lines[1].at_ns, "paid")
    _gone(world)


def _without_ids(world: World) -> None:
    world.lines = [Line({"service_name": "shop"}, line.at_ns, "paid") for line in world.lines]


def _other_service(world: World) -> None:
    # Its root is ours, and the line's own request belongs to somebody else.
    one = world.traces[IDS[1]][0]
    world.traces[IDS[1]] = (Span(one.trace_id, one.span_id, "other", one.name, one.start, one.end, {}),)


def _other_hour(world: World) -> None:
    world.settings["tempo"]["tracesToLogsV2"] |= {"spanStartTimeShift": "-3h", "spanEndTimeShift": "-2h"}
    start = int((NOW - 99.5) * 1e9)
    assert all(line.at_ns == start for line in world.lines)


def _no_map(world: World) -> None:
    world.settings["tempo"].pop("serviceMap")


def _no_destination(world: World) -> None:
    world.settings["prometheus"]["exemplarTraceIdDestinations"] = [{"name": "trace_id", "datasourceUid": "tempo"}]


def _metric_label(world: World) -> None:
    world.settings["tempo"]["tracesToMetrics"]["tags"] = [{"key": "service.name", "value": "svc"}]


def _no_label_field(world: World) -> None:
    world.settings["loki"]["derivedFields"] = world.settings["loki"]["derivedFields"][1:]


def _elsewhere(world: World) -> None:
    for field in world.settings["loki"]["derivedFields"]:
        field["datasourceUid"] = "loki"


def _dollars(world: World) -> None:
    for field in world.settings["loki"]["derivedFields"]:
        field["url"] = "$${__value.raw}"


def _stranger(world: World) -> None:
    world.edges = (Series({"client": "shop", "server": "bank"}, ((NOW, 1.0),)),)


def _often(world: World) -> None:
    """The data source says 15 s, and the series are written once a minute."""
    world.settings["prometheus"]["timeInterval"] = "15s"


@pytest.mark.parametrize(
    ("break_it", "direction", "reason"),
    [
        (_only_beside, "trace -> logs", "id-filter"),
        (_other_tag, "trace -> logs", "tag-mapping"),
        (_gone, "log -> trace (otlp)", "sampled-out"),
        (_unsampled, "log -> trace (otlp)", "sampled-out"),
        (_without_ids, "log -> trace (otlp)", "no-id-in-lines"),
        (_without_ids, "trace -> logs", "no-id-in-lines"),
        (_other_service, "log -> trace (otlp)", "other-service"),
        (_no_map, "service graph -> service", "wrong-target"),
        (_no_destination, "exemplar -> trace", "no-destination"),
        (_metric_label, "trace -> metrics", "tag-mapping"),
        (_often, "trace -> metrics", "too-few-samples"),
        (_no_label_field, "log -> trace (otlp)", "no-derived-field"),
        (_elsewhere, "log -> trace (otlp)", "wrong-target"),
        (_dollars, "log -> trace (otlp)", "wrong-dollar"),
        (_stranger, "service graph -> service", "unknown-node"),
    ],
)
def test_what_is_broken_is_named(world: World, break_it: Callable[[World], None], direction: str, reason: str) -> None:
    break_it(world)
    rows = world.rows()
    assert reason in {one.reason for one in rows[direction].failures}, rows
    assert {one.reason for row in rows.values() for one in row.failures} == {reason}, rows
    assert all(one.words and one.fix for one in rows[direction].failures)


def test_a_way_that_works_for_some_says_for_how_many(world: World) -> None:
    _gone(world)
    row = world.rows()["log -> trace (otlp)"]
    assert (row.tried, row.ok) == (2, 1)
    assert row.failures[0].count == 1


def test_a_request_that_logs_nothing_is_no_failure(world: World) -> None:
    world.lines.pop()
    row = world.rows()["trace -> logs"]
    assert (row.tried, row.ok, row.failures) == (1, 1, ())
    assert "1 traces without any log line" in row.note


def test_ids_inside_of_json_lines_are_found_by_our_settings(world: World) -> None:
    _inside(world)
    assert not [row for row in world.rows().values() if row.failures]


SHARE = "sum(increase(a_total[$__range])) / sum(rate(b_total[$__rate_interval]))"


def test_every_window_of_a_metrics_query_is_filled_when_it_is_asked_with_a_wider_one(world: World) -> None:
    world.settings["tempo"]["tracesToMetrics"]["queries"] = [{"name": "Share", "query": SHARE}]
    row = world.rows()["trace -> metrics"]
    assert [one.reason for one in row.failures] == ["tag-mapping"]
    asked = [one for one in world.asked if "a_total" in one]
    assert len(asked) == 2
    assert "rate(b_total[10m])" in asked[1]
    assert not [one for one in asked if "$" in one]


def test_a_refusal_of_the_wider_query_is_told(world: World) -> None:
    _metric_label(world)
    world.refused = lambda expr: "[10m]" in expr
    row = world.rows()["trace -> metrics"]
    assert [one.reason for one in row.failures] == ["query-error"]
    assert "bad number" in row.failures[0].words


def test_a_way_whose_own_question_is_refused_is_told(world: World) -> None:
    world.refused = lambda expr: "traces_service_graph" in expr
    row = world.rows()["service graph -> service"]
    assert row.bad
    assert [one.reason for one in row.failures] == ["query-error"]
    assert row.failures[0].fix


def test_a_store_without_exemplars_is_no_finding_and_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("refused", "404 page not found")

    monkeypatch.setattr(StubPrometheus, "exemplars", refuse)
    row = world.rows()["exemplar -> trace"]
    assert not row.bad
    assert "404 page not found" in row.note
