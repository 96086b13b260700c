"""The pickers: one chain on every board, each used, and a tenant's services exactly where that tenant is picked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain as chained
from itertools import combinations
from typing import Any

import pytest
from dashboard_parts import leaves
from exposition import END, Exposition
from live_prometheus import LivePrometheus, Serve

from generator.board.board import Board
from generator.board.context import Context
from generator.board.links import COMMON
from generator.config import Config, Tier, parse
from generator.errors import UsageError
from generator.project import Project
from generator.render.render import render
from generator.signals.pickers import ROUTES
from generator.signals.profile import PROFILES

Json = dict[str, Any]

_REFERENCE = re.compile(r"\$(\w+)|\$\{(\w+)(?:[.:][^}]*)?\}|\[\[(\w+)")

CONFIG = """
[project]
name = "Shops"
uid = "shops"
[tenants.one]
backend = ["one-api", "jobs"]
frontend = ["one-web"]
[tenants.two]
namespaces = ["two-prod", "two-data", "two-edge"]
backend = ["two-api"]
frontend = ["two-web", "kiosk"]
# Its name begins like another's, and so does its namespace.
[tenants.one-more]
namespaces = ["one-more-a", "one-more-b"]
backend = ["more-api"]
"""

SHARED_NAMESPACE = """
[project]
name = "Shops"
uid = "shops"
[tenants.east]
namespaces = ["shops"]
backend = ["east-api"]
[tenants.west]
namespaces = ["shops"]
backend = ["west-api"]
"""

OVERLAPPING_NAMESPACES = """
[project]
name = "Shops"
uid = "shops"
[tenants.east]
namespaces = ["east", "common"]
backend = ["east-api"]
[tenants.west]
namespaces = ["common", "west"]
backend = ["west-api"]
"""


def variables(config: Config, tier: Tier | None = None) -> dict[str, Json]:
    """The variables of a board without pickers of its own."""
    board = Board(key="b", title="B", question="?", rows=(), tier=tier)
    listed = render(board, Context(config, PROFILES["portable"]))["templating"]["list"]
    return {variable["name"]: variable for variable in listed}


def options(custom: Json) -> dict[str, str]:
    """Text -> value of a custom variable, as Grafana reads `text : value, text : value`."""
    pairs = (option.strip().split(" : ") for option in custom["query"].split(","))
    return {pair[0]: pair[-1] for pair in pairs}


def matched(pattern: str, texts: Iterable[str]) -> list[str]:
    """What a variable's regular expression makes of these texts: the first group of those that match."""
    assert pattern.startswith("/")
    assert pattern.endswith("/")
    found = (re.search(pattern[1:-1].replace(r"\/", "/"), text) for text in texts)
    return [match[1] for match in found if match]


def services(prometheus: LivePrometheus, config: Config, picked: Iterable[str], tier: Tier | None = None) -> list[str]:
    """The service picker's list while these tenants are picked, as Grafana comes to it."""
    its = variables(config, tier)
    query = re.fullmatch(r"query_result\((.*)\)", its["service"]["query"]["query"])
    assert query
    # Grafana writes an element of the answer as text: its labels, its value, its time.
    texts = [
        "{" + ",".join(f'{name}="{value}"' for name, value in point.labels.items()) + f"}} {point.value:g} {END}000"
        for point in prometheus.query(query[1], END)
    ]
    namespaces = "|".join(options(its["tenant"])[name] for name in picked)
    return sorted(matched(its["service"]["regex"].replace("${tenant:pipe}", namespaces), texts))


def of_tenants(config: Config, picked: Iterable[str], tier: Tier | None = None) -> list[str]:
    """What the list should be: it stands in the configuration."""
    return sorted(
        service.name
        for tenant in config.tenants
        if tenant.name in set(picked)
        for service in tenant.services
        if tier in (None, service.tier)
    )


@pytest.fixture(scope="module")
def prometheus(serve: Serve) -> LivePrometheus:
    # The list does not depend on what arrives: a silent service can be picked, too.
    series = Exposition()
    series.gauge("up", {"job": "anything"}, 1)
    return serve(series.text)


@pytest.fixture(scope="module")
def boards(project: Project) -> list[Json]:
    return [render(board, project.context()) for board in project.boards]


def picks(config: Config) -> Iterable[tuple[str, ...]]:
    """Every choice of tenants that a person can make."""
    names = [tenant.name for tenant in config.tenants]
    return chained.from_iterable(combinations(names, count) for count in range(1, len(names) + 1))


@pytest.mark.parametrize("tier", [None, "backend", "frontend"])
def test_services_are_those_of_the_picked_tenants(prometheus: LivePrometheus, tier: Tier | None) -> None:
    config = parse(CONFIG, None)
    for picked in picks(config):
        assert services(prometheus, config, picked, tier) == of_tenants(config, picked, tier), picked


def accepted(text: str) -> Config | None:
    """The configuration, unless it is refused as ambiguous."""
    with suppress(UsageError):
        return parse(text, None)
    return None


@pytest.mark.parametrize("text", [OVERLAPPING_NAMESPACES, SHARED_NAMESPACE], ids=["overlapping", "shared"])
def test_tenants_of_one_namespace_are_told_apart_or_refused(prometheus: LivePrometheus, text: str) -> None:
    config = accepted(text)
    for picked in picks(config) if config else ():
        assert services(prometheus, config, picked) == of_tenants(config, picked), picked


def test_services_of_this_projects_tenants(prometheus: LivePrometheus, project: Project) -> None:
    assert services(prometheus, project.config, ["hyunjun"]) == ["hyunjun-backend", "hyunjun-frontend"]
    assert services(prometheus, project.config, ["jiwoo"], "backend") == ["jiwoo-backend"]


def test_a_tenants_value_is_its_namespaces() -> None:
    assert options(variables(parse(CONFIG, None))["tenant"]) == {
        "one": "one",
        "two": "two-prod|two-data|two-edge",
        "one-more": "one-more-a|one-more-b",
    }


def test_every_board_has_the_same_chain_first(boards: list[Json]) -> None:
    chain = ["prometheus_datasource", "loki_datasource", "tempo_datasource", "tenant", "service"]
    for board in boards:
        names = [variable["name"] for variable in board["templating"]["list"]]
        assert names[: len(chain)] == chain
        assert len(names) == len(set(names))


def test_pickers_begin_with_everything_of_the_configured_sources(project: Project, boards: list[Json]) -> None:
    configured = {kind: settings.uid for kind, settings in project.config.datasources.items()}
    for board in boards:
        its = {variable["name"]: variable for variable in board["templating"]["list"]}
        for kind, uid in configured.items():
            picker = its[f"{kind}_datasource"]
            assert (picker["type"], picker["query"], picker["current"]["value"]) == ("datasource", kind, uid)
        for name in ("tenant", "service"):
            assert its[name]["current"]["value"] == ["$__all"]
            assert its[name]["includeAll"] is its[name]["multi"] is True


def test_pickers_begin_with_the_uids_that_a_grafana_really_has(project: Project) -> None:
    config = project.config.with_datasource_uids({"loki": "P123"})
    its = variables(config)
    assert its["loki_datasource"]["current"]["value"] == "P123"
    assert its["tempo_datasource"]["current"]["value"] == project.config.datasources["tempo"].uid


def test_every_variable_that_is_used_is_declared_and_the_other_way_round(boards: list[Json]) -> None:
    for board in boards:
        declared = {variable["name"] for variable in board["templating"]["list"]}
        used = set()
        for path, value in leaves(board):
            if not isinstance(value, str) or path == "templating.list[].name":
                continue
            names = {next(name for name in found if name) for found in _REFERENCE.findall(value)}
            # Grafana's own begin with two underscores; `$1` is a group of a replacement.
            used |= {name for name in names if not name.startswith("__") and not name.isdigit()}
        assert used <= declared, board["uid"]
        # The chain that all boards share is there for the links, also where no panel asks it.
        assert declared - used <= set(COMMON), board["uid"]


@pytest.mark.parametrize(
    ("span", "route"),
    [("/api/login", ["/api/login"]), ("POST /api/login", ["/api/login"]), ("HEAD", []), ("GET", []), ("SELECT", [])],
)
def test_the_route_picker_takes_the_route_out_of_both_spellings(span: str, route: list[str]) -> None:
    assert matched(ROUTES.regex, [span]) == route


def test_what_a_person_types_is_empty_at_first(boards: list[Json]) -> None:
    boxes = [v for board in boards for v in board["templating"]["list"] if v["type"] == "textbox"]
    assert boxes
    assert all(box["current"] == {"text": "", "value": ""} for box in boxes)


def test_label_pickers_stand_for_any_value_and_follow_the_time_range(boards: list[Json]) -> None:
    labels = [v for board in boards for v in board["templating"]["list"] if v.get("query") and v["type"] == "query"]
    for picker in (one for one in labels if one["name"] != "service"):
        # A series without the label must still match.
        assert picker["allValue"] == ".*"
        assert picker["refresh"] == 2
