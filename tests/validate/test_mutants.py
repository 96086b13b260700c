"""A good board with one defect is caught, and by the rule that names the defect."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.project import find
from generator.targets import model, provisioning
from generator.validate.contents import documents
from generator.validate.document import Document
from generator.validate.finding import Finding
from generator.validate.known import KnownSource
from generator.validate.rule import rules
from generator.validate.run import Run, Settings
from generator.validate.survey import card, survey

Json = dict[str, Any]
Mutate = Callable[[Json], None]

ROOT = Path(__file__).parents[2]
SOURCES = tuple(KnownSource(kind, kind.capitalize(), kind) for kind in ("prometheus", "loki", "tempo"))


@cache
def files() -> dict[str, bytes]:
    project = find(ROOT / "generator.toml")
    return dict(provisioning.render(model.build(project, project.context())))


def good(board: str = "backend") -> Json:
    loaded: Json = json.loads(files()[f"dashboards/aks-demo/aks-demo-{board}.json"])
    return loaded


def judged(board: Json, *, ours: bool = True) -> list[Finding]:
    """All that is found in one board that stands among the others."""
    content = json.dumps(board).encode()
    (document,) = (one for one in documents("mutant.json", content, named=True) if isinstance(one, Document))
    cards = [
        card(other)  # type: ignore[arg-type]
        for path, data in files().items()
        if path.endswith(".json") and board.get("uid") is not None
        for other in documents(path, data, named=True)
        if Path(path).stem != "aks-demo-backend"
    ]
    run = Run(Settings(tuple(rules().values()), date(2026, 6, 1)), survey([document], cards, SOURCES))
    return [one.finding for one in run.judge(document, ours=ours)]


def panel(board: Json, kind: str, source: str = "prometheus") -> Json:
    """The first panel of a type that asks one kind of store."""
    for one in board["panels"]:
        for each in (one, *one.get("panels", ())):
            if each["type"] == kind and (each.get("datasource") or {}).get("type") == source:
                found: Json = each
                return found
    raise LookupError(kind)


def variable(board: Json, name: str) -> Json:
    found: Json = next(one for one in board["templating"]["list"] if one["name"] == name)
    return found


def graph(board: Json) -> Json:
    return panel(board, "timeseries")


def target(board: Json) -> Json:
    found: Json = graph(board)["targets"][0]
    return found


def asks(text: str) -> Mutate:
    return lambda board: target(board).update(expr=text, legendFormat="__auto")


def defaults(**keys: Any) -> Mutate:
    return lambda board: graph(board)["fieldConfig"]["defaults"].update(keys)


def root(**keys: Any) -> Mutate:
    return lambda board: board.update(keys)


def without(*keys: str) -> Mutate:
    def mutate(board: Json) -> None:
        for key in keys:
            del board[key]

    return mutate


def of_graph(**keys: Any) -> Mutate:
    return lambda board: graph(board).update(keys)


def of_target(**keys: Any) -> Mutate:
    return lambda board: target(board).update(keys)


def of_variable(variable_name: str, **keys: Any) -> Mutate:
    return lambda board: variable(board, variable_name).update(keys)


def added(**keys: Any) -> Mutate:
    return lambda board: board["templating"]["list"].append(keys)


def logs(text: str) -> Mutate:
    return lambda board: panel(board, "logs", "loki")["targets"][0].update(expr=text)


def traces(text: str) -> Mutate:
    return lambda board: panel(board, "table", "tempo")["targets"][0].update(query=text)


def of_link(**keys: Any) -> Mutate:
    return lambda board: board["links"][0].update(keys)


def data_link(url: str) -> Mutate:
    return defaults(links=[{"title": "There", "url": url}])


def override(**keys: Any) -> Mutate:
    return lambda board: graph(board)["fieldConfig"]["overrides"].append(keys)


def moved(**grid: int) -> Mutate:
    return lambda board: graph(board)["gridPos"].update(grid)


def same_ids(board: Json) -> None:
    board["panels"][1]["id"] = board["panels"][0]["id"]


def no_id(board: Json) -> None:
    del graph(board)["id"]


def no_panels_in_row(board: Json) -> None:
    next(one for one in board["panels"] if one["type"] == "row" and one["collapsed"])["panels"] = []


def panels_in_open_row(board: Json) -> None:
    next(one for one in board["panels"] if one["type"] == "row" and one["collapsed"])["collapsed"] = False


def in_a_circle(board: Json) -> None:
    first = variable(board, "service")
    second = copy.deepcopy(first) | {"name": "other"}
    first["query"]["query"] = 'query_result(up{job=~"$other"})'
    second["query"]["query"] = 'query_result(up{job=~"$service"})'
    board["templating"]["list"].append(second)


def twice(board: Json) -> None:
    board["templating"]["list"].append(copy.deepcopy(variable(board, "service")))


def same_ref(board: Json) -> None:
    graph(board)["targets"] = [target(board), copy.deepcopy(target(board))]


def wrong_source(board: Json) -> None:
    graph(board)["datasource"] = {"type": "loki", "uid": "${prometheus_datasource}"}


def no_value(board: Json) -> None:
    del panel(board, "stat")["fieldConfig"]["defaults"]["noValue"]


P = "$__rate_interval"
MUTANTS: dict[str, tuple[str, Mutate]] = {
    "unclosed PromQL": ("promql/syntax", asks("sum(rate(x_total[5m])")),
    "unknown function": ("promql/syntax", asks(f"rats(x_total[{P}])")),
    "wrong type": ("promql/syntax", asks("rate(x_total)")),
    "wrong arity": ("promql/syntax", asks(f"histogram_quantile(rate(x_bucket[{P}]))")),
    "empty selector": ("promql/syntax", asks('{job=~".*"}')),
    "fixed window": ("promql/rate-interval", asks("sum(rate(x_total[5m]))")),
    "step as window": ("promql/rate-interval", asks("sum(rate(x_total[$__interval]))")),
    "macro of Loki": ("query/macro", asks("sum(rate(x_total[$__auto]))")),
    "raw counter": ("promql/counter", asks("sum(x_total)")),
    "rate of a sum": ("promql/rate-of-sum", asks("rate(sum(x_total)[5m:1m])")),
    "rate of a gauge": ("promql/rate-of-gauge", asks(f"rate(x_ratio[{P}])")),
    "quantile of 95": ("promql/histogram-quantile", asks(f"histogram_quantile(95, sum by (le) (rate(x_bucket[{P}])))")),
    "le is lost": ("promql/histogram-quantile", asks(f"histogram_quantile(0.9, sum(rate(x_bucket[{P}])))")),
    "quantile of a count": (
        "promql/histogram-quantile",
        asks(f"histogram_quantile(0.9, sum by (le) (rate(x_count[{P}])))"),
    ),
    "grouped by what is gone": ("promql/lost-label", asks(f"sum by (pod) (sum by (job) (rate(x_total[{P}])))")),
    "joined on what is gone": ("promql/lost-label", asks("sum by (job) (a) * on (pod) sum by (job) (b)")),
    "division by nothing": ("promql/division", asks(f"sum(rate(a_total[{P}])) / sum(rate(b_total[{P}]))")),
    "useless anchors": ("promql/regex", asks('up{job=~"^shop.+$"}')),
    "matches everything": ("promql/regex", asks('up{job=~".*"}')),
    "several values with =": ("promql/multi-value", asks('up{job="$service"}')),
    "endless label": ("promql/cardinality", asks(f"sum by (trace_id) (rate(x_total[{P}]))")),
    "misspelt metric": ("promql/known-metric", asks("mysql_global_status_thread_connected")),
    "legend of a lost label": (
        "query/legend",
        of_target(legendFormat="{{pod_name_gone}}", expr=f"sum by (job) (rate(x_total[{P}]))"),
    ),
    "exemplars of an instant": ("query/exemplar", of_target(exemplar=True, instant=True, range=False)),
    "graph of an instant": ("query/shape", of_target(instant=True, range=False)),
    "no query text": ("query/empty", asks("")),
    "LogQL asked of Prometheus": ("query/language", asks('sum(count_over_time({app="shop"} |= "error" [5m]))')),
    "same reference id": ("query/ref-id", same_ref),
    "no query at all": ("panel/queries", of_graph(targets=[])),
    "unclosed LogQL": ("logql/syntax", logs('{service_name=~"$service" |= "error"')),
    "unknown stage": ("logql/syntax", logs('{service_name=~"$service"} | jason')),
    "every stream": ("logql/syntax", logs('{service_name=~".*"}')),
    "id as stream label": ("logql/stream-label", logs('{service_name=~"$service", trace_id="abc"}')),
    "several values in LogQL": ("logql/multi-value", logs('{service_name="$service"}')),
    "graph of lines": (
        "query/source-kind",
        lambda board: graph(board).update(
            datasource={"type": "loki", "uid": "${loki_datasource}"},
            targets=[
                {
                    "refId": "A",
                    "datasource": {"type": "loki", "uid": "${loki_datasource}"},
                    "expr": '{service_name=~"$service"}',
                    "queryType": "range",
                }
            ],
        ),
    ),
    "unclosed TraceQL": ("traceql/syntax", traces("{ status = error")),
    "TraceQL that is no filter": ("traceql/syntax", traces('{ "shop" }')),
    "unknown variable in a query": ("variable/unknown", asks('up{job=~"$servce"}')),
    "unknown variable in a title": ("variable/unknown", of_graph(title="Of $nobody")),
    "unknown variable as source": (
        "variable/unknown",
        of_graph(datasource={"type": "prometheus", "uid": "${metrics}"}),
    ),
    "unused variable": (
        "variable/unused",
        lambda board: (
            added(type="textbox", name="spare", query="", label="Spare", current={"text": "", "value": ""})(board),
            of_link(includeVars=False)(board),
        )[0],
    ),
    "variables in a circle": ("variable/cycle", in_a_circle),
    "variable filled by itself": (
        "variable/itself",
        lambda board: variable(board, "service")["query"].update(query='query_result(up{job=~"$service"})'),
    ),
    "variable twice": ("variable/name", twice),
    "variable of Grafana's": ("variable/name", of_variable("service", name="__service")),
    "stale variable": ("variable/refresh", of_variable("service", refresh=0)),
    "broken variable query": (
        "variable/query",
        lambda board: variable(board, "service")["query"].update(query="label_valus(up, job)"),
    ),
    "broken variable regex": ("variable/regex", of_variable("service", regex="/(unclosed/")),
    "All is a star": ("variable/all-value", of_variable("route", allValue="*")),
    "same panel id": ("panel/id", same_ids),
    "no panel id": ("panel/id", no_id),
    "Angular panel": ("panel/type", of_graph(type="graph")),
    "no title": ("panel/title", of_graph(title="")),
    "no description": ("panel/description", of_graph(description="")),
    "unknown unit": ("panel/unit", defaults(unit="seconds")),
    "no unit": ("panel/unit", lambda board: graph(board)["fieldConfig"]["defaults"].pop("unit")),
    "unit off by a thousand": (
        "panel/unit-fits",
        lambda board: (
            asks(f"histogram_quantile(0.9, sum by (le) (rate(x_seconds_bucket[{P}])))")(board),
            defaults(unit="ms")(board),
        )[0],
    ),
    "unsorted thresholds": (
        "panel/thresholds",
        defaults(
            thresholds={
                "mode": "absolute",
                "steps": [{"color": "green"}, {"color": "red", "value": 5}, {"color": "orange", "value": 1}],
            }
        ),
    ),
    "threshold at 80 of a ratio": (
        "panel/thresholds",
        defaults(
            unit="percentunit",
            thresholds={"mode": "absolute", "steps": [{"color": "green"}, {"color": "red", "value": 80}]},
        ),
    ),
    "unknown matcher": ("panel/override", override(matcher={"id": "byTitle", "options": "A"}, properties=[])),
    "unknown property": (
        "panel/override",
        override(matcher={"id": "byName", "options": "A"}, properties=[{"id": "colour", "value": "red"}]),
    ),
    "unknown transformation": ("panel/transformation", of_graph(transformations=[{"id": "organise", "options": {}}])),
    "stat without noValue": ("panel/no-value", no_value),
    "colour alone": ("panel/colour-alone", lambda board: panel(board, "stat")["options"].update(textMode="none")),
    "repeated by nobody": ("panel/repeat", of_graph(repeat="nobody")),
    "beyond the grid": ("layout/grid", moved(x=20, w=12)),
    "overlap": ("layout/overlap", lambda board: board["panels"][1]["gridPos"].update(board["panels"][0]["gridPos"])),
    "hole": ("layout/hole", lambda board: board["panels"][1]["gridPos"].update(w=1)),
    "empty closed row": ("layout/row", no_panels_in_row),
    "full open row": ("layout/row", panels_in_open_row),
    "wrong type of source": ("datasource/known", wrong_source),
    "unknown source": ("datasource/known", of_graph(datasource={"type": "prometheus", "uid": "mimir"})),
    "source written down": ("datasource/picked", of_graph(datasource={"type": "prometheus", "uid": "prometheus"})),
    "no uid": ("board/uid", root(uid=None)),
    "illegal uid": ("board/uid", root(uid="aks demo")),
    "uid of another board": ("board/unique-uid", root(uid="aks-demo-overview")),
    "no board title": ("board/title", root(title=" ")),
    "no tag": ("board/tags", root(tags=[])),
    "no schemaVersion": ("board/schema-version", without("schemaVersion")),
    "refresh of a second": ("board/refresh", root(refresh="1s")),
    "unreadable time": ("board/time", root(time={"from": "yesterday-ish", "to": "now"})),
    "id of a server": ("board/server-keys", root(id=7)),
    "left-over inputs": ("board/inputs", root(__inputs=[{"name": "DS", "type": "datasource", "pluginId": "loki"}])),
    "unknown key": ("schema/dashboard", root(hideControls=False)),
    "wrong JSON type": ("schema/dashboard", defaults(decimals="two")),
    "link to nowhere": ("link/target", data_link("/d/aks-demo-nowhere?${__url_time_range}")),
    "link sets what is not there": (
        "link/variable",
        data_link("/d/aks-demo-overview?${__url_time_range}&var-nothing=x"),
    ),
    "link of a lost label": (
        "link/variable",
        lambda board: (
            asks(f"sum by (job) (rate(x_total[{P}]))")(board),
            data_link("/d/aks-demo-overview?${__url_time_range}&var-service=${__field.labels.pod}")(board),
        )[0],
    ),
    "link without the time": ("link/time-range", data_link("/d/aks-demo-overview")),
    "menu without the time": ("link/time-range", of_link(keepTime=False)),
    "old Explore link": ("link/explore", data_link("/explore?left=%5B%22now-1h%22%5D")),
    "link without an address": ("link/url", data_link("")),
    "invisible character": ("text/invisible", asks('up{job="a\u200b"}')),
    "secret in a board": ("text/secret", of_graph(description="Bearer glsa_AbCdEfGhIjKlMnOpQrStUvWxYz012345_a1b2c3d4")),
}


def test_the_board_that_mutants_are_made_of_is_good() -> None:
    found = [one for one in judged(good()) if one.severity != "info"]
    assert found == []


@pytest.mark.parametrize(("rule", "mutate"), MUTANTS.values(), ids=MUTANTS)
def test_mutant_is_caught_by_the_rule_that_names_it(rule: str, mutate: Mutate) -> None:
    board = good()
    mutate(board)
    found = {one.rule: one.severity for one in judged(board)}
    assert rule in found, sorted(found)
    assert found[rule] != "info"


def test_there_are_mutants_of_many_kinds() -> None:
    assert len(MUTANTS) >= 60
    assert {rule for rule, _ in MUTANTS.values()} <= set(rules())
