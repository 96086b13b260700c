"""Which data source is meant, and what each gap of the telemetry is called."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generator.config.model import Expectation, Service, Tenant
from generator.detect.arrival import LOGS, METRICS, SPANS, TRACES, Arrival, Sender, Stack
from generator.live.stores import LiveSource
from generator.project import Project
from generator.verify.expected import Expected
from generator.verify.reach import choose
from generator.verify.result import TelemetryRow, gaps
from generator.verify.stack import Matrix

ALL = {
    METRICS: Arrival(("stable",), 10.0, 60.0),
    SPANS: Arrival(("tempo",), 10.0),
    TRACES: Arrival(("stable",), 10.0),
    LOGS: Arrival(("otlp",), 10.0),
}


def rows(project: Project, stack: Stack, profile: str = "portable", **expectations: Any) -> dict[str, TelemetryRow]:
    tenant = Tenant("shop", ("shop",), (Service("api", "backend"),))
    config = replace(project.config, tenants=(tenant,), expectations=expectations)
    return {row.signal: row for row in Matrix(config, stack, Expected(config), profile).rows(("shop",), "api")}


def without(*signals: str, **changed: Arrival) -> Stack:
    arrivals = {name: one for name, one in (ALL | changed).items() if name not in signals}
    return Stack({"api": Sender("api", arrivals)})


def test_what_arrives_is_told_with_age_and_dialect(project: Project) -> None:
    found = rows(project, without())
    assert list(found) == [METRICS, SPANS, TRACES, LOGS]
    assert not [row for row in found.values() if row.bad]
    assert (found[METRICS].dialect, found[METRICS].age_s, found[METRICS].interval_s) == ("stable", 10.0, 60.0)


@pytest.mark.parametrize(
    ("stack", "signal", "reason", "fix"),
    [
        (Stack({"apis": Sender("apis", ALL)}), TRACES, "apis send and are not configured", '"apis"?'),
        (without(METRICS), METRICS, "traces arrive, HTTP metrics do not", "use 1.21.0"),
        (without(SPANS), SPANS, "no span metrics from Tempo", "overrides.defaults.metrics_generator.processors"),
        (without(SPANS, TRACES), SPANS, "no traces", "send traces first"),
        (without(TRACES), TRACES, "sampled away", "OTEL_TRACES_SAMPLER_ARG"),
        (without(LOGS), LOGS, "no logs", "OTLP"),
        (replace(without(LOGS), nameless_logs=('{container="x"}',)), LOGS, 'container="x"', "service_name"),
        (without(**{METRICS: Arrival(("stable",), 1200.0)}), METRICS, "stopped 20 min ago", "exporter"),
        (without(**{LOGS: Arrival(("otlp",), None)}), LOGS, "half an hour", "exporter"),
    ],
)
def test_a_gap_comes_with_what_mends_it(project: Project, stack: Stack, signal: str, reason: str, fix: str) -> None:
    row = rows(project, stack)[signal]
    assert row.bad
    assert reason in row.reason
    assert fix in row.fix


@pytest.mark.parametrize(
    ("profile", "signal", "bad"),
    [
        ("legacy", METRICS, True),
        ("stable", METRICS, False),
        ("collector-spanmetrics", SPANS, True),
        ("mimir", METRICS, True),
    ],
)
def test_another_dialect_than_the_profile_is_wrong(project: Project, profile: str, signal: str, bad: bool) -> None:
    row = rows(project, without(), profile)[signal]
    assert row.bad is bad
    assert not bad or "detect" in row.fix


def test_what_nobody_expects_is_no_gap(project: Project) -> None:
    found = rows(project, without(LOGS), logs=Expectation(expected=False))
    assert not found[LOGS].present
    assert not found[LOGS].bad


def test_a_store_that_was_not_asked_has_no_rows(project: Project) -> None:
    assert LOGS not in rows(project, replace(without(LOGS), unasked={"loki": "refused"}))


def source(uid: str, kind: str, name: str = "") -> LiveSource:
    return LiveSource(uid, name or uid, kind, {})


PROMETHEUS, TEMPO = source("prometheus", "prometheus"), source("tempo", "tempo")


@pytest.mark.parametrize(
    ("live", "uid", "ok", "said"),
    [
        ((source("loki", "loki"), source("other", "loki")), "loki", None, ""),
        ((source("x", "loki", "Loki"), source("other", "loki")), "x", True, "x (Loki) stands for it, by its name"),
        ((source("only", "loki"),), "only", True, "only (only) stands for it, the only one of its type"),
        ((), None, False, "none of the type loki"),
        ((source("a", "loki"), source("b", "loki")), None, False, "several could be meant: a (a), b (b)"),
        ((source("loki", "mysql"),), None, False, '"loki" is of the type mysql'),
        ((source("loki", "mysql"), source("l2", "loki")), "l2", False, "of the type mysql; l2 (l2) was taken"),
        ((source("loki", "mysql"), source("x", "loki", "Loki")), "x", False, "of the type mysql; x (Loki) was taken"),
    ],
)
def test_a_data_source_is_found_as_an_upload_finds_it(
    project: Project, live: tuple[LiveSource, ...], uid: str | None, ok: bool | None, said: str
) -> None:
    chosen = choose(project.config.datasources, (PROMETHEUS, TEMPO, *live))
    assert chosen.uids.get("loki") == uid
    loki = [one for one in chosen.checks if "Loki" in one.what]
    assert [one.ok for one in loki] == ([] if ok is None else [ok])
    assert all(said in one.said and (one.ok or one.fix) for one in loki)


def test_what_one_step_mends_is_one_finding(project: Project) -> None:
    silent = tuple(rows(project, Stack({})).values())
    assert [one.signal for (one, *rest) in gaps(silent) if len(rest) == 3] == [METRICS]
    assert len(gaps(rows(project, without(LOGS, TRACES)).values())) == 2
    assert gaps(rows(project, without()).values()) == []
