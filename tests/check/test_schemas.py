"""What the schemas let through, and what they refuse and in which words."""

from __future__ import annotations

import copy
import inspect
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import grafanalib.core as G
import pytest

from generator.board.board import Board, row
from generator.board.panels import Custom
from generator.check import board_violations, require_valid, violations
from generator.config.model import Folder
from generator.errors import GeneratorError
from generator.project import find
from generator.render.render import render
from generator.schemas.library import names, schema
from generator.schemas.part import Part, Stray, alert_parts, panels, parts
from generator.schemas.reason import Reason, reasons
from generator.signals.profile import PROFILES
from generator.targets.model import Model, build

Json = dict[str, Any]
Steps = tuple[str | int, ...]

REPOSITORY = Path(__file__).parents[2]
SCHEMAS = REPOSITORY / "generator" / "schemas"
SHARED = Path(os.environ.get("GENERATOR_SHARED", REPOSITORY.parent / "shared"))
FILES = sorted(str(path.relative_to(SCHEMAS).with_suffix("")) for path in SCHEMAS.rglob("*.json"))


@cache
def model(profile: str = "portable") -> Model:
    """The project of this repository; its boards rendered once."""
    project = find(REPOSITORY / "generator.toml")
    lazy = build(project, project.context(profile))
    return replace(lazy, boards=dict(lazy.boards))


def shared(*place: str) -> Path:
    """A file that stands outside the repository; the test is skipped where it does not."""
    path = SHARED.joinpath(*place)
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return path


def at(node: Any, steps: Steps) -> Any:
    """The value at a path."""
    for step in steps:
        node = node[step]
    return node


# What is right -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", PROFILES)
def test_everything_we_write_fits(profile: str) -> None:
    require_valid(model(profile))


#: Types of grafanalib that have a schema here: what is in them is ours to know.
KNOWN = (
    G.BarGauge,
    G.GaugePanel,
    G.Heatmap,
    G.Logs,
    G.RowPanel,
    G.Stat,
    G.StateTimeline,
    G.Table,
    G.Text,
    G.TimeSeries,
)
#: Types of Angular's time, which Grafana 12 no longer has.
REMOVED = (G.Discrete, G.Graph, G.PieChart, G.SingleStat, G.Statusmap, G.Worldmap)
OTHERS = [
    kind
    for _, kind in inspect.getmembers(G, inspect.isclass)
    if issubclass(kind, G.Panel) and kind not in (*KNOWN, *REMOVED)
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", [kind for kind in OTHERS if kind is not G.Panel], ids=lambda kind: kind.__name__)
def test_any_other_panel_of_grafanalib_passes(kind: type) -> None:
    needed: Json = {"data": []} if kind is G.Ae3ePlotly else {}
    panel = kind(title="Mine", dataSource="prometheus", targets=[G.Target(expr="up", refId="A")], **needed)
    assert panel.to_json_data()["type"] not in names("panels")
    board = Board(key="mine", title="Mine", question="?", rows=(row(Custom(key="mine", panel=panel, width=24)),))
    project = find(REPOSITORY / "generator.toml")
    assert [str(each) for each in board_violations(render(board, project.context()))] == []


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", [kind for kind in REMOVED if kind is not G.Worldmap], ids=lambda kind: kind.__name__)
def test_a_panel_that_grafana_no_longer_has_is_refused_with_what_took_its_place(kind: type) -> None:
    panel = kind(title="Mine", dataSource="prometheus", targets=[G.Target(expr="up", refId="A")])
    board = Board(key="mine", title="Mine", question="?", rows=(row(Custom(key="x", panel=panel, width=24)),))
    with pytest.raises(GeneratorError, match=r'board "mine" › panel "x": Grafana 12 has no panel type') as caught:
        render(board, find(REPOSITORY / "generator.toml").context())
    assert caught.value.fix.startswith("use ")


RIGHT: dict[str, tuple[str, tuple[str, ...], Any]] = {
    "constant": (
        "variables/constant",
        (),
        {"name": "k", "type": "constant", "query": "x", "hide": 2, "skipUrlSync": True},
    ),
    "interval": (
        "variables/interval",
        (),
        {"name": "i", "type": "interval", "query": "1m,5m", "refresh": 2, "current": {"text": "1m", "value": "1m"}},
    ),
    "ad hoc filters": (
        "variables/adhoc",
        (),
        {"name": "f", "type": "adhoc", "baseFilters": [], "datasource": {"type": "prometheus", "uid": "p"}},
    ),
    "several values": (
        "transformations",
        ("$defs", "groupBy"),
        {"fields": {"a": {"operation": "groupby"}, "b": {"operation": "aggregate", "aggregations": ["sum", "p95"]}}},
    ),
    "a calculation": (
        "transformations",
        ("$defs", "calculateField"),
        {
            "mode": "binary",
            "binary": {"left": "a", "operator": "/", "right": "b"},
            "alias": "ratio",
            "replaceFields": True,
        },
    ),
    "an order": ("transformations", ("$defs", "sortBy"), {"fields": {}, "sort": [{"field": "Value", "desc": True}]}),
    "a filter": (
        "transformations",
        ("$defs", "filterByValue"),
        {
            "type": "include",
            "match": "any",
            "filters": [{"fieldName": "Value", "config": {"id": "greater", "options": {"value": 0}}}],
        },
    ),
    "a range": (
        "field",
        ("properties", "mappings"),
        [{"type": "range", "options": {"from": None, "to": 1, "result": {"text": "low", "color": "dark-red"}}}],
    ),
    "an empty value": (
        "field",
        ("properties", "mappings"),
        [{"type": "special", "options": {"match": "null+nan", "result": {"text": "-", "index": 0}}}],
    ),
    "a unit of one's own": ("field", ("properties", "unit"), "suffix: req"),
    "a bar in a cell": (
        "panels/table",
        ("$defs", "cell"),
        {"type": "gauge", "mode": "lcd", "valueDisplayMode": "text"},
    ),
    "a trace by its id": (
        "queries/tempo-trace",
        (),
        {"refId": "A", "datasource": {"type": "tempo", "uid": "t"}, "queryType": "traceId", "query": "${traceId}"},
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_kinds_that_our_boards_do_not_use_yet(name: str) -> None:
    file, place, value = RIGHT[name]
    assert not list(reasons(Part((), value, file, place)))


# What is wrong -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mutant:
    """One defect. `of` finds what is changed; `path` is how the path of the violation goes on from there."""

    of: Callable[[Json], Steps | None]
    change: Callable[[Any], None]
    path: str
    says: str


def panel_of(kind: str, *inner: str | int) -> Callable[[Json], Steps | None]:
    """The first panel of that type that has something at the inner path."""

    def pick(board: Json) -> Steps | None:
        for path, panel in panels(board):
            if panel["type"] == kind and _has(panel, inner):
                return (*path, *inner)
        return None

    return pick


def query_of(source: str, **having: Any) -> Callable[[Json], Steps | None]:
    """The first query of that language."""

    def pick(board: Json) -> Steps | None:
        for path, panel in panels(board):
            for index, query in enumerate(panel.get("targets", ())):
                of = query["datasource"]["type"] == source
                if of and all(query.get(key) == value for key, value in having.items()):
                    return (*path, "targets", index)
        return None

    return pick


def step_of(name: str) -> Callable[[Json], Steps | None]:
    """The first transformation of that id."""

    def pick(board: Json) -> Steps | None:
        for path, panel in panels(board):
            for index, step in enumerate(panel.get("transformations", ())):
                if step["id"] == name:
                    return (*path, "transformations", index)
        return None

    return pick


def property_of(name: str) -> Callable[[Json], Steps | None]:
    """The first override of that property."""

    def pick(board: Json) -> Steps | None:
        for path, panel in panels(board):
            for index, override in enumerate(panel.get("fieldConfig", {}).get("overrides", ())):
                for inner, prop in enumerate(override["properties"]):
                    if prop["id"] == name:
                        return (*path, "fieldConfig", "overrides", index, "properties", inner)
        return None

    return pick


def variable_of(kind: str) -> Callable[[Json], Steps | None]:
    """The first variable of that type."""

    def pick(board: Json) -> Steps | None:
        kinds = [variable["type"] for variable in board["templating"]["list"]]
        return ("templating", "list", kinds.index(kind)) if kind in kinds else None

    return pick


def whole(_: Json) -> Steps:
    """The board itself."""
    return ()


def _has(node: Any, steps: Steps) -> bool:
    try:
        at(node, steps)
    except (KeyError, IndexError, TypeError):
        return False
    return True


def put(*steps_and_value: Any) -> Callable[[Any], None]:
    """Set the value at the steps: `put("a", "b", 1)` makes a.b 1."""
    *steps, last, value = steps_and_value

    def change(node: Any) -> None:
        at(node, tuple(steps))[last] = value

    return change


def cut(*steps: str | int) -> Callable[[Any], None]:
    """Take out what is at the steps."""

    def change(node: Any) -> None:
        del at(node, steps[:-1])[steps[-1]]

    return change


def again(node: Any) -> None:
    """Repeat the first member of a list."""
    node.append(copy.deepcopy(node[0]))


def base_is_a_number(steps: Any) -> None:
    """What Grafana's own default would be read as."""
    steps["steps"][0]["value"] = 0


DEFAULTS = ("fieldConfig", "defaults")
CUSTOM = (*DEFAULTS, "custom")

MUTANTS: dict[str, Mutant] = {
    # the board
    "board: unknown key": Mutant(whole, put("style", "dark"), "", 'unknown key "style"'),
    "board: id": Mutant(whole, put("id", 7), "", 'unknown key "id"'),
    "board: misspelt key": Mutant(whole, put("graphToolTip", 1), "", 'did you mean "graphTooltip"?'),
    "board: no title": Mutant(whole, cut("title"), "", 'lacks "title"'),
    "board: blank title": Mutant(whole, put("title", "  "), ".title", "is not a title of a board"),
    "board: bad uid": Mutant(whole, put("uid", "aks demo"), ".uid", "is not a uid"),
    "board: long uid": Mutant(whole, put("uid", "a" * 41), ".uid", "is not a uid"),
    "board: old schema version": Mutant(whole, put("schemaVersion", 12), ".schemaVersion", "12 is not 41"),
    "board: bad refresh": Mutant(whole, put("refresh", "1s"), ".refresh", "is not an interval of refreshing"),
    "board: bad time": Mutant(whole, put("time", "from", "1h"), ".time.from", "is not a moment"),
    "board: bad time zone": Mutant(whole, put("timezone", "KST+9"), ".timezone", "is not a time zone"),
    "board: bad tooltip": Mutant(whole, put("graphTooltip", 3), ".graphTooltip", "3 is not known here"),
    "board: tags as text": Mutant(whole, put("tags", "aks-demo"), ".tags", "is not a list"),
    "board: a tag twice": Mutant(whole, put("tags", ["a", "a"]), ".tags", 'has "a" twice'),
    "board: panels as object": Mutant(whole, put("panels", {}), ".panels", "an empty object is not a list"),
    "board: bad link type": Mutant(whole, put("links", 0, "type", "dashboard"), ".links[0].type", 'mean "dashboards"?'),
    "board: link without title": Mutant(whole, cut("links", 0, "title"), ".links[0]", 'lacks "title"'),
    # variables and annotations
    "variable: bad type": Mutant(
        variable_of("custom"), put("type", "costum"), ".type", 'is not a type of variable; did you mean "custom"?'
    ),
    "variable: no type": Mutant(variable_of("custom"), cut("type"), "", 'lacks "type"'),
    "variable: bad name": Mutant(
        variable_of("textbox"), put("name", "__search"), ".name", "is not a name of a variable"
    ),
    "variable: same name": Mutant(lambda _: ("templating", "list"), again, "[*].name", "is taken"),
    "variable: unknown key": Mutant(variable_of("query"), put("tagsQuery", ""), "", 'unknown key "tagsQuery"'),
    "variable: never refreshed source": Mutant(variable_of("datasource"), put("refresh", 0), ".refresh", "0 is not 1"),
    "variable: query as text": Mutant(
        variable_of("query"), put("query", "label_values(up)"), ".query", "not an object"
    ),
    "variable: bad kind of query": Mutant(
        variable_of("query"), put("query", "qryType", 9), ".query.qryType", "not known"
    ),
    "variable: another language": Mutant(variable_of("query"), put("query", "stream", ""), ".query", 'key "stream"'),
    "variable: no current": Mutant(variable_of("custom"), cut("current"), "", 'lacks "current"'),
    "variable: source that is not picked": Mutant(
        variable_of("query"), put("datasource", "uid", "${nobody}"), ".datasource.uid", 'no variable picks "${nobody}"'
    ),
    "annotation: none built in": Mutant(
        lambda _: ("annotations",), cut("list", 0), ".list", "is not a list with Grafana's own annotations"
    ),
    "annotation: unknown key": Mutant(
        lambda _: ("annotations", "list", 1), put("query", "x"), "", 'unknown key "query"'
    ),
    "annotation: bad colour": Mutant(
        lambda _: ("annotations", "list", 1), put("iconColor", "blau"), ".iconColor", "is not a colour of Grafana"
    ),
    # panels
    "panel: unknown type": Mutant(panel_of("timeseries"), put("type", "timeserie"), ".type", "is not a type of panel"),
    "panel: unknown key": Mutant(panel_of("stat"), put("cacheTimeOut", "1"), "", 'did you mean "cacheTimeout"?'),
    "panel: no id": Mutant(panel_of("stat"), cut("id"), "", 'lacks "id"'),
    "panel: id zero": Mutant(panel_of("stat"), put("id", 0), ".id", "0 is not at least 1"),
    "panel: id too large": Mutant(panel_of("stat"), put("id", 2**31), ".id", "is not at most 2147483647"),
    "panel: id as text": Mutant(panel_of("stat"), put("id", "7"), ".id", '"7" is not a whole number'),
    "panel: same id": Mutant(lambda _: ("panels",), again, "[*].id", "is taken"),
    "panel: no width": Mutant(panel_of("logs"), put("gridPos", "w", 0), ".gridPos.w", "0 is not at least 1"),
    "panel: too wide": Mutant(panel_of("logs"), put("gridPos", "w", 25), ".gridPos.w", "25 is not at most 24"),
    "panel: beyond the edge": Mutant(panel_of("stat"), put("gridPos", "x", 23), ".gridPos", "x + w is "),
    "panel: no place": Mutant(panel_of("stat"), cut("gridPos"), "", 'lacks "gridPos"'),
    "panel: no options": Mutant(panel_of("traces"), cut("options"), "", 'lacks "options"'),
    "panel: no overrides": Mutant(
        panel_of("table"), cut("fieldConfig", "overrides"), ".fieldConfig", 'lacks "overrides"'
    ),
    "panel: source as text": Mutant(
        panel_of("stat"), put("datasource", "Prometheus"), ".datasource", "not a reference"
    ),
    "panel: no source": Mutant(panel_of("stat"), cut("datasource"), "", 'lacks "datasource"'),
    "panel: no queries": Mutant(panel_of("table"), put("targets", []), ".targets", "is empty"),
    "panel: text with a query": Mutant(
        panel_of("text"), put("targets", [{"refId": "A"}]), ".targets", "has no place here"
    ),
    "panel: empty transformations": Mutant(
        panel_of("table"), put("transformations", []), ".transformations", "is empty"
    ),
    "panel: not transparent": Mutant(panel_of("stat"), put("transparent", False), ".transparent", "false is not true"),
    "row: no panels": Mutant(panel_of("row"), cut("panels"), "", 'lacks "panels"'),
    "row: narrow": Mutant(panel_of("row"), put("gridPos", "w", 12), ".gridPos.w", "12 is not 24"),
    "row: open, with panels": Mutant(
        panel_of("row"),
        lambda row: row.update(collapsed=False, panels=[{}]),
        ".panels",
        "is not an empty list",
    ),
    # options, fields
    "options: unknown key": Mutant(panel_of("stat"), put("options", "colourMode", "value"), ".options", '"colorMode"?'),
    "options: bad choice": Mutant(
        panel_of("stat"), put("options", "graphMode", "lines"), ".options.graphMode", 'did you mean "line"?'
    ),
    "options: missing key": Mutant(panel_of("stat"), cut("options", "textMode"), ".options", 'lacks "textMode"'),
    "options: bad calculation": Mutant(
        panel_of("stat"),
        put("options", "reduceOptions", "calcs", ["avg"]),
        ".options.reduceOptions.calcs[0]",
        "is not a calculation of Grafana",
    ),
    "options: flag as text": Mutant(
        panel_of("logs"), put("options", "showTime", "true"), ".options.showTime", "not true or false"
    ),
    "options: of another type": Mutant(
        panel_of("table"), put("options", "legend", {}), ".options", 'unknown key "legend"'
    ),
    "options: bad scheme": Mutant(
        panel_of("heatmap"), put("options", "color", "scheme", "Blue"), ".options.color.scheme", 'did you mean "Blues"?'
    ),
    "options: too many steps": Mutant(
        panel_of("heatmap"), put("options", "color", "steps", 500), ".options.color.steps", "500 is not at most 128"
    ),
    "options: bad state": Mutant(
        panel_of("alertlist"), put("options", "stateFilter", "alerting", True), ".options.stateFilter", '"alerting"'
    ),
    "options: bad mode": Mutant(panel_of("text"), put("options", "mode", "md"), ".options.mode", "is not known here"),
    "field: bad unit": Mutant(
        panel_of("timeseries"), put(*DEFAULTS, "unit", "msgs"), ".fieldConfig.defaults.unit", "a unit"
    ),
    "field: unknown key": Mutant(
        panel_of("stat"), put(*DEFAULTS, "noValues", ""), ".fieldConfig.defaults", '"noValue"?'
    ),
    "field: no thresholds": Mutant(
        panel_of("stat"), cut(*DEFAULTS, "thresholds"), ".fieldConfig.defaults", "thresholds"
    ),
    "field: base step is a number": Mutant(
        panel_of("stat", *DEFAULTS, "thresholds"), base_is_a_number, ".steps[0].value", "has no place here"
    ),
    "field: base step is a text": Mutant(
        panel_of("stat", *DEFAULTS, "thresholds"),
        put("steps", 0, "value", "null"),
        ".steps[0].value",
        "has no place here",
    ),
    "field: later step without value": Mutant(
        panel_of("stat", *DEFAULTS, "thresholds", "steps", 1), put("value", None), ".value", "null is not a number"
    ),
    "field: no steps": Mutant(
        panel_of("stat", *DEFAULTS, "thresholds"),
        put("steps", []),
        ".steps",
        "is not a list of steps that begins with a base",
    ),
    "field: old keys of a step": Mutant(
        panel_of("stat", *DEFAULTS, "thresholds"), put("steps", 0, "op", "gt"), ".steps[0]", 'unknown key "op"'
    ),
    "field: bad colour of a step": Mutant(
        panel_of("stat", *DEFAULTS, "thresholds"), put("steps", 0, "color", "grene"), ".steps[0].color", "not a colour"
    ),
    "field: bad colour mode": Mutant(
        panel_of("timeseries"),
        put(*DEFAULTS, "color", "mode", "palette"),
        ".fieldConfig.defaults.color.mode",
        "not known",
    ),
    "field: fixed, without a colour": Mutant(
        panel_of("timeseries"),
        put(*DEFAULTS, "color", {"mode": "fixed"}),
        ".fieldConfig.defaults.color",
        '"fixedColor"',
    ),
    "field: infinite": Mutant(
        panel_of("stat"), put(*DEFAULTS, "max", float("inf")), ".fieldConfig.defaults.max", "is not a number"
    ),
    "field: link without address": Mutant(panel_of("timeseries", *DEFAULTS, "links", 0), cut("url"), "", 'lacks "url"'),
    "field: link to nowhere": Mutant(
        panel_of("timeseries", *DEFAULTS, "links", 0), put("url", "d/x"), ".url", "is not an address to go to"
    ),
    "field: bad kind of mapping": Mutant(
        panel_of("stat", *DEFAULTS, "mappings", 0), put("type", "values"), ".type", 'did you mean "value"?'
    ),
    "field: bad drawing": Mutant(
        panel_of("timeseries", *CUSTOM), put("drawStyle", "bar"), ".drawStyle", 'mean "bars"?'
    ),
    "field: custom of another type": Mutant(panel_of("timeseries", *CUSTOM), put("align", "left"), "", 'key "align"'),
    "field: custom where there is none": Mutant(
        panel_of("stat"), put(*CUSTOM, {"align": "left"}), ".fieldConfig.defaults.custom", "no place"
    ),
    "field: custom key missing": Mutant(panel_of("timeseries", *CUSTOM), cut("stacking"), "", 'lacks "stacking"'),
    "override: unknown matcher": Mutant(
        panel_of("table", "fieldConfig", "overrides", 0), put("matcher", "id", "byNam"), ".matcher.id", 'mean "byName'
    ),
    "override: matcher without options": Mutant(
        panel_of("table", "fieldConfig", "overrides", 0), cut("matcher", "options"), ".matcher", 'lacks "options"'
    ),
    "override: unknown property": Mutant(
        property_of("unit"), put("id", "units"), ".id", 'is not a property of a field; did you mean "unit"?'
    ),
    "override: bad unit": Mutant(property_of("unit"), put("value", "sec"), ".value", "is not a unit of Grafana"),
    "override: width as text": Mutant(property_of("custom.width"), put("value", "9"), ".value", '"9" is not a number'),
    "override: custom of another type": Mutant(
        property_of("custom.width"), put("id", "custom.lineWidth"), ".id", "is not a property of a field"
    ),
    "override: without value": Mutant(property_of("displayName"), cut("value"), "", 'lacks "value"'),
    # transformations
    "transformation: unknown": Mutant(step_of("organize"), put("id", "organise"), ".id", 'did you mean "organize"?'),
    "transformation: unknown option": Mutant(
        step_of("organize"), put("options", "renameByRegex", {}), ".options", 'unknown key "renameByRegex"'
    ),
    "transformation: index as text": Mutant(
        step_of("organize"), put("options", "indexByName", {"a": "1"}), ".options.indexByName.a", "not a whole number"
    ),
    "transformation: bad join": Mutant(
        step_of("joinByField"), put("options", "mode", "left"), ".options.mode", '"left" is not known here'
    ),
    "transformation: no options": Mutant(step_of("merge"), cut("options"), "", 'lacks "options"'),
    "transformation: unknown filter": Mutant(
        step_of("merge"), put("filter", {"id": "byRefID", "options": "A"}), ".filter.id", 'did you mean "byRefId"?'
    ),
    # queries
    "query: same reference id": Mutant(panel_of("timeseries", "targets"), again, "[*].refId", "is taken"),
    "query: no reference id": Mutant(query_of("loki"), cut("refId"), "", 'lacks "refId"'),
    "query: no source": Mutant(query_of("prometheus"), cut("datasource"), "", 'lacks "datasource"'),
    "query: misspelt source": Mutant(
        query_of("prometheus"),
        put("datasource", "type", "promethus"),
        ".datasource.type",
        "is not a type of data source",
    ),
    "query: source as text": Mutant(
        query_of("prometheus"), put("datasource", "prom"), ".datasource", "not a reference"
    ),
    "query: source that nobody picks": Mutant(
        query_of("loki"), put("datasource", "uid", "${ds}"), ".datasource.uid", 'no variable picks "${ds}"'
    ),
    "query: source of another type": Mutant(
        query_of("prometheus"),
        put("datasource", "uid", "${loki_datasource}"),
        ".datasource.type",
        '"${loki_datasource}" picks loki',
    ),
    "query: not its panel's source": Mutant(
        panel_of("stat", "targets", 0, "datasource"), put("uid", "other"), "", "is not that of its panel"
    ),
    "PromQL: key of LogQL": Mutant(query_of("prometheus"), put("maxLines", 5), "", 'unknown key "maxLines"'),
    "PromQL: key of TraceQL": Mutant(query_of("prometheus"), put("query", "{}"), "", 'unknown key "query"'),
    "PromQL: no interval": Mutant(query_of("prometheus"), cut("interval"), "", 'lacks "interval"'),
    "PromQL: bad interval": Mutant(query_of("prometheus"), put("interval", "60"), ".interval", "is not a duration"),
    "PromQL: bad format": Mutant(query_of("prometheus"), put("format", "timeseries"), ".format", 'mean "time_series"?'),
    "PromQL: empty": Mutant(query_of("prometheus"), put("expr", ""), ".expr", "is empty"),
    "PromQL: asks nothing": Mutant(
        query_of("prometheus"),
        lambda query: query.update(instant=False, range=False),
        ".range",
        "false is not true, where",
    ),
    "LogQL: key of PromQL": Mutant(query_of("loki"), put("format", "table"), "", 'unknown key "format"'),
    "LogQL: bad kind": Mutant(query_of("loki"), put("queryType", "Range"), ".queryType", 'did you mean "range"?'),
    "LogQL: lines as text": Mutant(query_of("loki"), put("maxLines", "200"), ".maxLines", "not a whole number"),
    "TraceQL: key of PromQL": Mutant(query_of("tempo", queryType="traceql"), put("expr", "up"), "", 'key "expr"'),
    "TraceQL: bad kind": Mutant(
        query_of("tempo", queryType="traceql"), put("queryType", "traceQL"), ".queryType", '"traceQL" is not "traceql"'
    ),
    "TraceQL search: bad table": Mutant(
        query_of("tempo", tableType="traces"), put("tableType", "trace"), ".tableType", 'mean "traces"?'
    ),
    "TraceQL search: no limit": Mutant(query_of("tempo", tableType="traces"), cut("limit"), "", 'lacks "limit"'),
    "TraceQL metrics: bad kind": Mutant(
        query_of("tempo", metricsQueryType="range"),
        put("metricsQueryType", "rate"),
        ".metricsQueryType",
        "not known here",
    ),
    "TraceQL metrics: key of a search": Mutant(
        query_of("tempo", metricsQueryType="range"), put("spss", 3), "", 'unknown key "spss"'
    ),
    "service map: key of a search": Mutant(
        query_of("tempo", queryType="serviceMap"), put("query", "{}"), "", 'unknown key "query"'
    ),
    "service map: no query": Mutant(
        query_of("tempo", queryType="serviceMap"), cut("serviceMapQuery"), "", 'lacks "serviceMapQuery"'
    ),
}


def mutated(mutant: Mutant) -> tuple[str, Json, Steps]:
    """The first board that has what the mutant changes, changed."""
    for key, board in model().boards.items():
        steps = mutant.of(board)
        if steps is not None:
            changed = copy.deepcopy(board)
            mutant.change(at(changed, steps))
            return key, changed, steps
    raise AssertionError("no board has what this mutant changes")


def json_path(steps: Steps) -> str:
    """The steps as a violation names them."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


@pytest.mark.parametrize("name", MUTANTS)
def test_one_defect_is_refused_in_words_that_find_it(name: str) -> None:
    mutant = MUTANTS[name]
    key, board, steps = mutated(mutant)
    with pytest.raises(GeneratorError) as raised:
        require_valid(replace(model(), boards={key: board}))
    lines = [line for line in raised.value.summary.splitlines() if mutant.says in line]
    assert lines, raised.value.summary
    assert raised.value.fix
    assert f'board "{board.get("title")}"' in lines[0]
    path = re.escape(json_path(steps) + mutant.path).replace(r"\[\*\]", r"\[\d+\]")
    assert re.search(rf": {path}: ", lines[0]), lines[0]
    for place, step in enumerate(steps):
        if step == "panels" and place + 1 < len(steps):
            panel = at(board, steps[: place + 2])
            if panel["type"] != "row" or place + 2 == len(steps):
                assert f'"{panel["title"]}"' in lines[0]


def test_what_repeats_is_said_of_the_second() -> None:
    board = copy.deepcopy(next(iter(model().boards.values())))
    board["panels"][1]["id"] = board["panels"][0]["id"]
    (found,) = board_violations(board)
    assert found.within.endswith(f'"{board["panels"][1]["title"]}"')


def test_the_first_violations_are_spelt_out_and_the_rest_counted() -> None:
    key, board = next(iter(model().boards.items()))
    board = copy.deepcopy(board)
    for number in range(13):
        board[f"unknown{number}"] = 1
    with pytest.raises(GeneratorError) as raised:
        require_valid(replace(model(), boards={key: board}))
    lines = raised.value.summary.splitlines()
    assert lines[0] == "13 violations"
    assert len(lines) == 12
    assert lines[-1] == "  and 3 more"


def test_a_single_violation_is_one_line() -> None:
    key, board = next(iter(model().boards.items()))
    with pytest.raises(GeneratorError) as raised:
        require_valid(replace(model(), boards={key: board | {"uid": "no/uid"}}))
    assert raised.value.summary == f'board "{board["title"]}": $.uid: "no/uid" is not a uid'
    assert raised.value.fix == "use letters, digits, - and _, at most 40 of them"


# Data sources and their files --------------------------------------------------------------------------------

SOURCES: dict[str, tuple[str, Callable[[Any], None], str]] = {
    "unknown key": ("loki", put("isDefault", True), '$: unknown key "isDefault"'),
    "no address": ("loki", cut("url"), '$: lacks "url"'),
    "bad address": ("tempo", put("url", "tempo:3200"), '$.url: "tempo:3200" is not an address'),
    "bad access": ("tempo", put("access", "direct"), '$.access: "direct" is not "proxy"'),
    "bad uid": ("prometheus", put("uid", "a b"), "$.uid"),
    "jsonData: unknown key": ("loki", put("jsonData", "derivedField", []), 'did you mean "derivedFields"?'),
    "jsonData: lines as a number": ("loki", put("jsonData", "maxLines", 1000), "$.jsonData.maxLines: 1000 is not"),
    "derived field: bad matcher": (
        "loki",
        put("jsonData", "derivedFields", 0, "matcherType", "labels"),
        '$.jsonData.derivedFields[0].matcherType: "labels" is not known here; did you mean "label"?',
    ),
    "derived field: no regex": ("loki", cut("jsonData", "derivedFields", 0, "matcherRegex"), 'lacks "matcherRegex"'),
    "exemplars: no name": ("prometheus", cut("jsonData", "exemplarTraceIdDestinations", 0, "name"), 'lacks "name"'),
    "bad method": ("prometheus", put("jsonData", "httpMethod", "PUT"), "$.jsonData.httpMethod"),
    "bad kind": ("prometheus", put("jsonData", "prometheusType", "mimir"), 'did you mean "Mimir"?'),
    "trace to logs: no query": ("tempo", cut("jsonData", "tracesToLogsV2", "query"), 'lacks "query"'),
    "trace to logs: bad shift": ("tempo", put("jsonData", "tracesToLogsV2", "spanEndTimeShift", "5"), "not a shift"),
    "trace to logs: the old key": ("tempo", put("jsonData", "tracesToLogs", {}), 'unknown key "tracesToLogs"'),
    "trace to metrics: no queries": ("tempo", cut("jsonData", "tracesToMetrics", "queries"), 'lacks "queries"'),
    "service map: no source": ("tempo", cut("jsonData", "serviceMap", "datasourceUid"), 'lacks "datasourceUid"'),
    "node graph: as text": ("tempo", put("jsonData", "nodeGraph", "enabled", "yes"), "$.jsonData.nodeGraph.enabled"),
}


@pytest.mark.parametrize("name", SOURCES)
def test_one_defect_of_a_data_source_is_refused(name: str) -> None:
    kind, change, says = SOURCES[name]
    sources = tuple(
        replace(source, body=copy.deepcopy(source.body)) if source.kind == kind else source
        for source in model().datasources
    )
    (wrong,) = (source for source in sources if source.kind == kind)
    label = wrong.body["name"]
    change(wrong.body)
    found = [str(each) for each in violations(replace(model(), boards={}, datasources=sources))]
    assert any(f'data source "{label}"' in each and says in each for each in found), found


def test_a_correlation_that_leads_nowhere_is_refused() -> None:
    sources = tuple(source for source in model().datasources if source.kind != "tempo")
    (loki,) = (source for source in sources if source.kind == "loki")
    astray = replace(loki, correlations=(replace(loki.correlations[0], target="tempo"),))
    others = tuple(source for source in sources if source.kind != "loki")
    (found,) = violations(replace(model(), boards={}, datasources=(*others, astray)))
    assert "leads to tempo, which is not defined" in str(found)


# Alert rules -------------------------------------------------------------------------------------------------

_OF_RULE = ("rules", 0)
ALERTS: dict[str, tuple[Callable[[Any], None], str]] = {
    "unknown key of a group": (put("name", "x"), '$: unknown key "name"'),
    "an interval of seven seconds": (put("interval", 7), "$.interval: 7 is not"),
    "an interval as text": (put("interval", "1m"), '$.interval: "1m" is not'),
    "no rules": (put("rules", []), "$.rules: is empty"),
    "unknown key of a rule": (put(*_OF_RULE, "folderUID", "x"), '$.rules[0]: unknown key "folderUID"'),
    "a long uid": (put(*_OF_RULE, "uid", "x" * 41), "is not a uid"),
    "a long title": (put(*_OF_RULE, "title", "x" * 191), "is not a title"),
    "a wrong state": (put(*_OF_RULE, "noDataState", "Ok"), 'did you mean "OK"?'),
    "a wrong duration": (put(*_OF_RULE, "for", "5 m"), '"5 m" is not a duration'),
    "no severity": (cut(*_OF_RULE, "labels", "severity"), 'lacks "severity"'),
    "a wrong severity": (put(*_OF_RULE, "labels", "severity", "page"), '"page" is not known here'),
    "no panel": (cut(*_OF_RULE, "annotations", "__panelId__"), 'lacks "__panelId__"'),
    "a panel as a number": (put(*_OF_RULE, "annotations", "__panelId__", 7), "is not the id of a panel"),
    "a condition that no query has": (put(*_OF_RULE, "condition", "Z"), '$.rules[0].condition: "Z" is no query'),
    "a threshold of nothing": (put(*_OF_RULE, "data", 1, "model", "expression", "Z"), '"Z" is no query before it'),
    "a threshold as text": (
        put(*_OF_RULE, "data", 1, "model", "conditions", 0, "evaluator", "params", 0, "5"),
        '"5" is not a number',
    ),
    "an unknown calculation": (
        put(*_OF_RULE, "data", 1, "model", "type", "treshold"),
        'is not a kind of query that an alert asks; did you mean "threshold"?',
    ),
    "a variable of a board": (
        put(*_OF_RULE, "data", 0, "model", "expr", 'rate(x{service=~"$service"}[5m])'),
        "is not a query without variables of Grafana",
    ),
    "a macro": (
        put(*_OF_RULE, "data", 0, "model", "expr", "rate(x[$__rate_interval])"),
        "is not a query without variables of Grafana",
    ),
    "a query over a range": (put(*_OF_RULE, "data", 0, "model", "range", True), "true is not false"),
    "a data source that is picked": (put(*_OF_RULE, "data", 0, "datasourceUid", "${ds}"), "is not a uid of a data"),
    "what Grafana adds is not there": (cut(*_OF_RULE, "data", 0, "model", "intervalMs"), 'lacks "intervalMs"'),
}


@pytest.mark.parametrize("name", ALERTS)
def test_one_defect_of_an_alert_rule_is_refused(name: str) -> None:
    change, says = ALERTS[name]
    first, *others = copy.deepcopy(model().alert_groups)
    title = first["title"]
    change(first)
    found = [str(each) for each in violations(replace(model(), boards={}, alert_groups=(first, *others)))]
    assert any(f'alert group "{title}": ' in each and says in each for each in found), found


def test_two_rules_of_one_uid_are_refused() -> None:
    first, second = copy.deepcopy(model().alert_groups)
    second["rules"][0]["uid"] = first["rules"][0]["uid"]
    found = [str(each) for each in violations(replace(model(), boards={}, alert_groups=(first, second)))]
    assert found == [f'alert group "{second["title"]}": $.rules[0].uid: "{first["rules"][0]["uid"]}" is taken']


def test_the_file_of_alert_rules_is_checked_as_it_is_written() -> None:
    found = [str(each) for each in violations(replace(model(), boards={}, alert_folder=""))]
    file = f'file "alerting/{model().project}.yaml"'
    assert found == [f"{file}: $.groups[{at}].folder: is empty" for at in range(len(model().alert_groups))]


def _in_rules(group: Json) -> list[Reason | Stray]:
    found: list[Reason | Stray] = []
    for one in alert_parts(group):
        found += [one] if isinstance(one, Stray) else reasons(one)
    return found


@pytest.mark.parametrize("wrong", [None, 7, "x", [], [[]], {}, {"rules": 7}, {"rules": [{"data": [{"model": 7}]}]}])
def test_nothing_that_json_can_say_breaks_the_check_of_alerts(wrong: Any) -> None:
    group: Json = wrong if isinstance(wrong, dict) else {"rules": [wrong], "title": wrong}
    assert [each for each in _in_rules(group) if each]


def test_a_secret_is_never_said() -> None:
    (loki,) = (source for source in model().datasources if source.kind == "loki")
    body = loki.body | {"secureJsonData": {"httpHeaderValue1": 483920}}
    found = [str(each) for each in violations(replace(model(), boards={}, datasources=(replace(loki, body=body),)))]
    assert found
    assert not any("483920" in each for each in found)


def test_the_provider_is_checked_as_it_is_written() -> None:
    (found,) = violations(replace(model(), boards={}, folder=Folder(uid="no uid", title="AKS Demo")))
    assert str(found) == f'file "dashboards/{model().project}.yaml": $.providers[0].folderUid: "no uid" is not a uid'


# The schemas themselves --------------------------------------------------------------------------------------


def nodes(node: Any) -> Iterator[Json]:
    """Every object in a document."""
    if isinstance(node, dict):
        yield node
        for member in node.values():
            yield from nodes(member)
    elif isinstance(node, list):
        for member in node:
            yield from nodes(member)


@pytest.mark.parametrize("file", FILES)
def test_a_schema_is_a_schema(file: str) -> None:
    from jsonschema import Draft202012Validator

    assert (
        json.loads((SCHEMAS / f"{file}.json").read_text("utf-8"))["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    )
    Draft202012Validator.check_schema(schema(file))
    assert not any("$ref" in node for node in nodes(schema(file)))


@pytest.mark.parametrize("file", FILES)
def test_what_cannot_say_what_it_wants_has_words(file: str) -> None:
    document = schema(file)
    choices = {id(choice) for node in nodes(document) for choice in node.get("anyOf", ()) if isinstance(choice, dict)}
    for node in nodes(document):
        wordless = {"pattern", "anyOf", "contains"} & {
            key for key, value in node.items() if not isinstance(value, dict)
        }
        if wordless and id(node) not in choices:
            assert {"title", "description"} <= node.keys(), node


def changes(node: Any) -> Iterator[tuple[Steps, Any]]:
    """One wrong value for every place in a document."""
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in members:
        yield (key,), 7 if isinstance(value, (str, list, dict)) else "7"
        for steps, wrong in changes(value):
            yield (key, *steps), wrong


def samples() -> Iterator[Part]:
    """One right value for each schema that our boards use, and for some that they do not."""
    found = [one for board in model().boards.values() for one in parts(board) if isinstance(one, Part)]
    for one in {(one.file, one.place): one for one in found}.values():
        yield replace(one, value=one.value | {"panels": []}) if one.file == "dashboard" else one
    yield from (Part((), value, file, place) for file, place, value in RIGHT.values())


def test_nothing_that_json_can_say_breaks_the_check() -> None:
    board = next(iter(model().boards.values()))
    places = [steps for steps, _ in changes(board)]
    strange: list[Any] = [None, [], {}, [[]], [{}], "", -1.5]
    for index in range(0, len(places), len(places) // 150):
        steps, wrong = places[index], strange[index % len(strange)]
        changed = copy.deepcopy(board)
        at(changed, steps[:-1])[steps[-1]] = wrong
        found = [str(each) for each in board_violations(changed)]
        assert all(line.startswith('board "') for line in found), (steps, wrong, found)


# Against Grafana itself --------------------------------------------------------------------------------------

_OFFICIAL = {"state-timeline": "statetimeline", "nodeGraph": "nodegraph"}


def official(name: str, definition: str = "") -> Any:
    """A validator of an official schema, mended where its export is known to be wrong; None where there is none."""
    from jsonschema import Draft7Validator

    path = shared("schemas") / f"{_OFFICIAL.get(name, name)}.jsonschema.json"
    if not path.exists():
        return None
    document = json.loads(path.read_text("utf-8"))
    kinds = document["definitions"]
    if name == "dashboard":
        kinds["DynamicConfigValue"]["properties"]["value"] = {}
        kinds["MatcherConfig"]["properties"]["options"] = {}
        kinds["Threshold"]["required"] = ["color"]
        kinds["VariableModel"]["properties"]["query"] = {"type": ["string", "object"]}
        kinds["DashboardLink"]["required"] = ["title"]
        kinds["Dashboard"]["properties"]["panels"]["items"] = {
            "if": {"properties": {"type": {"const": "row"}}},
            "then": {"$ref": "#/definitions/RowPanel"},
            "else": {"$ref": "#/definitions/Panel"},
        }
    if definition:
        if definition not in kinds:
            return None
        document["$ref"] = f"#/definitions/{definition}"
    return Draft7Validator(document)


def disagreements(board: Json) -> Iterator[tuple[str, str, str]]:
    """Where the official schemas, put together per panel and query type, refuse a board: kind, place, keyword."""

    def refused(kind: str, validator: Any, value: Any) -> Iterator[tuple[str, str, str]]:
        for error in validator.iter_errors(value) if validator else ():
            place = "/".join("*" if isinstance(step, int) else str(step) for step in error.absolute_path)
            lacking = error.message.split("'")[1] if error.validator == "required" else ""
            yield kind, place, f"{error.validator} {lacking}".strip()

    yield from refused("dashboard", official("dashboard"), board)
    for _, panel in panels(board):
        kind = panel["type"]
        if kind == "row":
            continue
        yield from refused(f"{kind} options", official(kind, "Options"), panel["options"])
        custom = panel["fieldConfig"]["defaults"].get("custom")
        if custom is not None:
            yield from refused(f"{kind} custom", official(kind, "FieldConfig"), custom)
        for query in panel.get("targets", ()):
            source = query["datasource"]["type"]
            yield from refused(f"{source} query", official(source), query)


def saved() -> Json:
    """A board with a panel of every type, as Grafana 12.2 itself saved it."""
    document: Json = json.loads(shared("transcripts", "ui-save-all-panels-12.2.json").read_text("utf-8"))
    board: Json = document["after"]
    return board


def test_the_official_schemas_refuse_only_what_they_refuse_of_grafana_itself() -> None:
    ours = {each for board in model().boards.values() for each in disagreements(board)}
    assert ours - set(disagreements(saved())) == set()


def test_options_that_grafana_itself_saved_fit() -> None:
    for _, panel in panels(saved()):
        file = f"panels/{panel['type']}"
        if panel["type"] in names("panels"):
            own = schema(file)["properties"]
            options = Part((), panel["options"], file, ("properties", "options"))
            assert not list(reasons(options)), panel["type"]
            if "fieldConfig" in own:
                place = ("properties", "fieldConfig", "properties", "defaults", "properties", "custom")
                assert not list(reasons(Part((), panel["fieldConfig"]["defaults"]["custom"], file, place)))


def test_units_are_grafanas() -> None:
    document = json.loads(shared("schemas", "units.jsonschema.json").read_text("utf-8"))
    theirs = {definition.get("const") for definition in document["definitions"].values()}
    ours = schema("common", "$defs", "unit")["anyOf"][0]["enum"]
    assert set(ours) - theirs == set()
