"""Every Prometheus query of every board, in every profile, on a real Prometheus: it parses, it runs, it finds.

Each profile has a stack of its own, whose services, servers and pods send in the dialects of that profile alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import promql_parser
import pytest
from exposition import MINUTES, Exposition, era
from live_prometheus import LivePrometheus, Serve
from telemetry.stack import WITH_RECEIVERS, stack

from generator.board.use import Asked, queries
from generator.project import Project
from generator.render.render import render
from generator.signals.profile import PROFILES

Json = dict[str, Any]

#: What Grafana puts in for its variables: everything that is there to pick.
EVERYTHING = {
    "$service": "(hyunjun-backend|hyunjun-frontend|jiwoo-backend|jiwoo-frontend)",
    "${tenant:pipe}": "hyunjun|jiwoo",
    "$route": ".*",
    "$database": ".*",
    "$__rate_interval": "5m",
    "$__interval": "5m",
}
#: One thing of each kind.
ONE = EVERYTHING | {
    "$service": "hyunjun-backend",
    "${tenant:pipe}": "hyunjun",
    "$route": "(/api/login)",
    "$database": "(maria-1)",
}
#: A variable of Grafana, and not `$1` or `${1}` of a replacement.
_VARIABLE = re.compile(r"\$\{?[A-Za-z_]")
_LABEL_VALUES = re.compile(r"label_values\((.+), *(\w+)\)")
_QUERY_RESULT = re.compile(r"query_result\((.+)\)", re.DOTALL)

_NO_LIMIT = "the receiver reports no limit unless it is told to"
_NO_SLOW = "the receiver counts slow statements only when it is told to"
#: (signal, which of its queries) that stays empty where receivers stand in for exporters, and why.
NOT_BY_RECEIVERS = {
    ("mariadb.connections_used", 0): _NO_LIMIT,
    ("mariadb.connections", 1): "the receiver knows only what is open now, not the most that ever was",
    ("mariadb.connections", 2): _NO_LIMIT,
    ("mariadb.locks", 1): "the receiver counts no deadlocks",
    ("mariadb.slow_queries", 0): _NO_SLOW,
    ("redis.memory_used", 0): _NO_LIMIT,
    ("redis.memory", 1): _NO_LIMIT,
    ("redis.list_length", 0): "the receiver looks at no single key",
}


@dataclass(frozen=True)
class Asking:
    """One query as a board asks it."""

    board: str
    where: str
    expr: str
    instant: bool = True


def filled(text: str, picked: dict[str, str]) -> str:
    """The text with Grafana's variables replaced."""
    for token, value in picked.items():
        text = text.replace(token, value)
    assert not _VARIABLE.search(text), text
    return text


def _panels(board: Json) -> Iterator[Json]:
    for panel in board["panels"]:
        yield panel
        yield from panel.get("panels", [])


def asked_by(board: Json) -> Iterator[Asking]:
    """Every Prometheus query of a board's panels and annotations."""
    for panel in _panels(board):
        for target in panel.get("targets", []):
            if target["datasource"]["type"] == "prometheus":
                yield Asking(board["uid"], panel["title"], target["expr"], instant=target["instant"])
            elif target.get("queryType") == "serviceMap":
                # Grafana puts these matchers on the metrics of Tempo's service graph.
                metric = "traces_service_graph_request_total"
                yield Asking(board["uid"], panel["title"], metric + target["serviceMapQuery"])
    for annotation in board["annotations"]["list"]:
        if annotation["datasource"]["type"] == "prometheus":
            yield Asking(board["uid"], annotation["name"], annotation["expr"])


def variables_of(board: Json) -> Iterator[tuple[str, str]]:
    """Name and query of every variable that asks Prometheus."""
    for variable in board["templating"]["list"]:
        if variable["type"] == "query":
            yield variable["name"], variable["query"]["query"]


@pytest.fixture(scope="module", params=PROFILES)
def profile(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def eras() -> dict[str, Exposition]:
    return {profile: era(number, since=MINUTES - 20) for number, profile in enumerate(PROFILES)}


@pytest.fixture(scope="module")
def prometheus(serve: Serve, project: Project, eras: dict[str, Exposition]) -> LivePrometheus:
    for name, series in eras.items():
        stack(series, project.config, PROFILES[name])
    return serve(*(series.text for series in eras.values()))


@pytest.fixture(scope="module")
def boards(project: Project, profile: str) -> list[Json]:
    context = project.context(profile)
    return [render(board, context) for board in project.boards]


@pytest.fixture(scope="module")
def end(eras: dict[str, Exposition], profile: str) -> int:
    return eras[profile].end


def known(project: Project, profile: str) -> dict[str, tuple[str, int]]:
    """Query text -> the signal it comes from, and which of its queries it is."""
    texts = {}
    for board in project.boards:
        context = replace(project.context(profile), pickers=frozenset(picker.name for picker in board.pickers))
        for panel in board.panels:
            for use in panel.uses:
                for index, query in enumerate(queries(use, context, Asked())):
                    texts[query.text] = (use.signal.id, index)
    return texts


def test_every_query_parses(boards: list[Json]) -> None:
    exprs = [filled(asking.expr, EVERYTHING) for board in boards for asking in asked_by(board)]
    for expr in exprs:
        promql_parser.parse(expr)
    assert len(exprs) > 100


def test_every_query_of_a_range_runs(prometheus: LivePrometheus, boards: list[Json], end: int) -> None:
    ranges = [asking for board in boards for asking in asked_by(board) if not asking.instant]
    for asking in ranges:
        prometheus.query_range(filled(asking.expr, EVERYTHING), end - 600, end, 60)
    assert ranges


def test_every_query_runs_for_a_single_choice(prometheus: LivePrometheus, boards: list[Json], end: int) -> None:
    for board in boards:
        for asking in asked_by(board):
            prometheus.query(filled(asking.expr, ONE), end)


def test_every_query_finds_what_the_stack_sends(
    prometheus: LivePrometheus, project: Project, boards: list[Json], end: int, profile: str
) -> None:
    names = known(project, profile)
    excused = NOT_BY_RECEIVERS if profile in WITH_RECEIVERS else {}
    wrong = []
    for board in boards:
        for asking in asked_by(board):
            found = bool(prometheus.query(filled(asking.expr, EVERYTHING), end))
            signal = names.get(asking.expr)
            if found == (signal in excused):
                excuse = "is excused and finds data" if found else "finds nothing"
                wrong.append(f"{asking.board} › {asking.where}: {signal} {excuse}")
    assert not wrong, "\n".join(wrong)


def test_every_excuse_is_of_a_query_that_is_asked(project: Project, profile: str) -> None:
    assert set(NOT_BY_RECEIVERS) <= set(known(project, profile).values())


def test_every_picker_lists_something(prometheus: LivePrometheus, boards: list[Json], end: int) -> None:
    empty = []
    for board in boards:
        for name, text in variables_of(board):
            query = filled(text, EVERYTHING)
            if match := _QUERY_RESULT.fullmatch(query):
                found = {str(point.labels) for point in prometheus.query(match[1], end)}
            else:
                match = _LABEL_VALUES.fullmatch(query)
                assert match, query
                found = prometheus.label_values(match[1], match[2], end - 600, end)
            if not found:
                empty.append((board["uid"], name, query))
    assert empty == []


def test_links_from_spans_to_metrics_find_them(
    prometheus: LivePrometheus, project: Project, end: int, profile: str
) -> None:
    context = project.context(profile)
    (tempo,) = (source for source in project.datasources if source.kind == "tempo")
    link = tempo.wiring(context)["tracesToMetrics"]
    (tag,) = link["tags"]
    for query in link["queries"]:
        expr = query["query"].replace("${__tags}", f'{tag["value"]}="hyunjun-backend"')
        assert prometheus.query(filled(expr, EVERYTHING), end), query["name"]
