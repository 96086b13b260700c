"""What an imported definition says is the board that it came from, exactly, and in words where there are words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import definitions
from generator.board.board import row
from generator.board.imported import around, panels, parts, queries, variables
from generator.board.imported.words import JSON, PLAIN, TEXTS, Unsaid, Words, put, read, same, spoken
from generator.board.panels import Stat
from generator.errors import GeneratorError
from generator.importing.module import module_of
from generator.importing.reading import board
from generator.project import Project
from generator.render.render import render

ROOT = Path(__file__).parents[2]
PROMETHEUS = {"type": "prometheus", "uid": "${DS}"}
GRAFANA = {"type": "grafana", "uid": "-- Grafana --"}


def panel(at: int, kind: str, **more: Any) -> dict[str, Any]:
    place = {"x": at % 2 * 12, "y": at // 2 * 8, "w": 12, "h": 8}
    return {"id": at, "type": kind, "title": f"{kind} {at}", "gridPos": place, "datasource": PROMETHEUS, **more}


def fields(unit: str, **custom: Any) -> dict[str, Any]:
    steps = [{"color": "green", "value": None}, {"color": "red", "value": 80}]
    defaults = {"unit": unit, "thresholds": {"mode": "absolute", "steps": steps}, "mappings": [HUGE]}
    override = {"matcher": {"id": "byName", "options": "Errors"}, "properties": [{"id": "unit", "value": "s"}]}
    return {"defaults": defaults | ({"custom": custom} if custom else {}), "overrides": [override]}


def asked(text: str, ref: str = "A") -> dict[str, Any]:
    return {"refId": ref, "datasource": PROMETHEUS, "expr": text, "legendFormat": "{{job}}", "range": True}


#: From a save of Grafana: a mapping of a range to a text.
HUGE = {"type": "range", "options": {"from": -1e22, "to": 1e42, "result": {"text": "a lot"}}}
LEGEND = {"calcs": ["mean"], "displayMode": "table", "placement": "bottom", "showLegend": True}
REDUCED = {"reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False}}
#: Every common type of panel and variable, as Grafana 10 to 12 save them.
WHOLE = {
    "uid": "whole",
    "title": "Whole",
    "description": "Everything there is",
    "tags": ["a", "b"],
    "time": {"from": "now-6h", "to": "now"},
    "refresh": "1m",
    "timezone": "browser",
    "schemaVersion": 39,
    "graphTooltip": 1,
    "editable": True,
    "links": [{"title": "Docs", "type": "link", "url": "https://example.com", "tags": [], "targetBlank": True}],
    "annotations": {"list": [{"name": "Deployments", "datasource": GRAFANA, "enable": True, "iconColor": "blue"}]},
    "templating": {
        "list": [
            {"type": "datasource", "name": "DS", "query": "prometheus", "current": {}, "refresh": 1},
            {"type": "query", "name": "job", "datasource": PROMETHEUS, "query": "label_values(up, job)", "multi": True},
            {"type": "custom", "name": "c", "options": [{"text": "a", "value": "a", "selected": True}], "query": "a"},
            {"type": "interval", "name": "i", "query": "1m,5m", "auto": False},
            {"type": "textbox", "name": "t", "query": "", "current": {"text": "", "value": ""}},
            {"type": "constant", "name": "k", "query": "1", "hide": 2},
            {"type": "adhoc", "name": "f", "datasource": PROMETHEUS, "filters": []},
        ]
    },
    "panels": [
        panel(
            1,
            "timeseries",
            targets=[asked("up"), asked("vector(1)", "B")],
            fieldConfig=fields("s", lineWidth=2, hideFrom={"legend": False, "tooltip": False, "viz": False}),
            options={"legend": LEGEND, "tooltip": {"mode": "multi", "sort": "desc"}},
        ),
        {
            "id": 2,
            "type": "row",
            "title": "Below",
            "collapsed": False,
            "gridPos": {"x": 0, "y": 8, "w": 24, "h": 1},
            "panels": [],
        },
        panel(3, "stat", targets=[asked("up")], fieldConfig=fields("short"), options={"colorMode": "value", **REDUCED}),
        panel(4, "gauge", targets=[asked("up")], fieldConfig=fields("percent"), options=REDUCED),
        panel(5, "bargauge", targets=[asked("up")], options={"displayMode": "basic", **REDUCED}),
        panel(6, "piechart", targets=[asked("up")], options={"pieType": "donut", "legend": {"values": ["value"]}}),
        {
            "id": 7,
            "type": "row",
            "title": "Folded",
            "collapsed": True,
            "gridPos": {"x": 0, "y": 30, "w": 24, "h": 1},
            "panels": [
                panel(8, "table", fieldConfig=fields("s", align="auto"), options={"showHeader": True}),
                panel(9, "heatmap", options={"calculate": False, "cellGap": 1}, transformations=[{"id": "merge"}]),
                panel(10, "state-timeline", options={"mergeValues": True, "rowHeight": 0.9}),
                panel(
                    11,
                    "logs",
                    targets=[{"refId": "A", "datasource": {"type": "loki", "uid": "l"}, "expr": '{a="b"}'}],
                    options={"showTime": True, "sortOrder": "Descending"},
                ),
            ],
        },
        {"id": 12, "type": "text", "title": "", "options": {"content": "# Hi\n\nThere", "mode": "markdown"}},
    ],
}


def rendered(project: Project, folder: Path, source: str) -> Any:
    (folder / "whole.py").write_text(source, encoding="utf-8")
    (found,) = definitions.boards(folder)
    return render(found, project.context())


def test_everything_common_is_said_in_words(project: Project, tmp_path: Path) -> None:
    module = module_of(WHOLE, "aks-demo")
    assert module.kept == ()
    assert "kept=" not in module.source
    assert "Verbatim" not in module.source
    assert rendered(project, tmp_path, module.source) == WHOLE


def test_a_reader_finds_what_he_looks_for() -> None:
    source = module_of(WHOLE, "aks-demo").source
    for line in (
        'PROMETHEUS_SOURCE = Source("prometheus", "${DS}")',
        "PROMETHEUS = Prometheus(datasource=PROMETHEUS_SOURCE, range=True)",
        'steps=(("green", None), ("red", 80)),',
        'legend=Legend(mode="table", placement="bottom", calcs=("mean",), show=True),',
        'replace(PROMETHEUS, ref="B", expr="vector(1)", legend="{{job}}"),',
        'unit="s",',
        'time_from="now-6h",',
    ):
        assert line in source


def test_the_example_of_the_page_is_a_board(project: Project, tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/import.md").read_text("utf-8"), re.DOTALL)
    result = rendered(project, tmp_path, example)
    (shown,) = result["panels"]
    assert (shown["type"], shown["gridPos"]["w"], shown["fieldConfig"]["defaults"]["unit"]) == (
        "timeseries",
        12,
        "reqps",
    )
    assert module_of(result, "aks-demo").kept == ()


def test_a_word_that_is_changed_changes_the_board(project: Project, tmp_path: Path) -> None:
    source = module_of(WHOLE, "aks-demo").source
    changed = source.replace('unit="percent"', 'unit="percentunit"').replace("at=(0, 8, 24, 1)", "at=(0, 9, 24, 1)")
    result = rendered(project, tmp_path, changed)
    assert result["panels"][3]["fieldConfig"]["defaults"]["unit"] == "percentunit"
    assert result["panels"][1]["gridPos"]["y"] == 9


def test_the_definition_passes_the_lint() -> None:
    source = module_of(WHOLE, "aks-demo").source
    for command in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--stdin-filename", "dashboards/imported.py", "-"]
        done = subprocess.run(ruff, input=source, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_what_has_no_word_is_kept_and_told(project: Project, tmp_path: Path) -> None:
    odd = {
        "uid": "odd",
        "title": "Odd",
        "shop": {"x": 1},
        "panels": [
            {"id": 1, "type": "acme-panel", "title": "A", "options": {"speed": 3}, "timeFrom": None},
            {"id": 2, "type": "stat", "title": "B", "options": {"orientation": ["no", "text"]}},
            {"id": 3, "type": "stat", "title": "C", "targets": [{"refId": "A", "matchExact": True}]},
        ],
    }
    module = module_of(odd, "aks-demo")
    assert module.kept == (
        "board: shop",
        "panels: options.speed (1), options.orientation (1)",
        "queries: matchExact (1)",
    )
    assert 'kept={"options": {"speed": 3}, "timeFrom": None}' in module.source
    assert rendered(project, tmp_path, module.source) == odd


@pytest.mark.parametrize(
    "wrong",
    [
        {"panels": [{"type": "row", "collapsed": True, "panels": [1, 2]}, {"type": "row", "panels": "x"}]},
        {"panels": [{"type": "row", "collapsed": False, "panels": [{"type": "stat"}]}, {"type": "stat"}]},
        {"panels": [{"type": "row", "collapsed": True}, {"type": "stat"}, {"type": "row", "panels": []}]},
        {"panels": [{"type": "stat", "fieldConfig": []}, {"type": 3}, {}]},
        {"panels": [1]},
        {"panels": [{"type": "stat"}], "rows": [{"panels": [{"type": "graph"}]}]},
        {"rows": [{"panels": [{"type": "graph"}, 7]}, {}]},
        {"panels": [], "time": "now", "templating": {"list": [1]}, "annotations": [], "tags": [1], "links": {}},
        {"panels": [], "templating": {"list": [{"type": "query", "name": None}, {"name": "x"}]}, "description": 7},
        {"panels": [], "key": "k", "uses": 1, "kept": {"a": 1}, "rows": None, "accept": []},
    ],
)
def test_boards_of_no_shape_stay_what_they_are(project: Project, tmp_path: Path, wrong: dict[str, Any]) -> None:
    document = {"uid": "whole", "title": "Whole", **wrong}
    assert same(rendered(project, tmp_path, module_of(document, "aks-demo").source), document)


def test_a_panel_of_an_imported_board_is_refused_elsewhere(project: Project) -> None:
    with pytest.raises(GeneratorError, match="a place of its own on the grid"):
        panels.Stat(key="x", id=1).build(project.context(), "b")
    imported = board({"panels": [{"type": "stat"}]}, "i", "T", "u")
    mixed = replace(imported, rows=(*imported.rows, row(Stat(key="x"))))
    with pytest.raises(GeneratorError, match=r'board "i" › panel "x": an imported board has'):
        mixed.to_json()


CLASSES: list[type[Words]] = sorted(
    {
        kind
        for module in (around, panels, parts, queries, variables)
        for kind in vars(module).values()
        if isinstance(kind, type)
        and issubclass(kind, Words)
        and kind is not Words
        and not kind.__name__.startswith("_")
    },
    key=lambda kind: kind.__name__,
)
_ODD = st.sampled_from([None, "", 0, 1, 1.0, True, [], {}, [None], {"a": None}, "text", ["x"], {"type": "x", "uid": 1}])
_RIGHT = {
    id(PLAIN): st.sampled_from(["text", "", 0, 1, 1.5, True, False]),
    id(JSON): st.sampled_from([{"a": 1}, [1, {}], "x", 0]),
    id(TEXTS): st.sampled_from([[], ["a"]]),
    id(parts.CELL): st.just({"x": 1, "y": 2, "w": 3, "h": 4}),
    id(parts.SOURCE): st.sampled_from(["name", {"type": "t", "uid": "u"}, {"uid": "u"}]),
    id(parts.STEPS): st.sampled_from(
        [[], [{"color": "green"}, {"color": "red", "value": 1}], [{"color": "a", "value": None}]]
    ),
    id(parts.CHOICES): st.sampled_from([[], [{"text": "a", "value": "b", "selected": False}]]),
    id(parts.OVERRIDES): st.sampled_from(
        [
            [],
            [{"matcher": {"id": "byName", "options": "x"}, "properties": [{"id": "unit", "value": None}, {"id": "y"}]}],
        ]
    ),
    id(around.LINKS): st.sampled_from([[], [{"title": "x", "url": "y"}], [{"$$hashKey": 1}]]),
    id(queries.QUERIES): st.sampled_from([[], [{"refId": "A", "expr": "up"}, {"rawSql": "x"}]]),
}


@st.composite
def objects(draw: st.DrawFn, kind: type[Words]) -> dict[str, Any]:
    """An object with right and wrong values in some of the places that the class has words for, and in others."""
    data: dict[str, Any] = dict(kind.ALWAYS)
    words = list(spoken(kind))
    for _, path, form in draw(st.lists(st.sampled_from(words), max_size=12)):
        value = draw(st.one_of(_RIGHT.get(id(form), _ODD), _RIGHT.get(id(form), _ODD), _ODD))
        inner: Any = data
        for name in path[:-1]:
            inner = inner.get(name, {}) if isinstance(inner, dict) else None
        if isinstance(inner, dict) and not kind.ALWAYS.keys() & {path[0]}:
            put(data, path, value)
    return data | draw(st.dictionaries(st.sampled_from(["foreign", "$$hashKey", "kept"]), _ODD, max_size=2))


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
@settings(max_examples=60)
@given(data=st.data())
def test_any_object_is_read_and_written_alike(kind: type[Words], data: st.DataObject) -> None:
    document = data.draw(objects(kind))
    try:
        said = read(kind, document)
    except Unsaid:
        raise AssertionError(json.dumps(document)) from None
    assert same(said.to_json(), document)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_board_of_such_objects_comes_back(project: Project, data: st.DataObject) -> None:
    import tempfile

    kinds = st.sampled_from(panels.KINDS)
    made = [data.draw(objects(data.draw(kinds))) for _ in range(data.draw(st.integers(1, 5)))]
    document = {"uid": "whole", "title": "Whole", "panels": made}
    with tempfile.TemporaryDirectory() as folder:
        assert same(rendered(project, Path(folder), module_of(document, "aks-demo").source), document)
