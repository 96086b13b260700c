"""Alert rules as Grafana stores them: stable, linked, in plain values, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import promql_parser
import pytest
from alert_rules import steps

from generator.board.alert import Alert
from generator.board.board import Board, row
from generator.board.context import Context
from generator.board.panels import TimeSeries
from generator.board.use import use
from generator.config import parse
from generator.errors import GeneratorError, UsageError
from generator.interpolate import Scope
from generator.languages.judge import judge
from generator.project import Project
from generator.render import alerts
from generator.render.layout import panel_id
from generator.signals import http, mariadb, silence, spans, traces
from generator.signals.profile import PROFILES
from generator.text import Language

Json = dict[str, Any]

SHOP = """
[project]
name = "Shop"
uid = "shop"
[tenants.east]
backend = ["api", "a.b"]
[tenants.west]
backend = ["pay"]
frontend = ["web"]
"""
PANEL = TimeSeries(key="errors", uses=(use(http.ERROR_RATIO, "service"),), width=24)


def alert(**changes: Any) -> Alert:
    return Alert(
        **{
            "key": "error-ratio",
            "title": "Many fail",
            "signal": http.ERROR_RATIO,
            "panel": "errors",
            "summary": "{{ $labels.service }} fails",
            "severity": "critical",
            **changes,
        }
    )


def board(*watched: Alert, key: str = "main") -> Board:
    return Board(key=key, title="Main", question="?", rows=(row(PANEL),), alerts=watched)


def context_of(project: Project, more: str = "", profile: str = "portable") -> Context:
    return replace(project.context(profile), config=parse(SHOP + more, None))


def only_rule(project: Project, watched: Alert | None = None, more: str = "", profile: str = "portable") -> Json:
    (group,) = alerts.groups([board(watched or alert())], context_of(project, more, profile))
    (rule,) = group["rules"]
    assert isinstance(rule, dict)
    return rule


def rules_of(project: Project, context: Context) -> Iterator[Json]:
    for group in alerts.groups(project.boards, context):
        yield from group["rules"]


# The project's own -------------------------------------------------------------------------------------------


def test_the_small_set_is_there(project: Project) -> None:
    assert {rule["uid"] for rule in rules_of(project, project.context())} == {
        "aks-demo-service-silent",
        "aks-demo-error-ratio",
        "aks-demo-slow-p95",
        "aks-demo-database-connections",
        "aks-demo-metrics-stopped",
        "aks-demo-spans-stopped",
        "aks-demo-logs-stopped",
    }


@pytest.mark.parametrize("profile", PROFILES)
def test_no_query_needs_a_board_and_every_query_is_read(project: Project, profile: str) -> None:
    seen = 0
    for rule in rules_of(project, project.context(profile)):
        for model in steps(rule).values():
            kind = model["datasource"]["type"]
            if kind == "__expr__":
                continue
            # `$1` and `${1}` are parts of replacements.
            assert not re.search(r"\$\{?[A-Za-z_]|\[\[", model["expr"])
            judged = judge(model["expr"], kind, Scope({}))
            assert judged.problems == ()
            assert judged.filled.holes == ()
            if kind == "prometheus":
                promql_parser.parse(model["expr"])
            seen += 1
    assert seen == 10


def test_each_is_linked_to_a_panel_of_its_board_that_shows_it(project: Project) -> None:
    # The coverage table shows how old telemetry is; whether that is a fault takes a second look.
    also = {"silence.service", "silence.metrics", "silence.spans", "silence.logs"}
    rules = {rule["uid"]: rule for rule in rules_of(project, project.context())}
    for one in project.boards:
        for watched in one.alerts:
            (panel,) = (panel for panel in one.panels if panel.key == watched.panel)
            shown = {used.signal.id for used in panel.uses}
            assert watched.signal.id in shown or (watched.signal.id in also and panel.key == "coverage")
            annotations = rules[f"aks-demo-{watched.key}"]["annotations"]
            assert annotations["__dashboardUid__"] == f"aks-demo-{one.key}"
            assert annotations["__panelId__"] == str(panel_id(one.key, panel.key))


def test_everything_a_person_reads_can_be_said_in_another_language(project: Project) -> None:
    class Brackets(Language):
        def say(self, key: str, english: str) -> str:  # noqa: ARG002
            return f"⟦{english}⟧"

    other = list(rules_of(project, replace(project.context(), language=Brackets())))
    for rule, english in zip(other, rules_of(project, project.context()), strict=True):
        texts = (rule["title"], rule["annotations"]["summary"], rule["annotations"]["description"])
        assert all("⟦" in text for text in texts)
        assert (rule["uid"], rule["data"], rule["labels"]) == (english["uid"], english["data"], english["labels"])


# One rule ----------------------------------------------------------------------------------------------------


def test_a_rule_is_what_grafana_stores(project: Project) -> None:
    rule = only_rule(project)
    query, condition = rule.pop("data")
    expr = query["model"].pop("expr")
    assert "[5m]" in expr
    assert query == {
        "refId": "A",
        "queryType": "",
        "relativeTimeRange": {"from": 600, "to": 0},
        "datasourceUid": "prometheus",
        "model": {
            "refId": "A",
            "datasource": {"type": "prometheus", "uid": "prometheus"},
            "editorMode": "code",
            "instant": True,
            "range": False,
            "intervalMs": 1000,
            "maxDataPoints": 43200,
        },
    }
    assert condition["model"] == {
        "refId": "C",
        "datasource": {"type": "__expr__", "uid": "__expr__"},
        "type": "threshold",
        "expression": "A",
        "conditions": [{"evaluator": {"type": "gt", "params": [0.05]}}],
        "intervalMs": 1000,
        "maxDataPoints": 43200,
    }
    unread = "Nobody knows: a data source does not answer, see the error"
    assert rule == {
        "uid": "shop-error-ratio",
        "title": "Many fail",
        "condition": "C",
        "noDataState": "OK",
        "execErrState": "Error",
        "for": "5m",
        "labels": {"severity": "critical"},
        "annotations": {
            "summary": "{{ if $values }}{{ $labels.service }} fails{{ else }}" + unread + "{{ end }}",
            "description": http.ERROR_RATIO.description,
            "__dashboardUid__": "shop-main",
            "__panelId__": str(panel_id("main", "errors")),
        },
        "isPaused": False,
    }


def test_a_loki_query_says_twice_that_it_is_instant(project: Project) -> None:
    rule = only_rule(project, alert(signal=silence.LOGS, above=0, only_while=silence.USE))
    first, second, both, condition = rule["data"]
    assert (first["queryType"], first["model"]["queryType"], first["datasourceUid"]) == ("instant", "instant", "loki")
    assert second["datasourceUid"] == "prometheus"
    assert both["model"]["expression"] == "$A * ($B > 0)"
    assert condition["model"]["expression"] == both["refId"]
    assert rule["condition"] == condition["refId"]


def test_data_sources_are_those_that_the_grafana_knows(project: Project) -> None:
    context = context_of(project)
    known = replace(context, config=context.config.with_datasource_uids({"prometheus": "theirs"}))
    (group,) = alerts.groups([board(alert())], known)
    query = group["rules"][0]["data"][0]
    assert (query["datasourceUid"], query["model"]["datasource"]["uid"]) == ("theirs", "theirs")


def test_every_instance_says_whose_it_is(project: Project) -> None:
    expr = only_rule(project)["data"][0]["model"]["expr"]
    assert '"tenant", "east", "service", "api|a\\\\.b")' in expr
    assert '"tenant", "west", "service", "pay|web")' in expr
    server = only_rule(project, alert(signal=mariadb.CONNECTIONS_USED, by=("instance",)))
    assert "tenant" not in server["data"][0]["model"]["expr"]


def test_ids_are_made_of_the_keys_alone(project: Project) -> None:
    first = only_rule(project)
    second = only_rule(project, alert(title="Other", signal=http.P95, above=3, summary="x"), profile="stable")
    assert (first["uid"], first["annotations"]["__panelId__"]) == (second["uid"], second["annotations"]["__panelId__"])


def test_a_long_uid_is_cut_and_stays_its_own(project: Project) -> None:
    keys = [f"a-very-long-key-of-an-alert-that-somebody-made-{end}" for end in ("one", "two")]
    (group,) = alerts.groups([board(*(alert(key=key) for key in keys))], context_of(project))
    uids = [rule["uid"] for rule in group["rules"]]
    assert len(set(uids)) == 2
    assert all(re.fullmatch(r"shop-a-very-long-key-of-an-aler-[0-9a-f]{8}", uid) for uid in uids)
    assert {len(uid) for uid in uids} == {40}


def test_a_group_is_a_board(project: Project) -> None:
    made = alerts.groups([board(alert()), board(key="quiet"), board(alert(key="b"), key="other")], context_of(project))
    assert [(group["title"], group["folderUid"], group["interval"]) for group in made] == [
        ("Shop - Main", "shop", 60)
    ] * 2
    assert [rule["uid"] for group in made for rule in group["rules"]] == ["shop-error-ratio", "shop-b"]


@pytest.mark.parametrize(
    ("export", "window", "interval"), [("15s", "5m", 60), ("60s", "5m", 60), ("90s", "6m", 90), ("5m", "20m", 300)]
)
def test_windows_hold_four_exports_and_nothing_fires_for_one(
    project: Project, export: str, window: str, interval: int
) -> None:
    more = f'[telemetry]\nexport_interval = "{export}"\n'
    rule = only_rule(project, more=more)
    assert f"[{window}]" in rule["data"][0]["model"]["expr"]
    assert rule["for"] == window
    assert alerts.groups([board(alert())], context_of(project, more))[0]["interval"] == interval


def test_an_interval_is_one_that_grafana_takes(project: Project) -> None:
    context = context_of(project, '[telemetry]\nexport_interval = "1m7s"\n')
    assert alerts.groups([board(alert())], context)[0]["interval"] == 70


# Settings ----------------------------------------------------------------------------------------------------


def test_settings_win(project: Project) -> None:
    rule = only_rule(project, more='[alerts.error-ratio]\nabove = 0.1\nfor = "90s"\n')
    assert rule["data"][-1]["model"]["conditions"] == [{"evaluator": {"type": "gt", "params": [0.1]}}]
    assert rule["for"] == "1m30s"
    assert only_rule(project, more='[alerts.error-ratio]\nfor = "0s"\n')["for"] == "0s"


@pytest.mark.parametrize("more", ["[alerts]\nenabled = false\n", "[alerts.error-ratio]\nenabled = false\n"])
def test_alerts_can_be_left_out(project: Project, more: str) -> None:
    assert alerts.groups([board(alert())], context_of(project, more)) == ()


def test_settings_of_no_alert_are_named_with_their_line(project: Project) -> None:
    with pytest.raises(UsageError) as caught:
        alerts.groups([board(alert())], context_of(project, "[alerts.eror-ratio]\nabove = 1\n"))
    assert caught.value.summary == (
        'generator.toml:10: [alerts] names "eror-ratio", which is no alert; did you mean "error-ratio"?'
    )
    assert caught.value.fix == "the alerts of this project: error-ratio"


@pytest.mark.parametrize(
    ("said", "services"),
    [
        ("", "api|a\\\\.b|pay|web"),
        ('[signals.http]\nexpected = false\ntenants = ["east"]\n', "pay|web"),
        ('[signals.http.error_ratio]\nexpected = false\ntenants = ["west"]\n', "api|a\\\\.b"),
        ('[signals.spans]\nexpected = false\ntenants = ["west"]\n', "api|a\\\\.b"),
        ("[signals.kafka]\nexpected = false\n", "api|a\\\\.b|pay|web"),
    ],
)
def test_nobody_is_missed_who_is_not_expected(project: Project, said: str, services: str) -> None:
    rule = only_rule(project, alert(needs=("spans",)), said)
    expr = rule["data"][0]["model"]["expr"]
    assert f'job=~"(.+/)?({services})"' in expr
    assert len(re.findall(r'job=~"[^"]+"', expr)) == expr.count(f'job=~"(.+/)?({services})"')


def test_what_nobody_is_expected_to_send_is_not_watched(project: Project) -> None:
    for said in ("expected = false\n", 'expected = false\ntenants = ["east", "west"]\n'):
        assert alerts.groups([board(alert())], context_of(project, f"[signals.http]\n{said}")) == ()


# Definitions that cannot be ----------------------------------------------------------------------------------


def test_one_key_is_one_alert(project: Project) -> None:
    with pytest.raises(GeneratorError, match='board "two" › alert "error-ratio": board "one" has one of that key'):
        alerts.groups([board(alert(), key="one"), board(alert(), key="two")], context_of(project))


def test_a_panel_that_is_not_there_is_named(project: Project) -> None:
    with pytest.raises(GeneratorError, match='the board has no panel "eror"') as caught:
        alerts.groups([board(alert(panel="eror"))], context_of(project))
    assert caught.value.fix == "link it to one of: errors"


@pytest.mark.parametrize("signal", [http.PERCENTILES, traces.ERROR_TRACES], ids=lambda signal: signal.id)
def test_a_signal_that_cannot_be_watched_is_named(project: Project, signal: Any) -> None:
    with pytest.raises(GeneratorError, match=f'signal "{signal.id}" cannot be watched'):
        only_rule(project, alert(signal=signal, above=1, by=()))


def test_a_threshold_is_given_or_known() -> None:
    with pytest.raises(GeneratorError, match=r'its signal "http\.rate" has no red step'):
        alert(signal=http.RATE)
    # Down is red below the step there.
    with pytest.raises(GeneratorError, match="no red step"):
        alert(signal=mariadb.AVAILABLE, by=("instance",))
    assert alert(signal=http.RATE, above=7).threshold == 7
    assert alert().threshold == 0.05


def test_labels_are_those_of_both_signals() -> None:
    with pytest.raises(GeneratorError, match=r'signal "http\.error_ratio" has no label "route"'):
        alert(by=("route",))
    with pytest.raises(GeneratorError, match=r'signal "silence\.use" has no label "route"'):
        alert(signal=spans.ROUTE_ERRORS, by=("route",), above=1, only_while=silence.USE)


def test_a_duration_is_one() -> None:
    with pytest.raises(GeneratorError, match='"5 minutes" is not a duration'):
        alert(for_="5 minutes")
