"""Alert rules say what their panels show, with plain values instead of variables."""

from dataclasses import replace
from typing import Any

import pytest

from generator.board.alert import Alert
from generator.board.board import Board, row
from generator.board.panels import Stat
from generator.board.use import use
from generator.errors import GeneratorError
from generator.project import Project
from generator.render.alerts import group
from generator.render.layout import panel_id
from generator.render.render import render
from generator.signals import http, traces
from generator.signals.profile import PROFILES

ALERT = Alert(key="slow", title="Slow", signal=http.P95, panel="p95", above=1, says="{{ $labels.service }}")


def board(**changes: Any) -> Board:
    rows = (row(Stat(key="p95", uses=(use(http.P95),), width=24)),)
    return Board(key="shop", title="Shop", question="?", rows=rows, alerts=(replace(ALERT, **changes),))


def rule(project: Project, **changes: Any) -> dict[str, Any]:
    made = group(board(**changes), project.context())
    assert made is not None
    return made.rules[0]


@pytest.mark.parametrize("profile", PROFILES)
def test_every_alert_of_every_board_leads_to_its_panel(project: Project, profile: str) -> None:
    found = []
    for one in project.boards:
        made = group(one, project.context(profile))
        if made is None:
            continue
        panels = {panel["id"]: panel for panel in render(one, project.context(profile))["panels"]}
        for each in made.rules:
            assert each["annotations"]["__dashboardUid__"] == f"aks-demo-{one.key}"
            assert int(each["annotations"]["__panelId__"]) in panels
            assert "$" not in each["data"][0]["model"]["expr"].replace("$1", "").replace("$2", "")
            found.append(each["uid"])
    assert found == [
        "aks-demo-overview-silent",
        "aks-demo-overview-stopped",
        "aks-demo-backend-errors",
        "aks-demo-backend-slow",
        "aks-demo-database-connections",
    ]


def test_a_rule_as_grafana_takes_it(project: Project) -> None:
    made = rule(project, by=("service",), lasting="10m", severity="critical")
    assert (made["uid"], made["title"], made["condition"], made["for"]) == (
        "aks-demo-shop-slow",
        "AKS Demo - Slow",
        "C",
        "10m",
    )
    assert made["labels"] == {"severity": "critical", "project": "aks-demo"}
    assert made["annotations"]["__panelId__"] == str(panel_id("shop", "p95"))
    asked, limit = made["data"]
    assert asked["datasourceUid"] == "prometheus"
    assert asked["model"]["instant"] is True
    assert limit["model"]["conditions"] == [{"evaluator": {"type": "gt", "params": [1]}}]


def test_an_absent_error_is_none_and_absent_telemetry_is_one(project: Project) -> None:
    assert (rule(project)["noDataState"], rule(project)["execErrState"]) == ("OK", "Error")
    assert rule(project, on_nothing=True)["noDataState"] == "Alerting"


def test_a_data_source_under_another_uid(project: Project) -> None:
    other = project.with_datasource_uids({"prometheus": "PBFA97"})
    made = group(board(), other.context())
    assert made is not None
    assert made.rules[0]["data"][0]["datasourceUid"] == "PBFA97"


def test_only_the_services_of_a_tier(project: Project) -> None:
    assert "frontend" in rule(project)["data"][0]["model"]["expr"]
    assert "frontend" not in rule(project, tier="backend")["data"][0]["model"]["expr"]


def test_one_number_of_all_groups(project: Project) -> None:
    assert rule(project, of_all="min")["data"][0]["model"]["expr"].startswith("min(")


def test_a_long_uid_is_cut_and_stays_its_own(project: Project) -> None:
    one, other = (rule(project, key="x" * 40 + end)["uid"] for end in "ab")
    assert len(one) == len(other) == 40
    assert one != other


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"panel": "p99"}, 'no panel "p99"'),
        ({"signal": http.PERCENTILES}, "no single query"),
        ({"signal": traces.SERVICE_MAP}, "no single query"),
    ],
)
def test_what_cannot_be_an_alert(project: Project, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(GeneratorError, match=said):
        rule(project, **changes)


def test_a_board_without_alerts_has_no_group(project: Project) -> None:
    assert group(replace(board(), alerts=()), project.context()) is None
