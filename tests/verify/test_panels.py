"""Boards on a real Prometheus: our own show data everywhere, and what is wrong with another's is named."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from exposition import END, Exposition
from live_prometheus import Serve
from telemetry.stack import stack as send

from generator.board_json import read
from generator.config.model import Expectation
from generator.live.desk import Desk
from generator.live.stores import Addresses, LiveSource
from generator.live.way import direct
from generator.project import Project
from generator.signals.profile import profile
from generator.targets import model
from generator.verify.causes import Causes
from generator.verify.expected import Expected, signals_of
from generator.verify.judging import Judge
from generator.verify.panels import Panels, Run
from generator.verify.result import PanelVerdict
from generator.verify.variables import Sources


@pytest.fixture(scope="module")
def panels(serve: Serve, project: Project) -> Panels:
    series = Exposition()
    send(series, project.config, profile("portable"))
    live = serve(series.text)
    way = direct(f"http://{live.connection.host}:{live.connection.port}", "", 30.0)
    source = LiveSource("prometheus", "Prometheus", "prometheus", {"timeInterval": "60s"})
    stores = Addresses(Desk(), (source,), {"prometheus": way})
    causes = Causes(stores, "portable")
    return Panels(
        stores,
        Sources((source,), {"prometheus": "prometheus"}),
        Judge(stores, causes, 300.0),
        Expected(project.config),
        float(END),
    )


def _ours(panels: Panels, project: Project, key: str, tenant: str) -> list[PanelVerdict]:
    context = project.context()
    (definition,) = [one for one in project.boards if one.key == key]
    board = read(model.build(project, context).boards[key])
    # Pods of the test stand in namespaces called like the tenants.
    return panels.verdicts(Run(board, key, tenant, {"tenant": [tenant]}, signals_of(definition, context, board)))


@pytest.mark.parametrize("tenant", ["hyunjun", "jiwoo"])
@pytest.mark.parametrize("key", ["overview", "backend", "database"])
def test_our_boards_show_data_for_each_tenant(panels: Panels, project: Project, key: str, tenant: str) -> None:
    verdicts = _ours(panels, project, key, tenant)
    # There is no Loki and no Tempo here: what asks them is not checked, and not wrong.
    asked = [one for one in verdicts if one.verdict != "unchecked"]
    assert {one.tenant for one in verdicts} == {tenant}
    assert not [one for one in asked if one.verdict not in ("data", "zero")], [o for o in asked if o.bad]
    counted = Counter(one.verdict for one in asked)
    assert counted["data"] > 10
    assert [one for one in verdicts if one.verdict == "unchecked"]


def test_the_variables_are_asked_for_too(panels: Panels, project: Project) -> None:
    lists = {one.panel: one.verdict for one in _ours(panels, project, "backend", "hyunjun") if one.kind == "variable"}
    assert lists == {"$service": "data", "$route": "data"}


def test_signals_are_known_by_their_places(project: Project) -> None:
    context = project.context()
    for definition in project.boards:
        board = read(model.build(project, context).boards[definition.key])
        found = signals_of(definition, context, board)
        asked = sum(len(panel.queries) for panel in board.panels)
        assert len(found) == asked
        changed = read({**board.raw, "panels": list(board.raw["panels"])[1:]})
        assert signals_of(definition, context, changed) == {}


def _theirs(panels: Panels, **target: Any) -> PanelVerdict:
    panel = {
        "id": 1,
        "type": "timeseries",
        "title": "Panel",
        "datasource": {"type": "prometheus", "uid": "abcdef"},
        "targets": [{"refId": "A", **target}],
    }
    board = read({"title": "Theirs", "panels": [panel], "time": {"from": "now-30m", "to": "now"}})
    (verdict,) = panels.verdicts(Run(board, "Theirs", "", {}))
    return verdict


@pytest.mark.parametrize(
    ("target", "verdict", "reason"),
    [
        ({"expr": "up_and_running"}, "empty", "metric-unknown"),
        ({"expr": "sum("}, "error", "query-error"),
        ({"expr": "sum(rate(http_server_duration_milliseconds_count[$__rate_interval]))"}, "data", ""),
        ({"expr": "0 * mysql_up", "instant": True}, "zero", "zero"),
        ({"expr": "0 * mysql_up / 0", "instant": True}, "empty", "no-traffic"),
        ({"expr": 'rate({a="b"}[5m])', "datasource": {"type": "loki", "uid": "l"}}, "unchecked", "no-source"),
        ({"rawSql": "select 1", "datasource": {"type": "mysql", "uid": "m"}}, "unchecked", "not-verified"),
    ],
)
def test_a_board_of_somebody_else(panels: Panels, target: dict[str, Any], verdict: str, reason: str) -> None:
    found = _theirs(panels, **target)
    assert (found.verdict, found.reason) == (verdict, reason), found


def test_one_good_query_makes_a_panel_that_shows_something(panels: Panels) -> None:
    panel = {
        "type": "timeseries",
        "title": "Two",
        "datasource": {"type": "prometheus", "uid": "x"},
        "targets": [{"refId": "A", "expr": "mysql_up"}, {"refId": "B", "expr": "gone_total"}],
    }
    (found,) = panels.verdicts(Run(read({"title": "T", "panels": [panel]}), "T", "", {}))
    assert found.verdict == "data"
    assert [one.ref for one in found.partly] == ["B"]
    assert "gone_total" in found.cause
    assert not found.bad


@pytest.mark.parametrize(
    ("stage", "signal", "tenant", "expected"),
    [
        (None, "kafka.lag", "jiwoo", False),
        (None, "kafka.lag", "hyunjun", True),
        ("backend", "browser.page_loads", "hyunjun", False),
        ("backend", "http.rate", "hyunjun", True),
        ("frontend", "http.rate", "hyunjun", False),
        ("frontend", "browser.page_loads", "hyunjun", True),
        ("frontend", "traces.one", "hyunjun", True),
        ("frontend", "traces.rate", "hyunjun", False),
        ("frontend", "graph.rate", "hyunjun", False),
    ],
)
def test_what_nobody_expects(project: Project, stage: Any, signal: str, tenant: str, expected: bool) -> None:
    assert Expected(project.config, stage).of(signal, tenant) is expected


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("label_values(mysql_up, namespace)", "mysql_up has no label namespace; there is"),
        ("label_values(mysql_upp, instance)", "no metric mysql_upp; there is mysql_up"),
        ('label_values(mysql_up{instance="gone"}, instance)', "no series of mysql_up has"),
    ],
)
def test_an_empty_list_says_why(panels: Panels, query: str, words: str) -> None:
    variable = {"type": "query", "name": "v", "query": query, "datasource": {"type": "prometheus", "uid": "x"}}
    board = read({"title": "T", "panels": [], "templating": {"list": [variable]}})
    (found,) = panels.verdicts(Run(board, "T", "", {}))
    assert (found.verdict, found.reason) == ("empty", "empty-list")
    assert found.cause.startswith(words)


def test_what_needs_a_value_that_nobody_could_give_is_not_asked(panels: Panels) -> None:
    lists = [
        {"type": "query", "name": "app", "query": "label_values(app)", "datasource": {"type": "loki", "uid": "l"}},
        {
            "type": "query",
            "name": "up",
            "query": 'label_values(mysql_up{app="$app"}, instance)',
            "datasource": {"type": "prometheus", "uid": "p"},
        },
    ]
    panel = {
        "type": "stat",
        "title": "P",
        "datasource": {"type": "prometheus", "uid": "p"},
        "targets": [{"refId": "A", "expr": 'mysql_up{instance="$up"}'}],
    }
    board = read({"title": "T", "panels": [panel], "templating": {"list": lists}})
    found = panels.verdicts(Run(board, "T", "", {}))
    assert {one.verdict for one in found} == {"unchecked"}
    assert found[-1].cause.startswith("$up has no value: $app has no value: ")
    # Whoever says which value is meant gets an answer.
    assert panels.verdicts(Run(board, "T", "", {"app": "x", "up": "mysql"}))[-1].verdict != "unchecked"


@pytest.mark.parametrize(("signals", "verdict"), [({}, "empty"), ({(0, 0): "mariadb.up"}, "zero")])
def test_a_list_that_only_unexpected_signals_use_may_be_empty(
    panels: Panels, project: Project, signals: dict[tuple[int, int], str], verdict: str
) -> None:
    source = {"type": "prometheus", "uid": "p"}
    lists = [{"type": "query", "name": "database", "query": "label_values(gone_up, instance)", "datasource": source}]
    targets = [{"refId": "A", "expr": 'gone_up{instance=~"$database"}'}]
    panel = {"type": "stat", "title": "P", "datasource": source, "targets": targets}
    board = read({"title": "T", "panels": [panel], "templating": {"list": lists}})
    config = replace(project.config, expectations={"mariadb": Expectation(False, ())})
    found = replace(panels, expected=Expected(config)).verdicts(Run(board, "T", "", {"database": "x"}, signals))
    assert found[0].verdict == verdict
    assert found[0].bad is (verdict == "empty")
