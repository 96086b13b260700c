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
from exposition import Exposition, era
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
}
#: One thing of each kind.
ONE = EVERYTHING | {
    "$service": "hyunjun-backend",
    "${tenant:pipe}": "hyunjun",
    "$route": "(/api/login)",
    "$database": "(maria-1)",
}
#: What Tempo's link from a span to metrics puts in for the span's tags.
TAGS = {"$__tags": '%s="hyunjun-backend"'}

#: A variable of Grafana, and not `$1` or `${1}` of a replacement.
_VARIABLE = re.compile(r"\$\{?[A-Za-z_]")
_LABEL_VALUES = re.compile(r"label_values\((.+), *(\w+)\)")
_QUERY_RESULT = re.compile(r"query_result\((.+)\)", re.DOTALL)

#: (signal, legend) that stays empty where the collector's receivers stand in for exporters, and why.
NOT_BY_RECEIVERS = {
    ("mariadb.connections_used", "MariaDB connections"): "the receiver does not report the limit",
    ("mariadb.slow_queries", "mariadb slow statements"): "the receiver counts no slow statements",
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


@pytest.fixture(scope="module")
def eras() -> dict[str, Exposition]:
    return {profile: era(number) for number, profile in enumerate(PROFILES)}


@pytest.fixture(scope="module")
def prometheus(serve: Serve, project: Project, eras: dict[str, Exposition]) -> LivePrometheus:
    for name, series in eras.items():
        stack(series, project.config, PROFILES[name])
    return serve(*(series.text for series in eras.values()))


@pytest.fixture
def boards(project: Project, profile: str) -> list[Json]:
    context = project.context(profile)
    return [render(board, context) for board in project.boards]


@pytest.fixture
def end(eras: dict[str, Exposition], profile: str) -> int:
    return eras[profile].end


def known(project: Project, profile: str) -> dict[str, tuple[str, str]]:
    """Query text -> the signal it comes from, and its legend."""
    texts = {}
    for board in project.boards:
        context = replace(project.context(profile), pickers=frozenset(picker.name for picker in board.pickers))
        for panel in board.panels:
            for use in panel.uses:
                for query in queries(use, context, Asked()):
                    texts[query.text] = (use.signal.id, query.legend)
    return texts


@pytest.mark.parametrize("profile", PROFILES)
class TestProfile:
    """All boards as this profile renders them."""

    def test_every_query_parses(self, boards: list[Json]) -> None:
        exprs = [filled(asking.expr, EVERYTHING) for board in boards for asking in asked_by(board)]
        for expr in exprs:
            promql_parser.parse(expr)
        assert len(exprs) > 100

    @pytest.mark.parametrize("picked", [EVERYTHING, ONE], ids=["everything", "one"])
    def test_every_query_runs(
        self, prometheus: LivePrometheus, boards: list[Json], end: int, picked: dict[str, str]
    ) -> None:
        for board in boards:
            for asking in asked_by(board):
                expr = filled(asking.expr, picked)
                if asking.instant:
                    prometheus.query(expr, end)
                else:
                    prometheus.query_range(expr, end - 600, end, 60)

    def test_every_query_finds_what_the_stack_sends(
        self, prometheus: LivePrometheus, project: Project, boards: list[Json], end: int, profile: str
    ) -> None:
        names = known(project, profile)
        excused = NOT_BY_RECEIVERS if profile in WITH_RECEIVERS else {}
        wrong = {}
        for board in boards:
            for asking in asked_by(board):
                found = bool(prometheus.query(filled(asking.expr, EVERYTHING), end))
                signal = names.get(asking.expr)
                if found == (signal in excused):
                    excuse = "is excused and finds data" if found else "finds nothing"
                    wrong[asking.board, asking.where, asking.expr] = f"{signal} {excuse}"
        assert wrong == {}

    def test_every_excuse_is_of_a_query_that_is_asked(self, project: Project, profile: str) -> None:
        assert set(NOT_BY_RECEIVERS) <= set(known(project, profile).values())

    def test_every_picker_lists_something(self, prometheus: LivePrometheus, boards: list[Json], end: int) -> None:
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
        self, prometheus: LivePrometheus, project: Project, end: int, profile: str
    ) -> None:
        context = project.context(profile)
        (tempo,) = (source for source in project.datasources if source.kind == "tempo")
        link = tempo.wiring(context)["tracesToMetrics"]
        (tag,) = link["tags"]
        for query in link["queries"]:
            expr = query["query"].replace("${__tags}", f'{tag["value"]}="hyunjun-backend"')
            assert prometheus.query(filled(expr, EVERYTHING), end), query["name"]
