"""Which documents are dashboards, and what is said of those that are not."""

from __future__ import annotations

from typing import Any

import pytest

from generator.board_json import NotADashboard, read
from generator.errors import GeneratorError

CLASSIC: dict[str, Any] = {
    "uid": "u1",
    "title": "T",
    "tags": ["a", 5, "b"],
    "schemaVersion": 41,
    "time": {"from": "now-6h", "to": "now"},
    "refresh": "1m",
    "panels": [{"id": 3, "type": "text", "title": "P"}],
}
V2: dict[str, Any] = {
    "title": "T",
    "elements": {"panel-3": {"kind": "Panel", "spec": {"id": 3, "title": "P"}}},
    "layout": {"kind": "GridLayout", "spec": {"items": []}},
}


@pytest.mark.parametrize(
    ("document", "form", "panel_pointer"),
    [
        (CLASSIC, "classic", "/panels/0"),
        ({"dashboard": CLASSIC, "meta": {"slug": "t"}}, "wrapped", "/dashboard/panels/0"),
        ({"dashboard": CLASSIC, "overwrite": True, "folderUid": "f"}, "wrapped", "/dashboard/panels/0"),
        (
            {"apiVersion": "dashboard.grafana.app/v0alpha1", "kind": "Dashboard", "metadata": {}, "spec": CLASSIC},
            "kubernetes",
            "/spec/panels/0",
        ),
        (
            {"apiVersion": "dashboard.grafana.app/v1beta1", "kind": "Dashboard", "spec": CLASSIC},
            "kubernetes",
            "/spec/panels/0",
        ),
        (
            {"apiVersion": "dashboard.grafana.app/v2alpha1", "kind": "Dashboard", "spec": V2},
            "kubernetes-v2",
            "/spec/elements/panel-3",
        ),
        (
            {"apiVersion": "dashboard.grafana.app/v2beta1", "kind": "Dashboard", "spec": V2},
            "kubernetes-v2",
            "/spec/elements/panel-3",
        ),
        (
            {"apiVersion": "dashboard.grafana.app/v2", "kind": "Dashboard", "spec": V2},
            "kubernetes-v2",
            "/spec/elements/panel-3",
        ),
        (
            {"dashboard": {"apiVersion": "dashboard.grafana.app/v2", "kind": "Dashboard", "spec": V2}},
            "kubernetes-v2",
            "/dashboard/spec/elements/panel-3",
        ),
        (V2, "v2", "/elements/panel-3"),
        ({"dashboard": V2}, "v2", "/dashboard/elements/panel-3"),
    ],
)
def test_every_form_gives_the_same_panel(document: dict[str, Any], form: str, panel_pointer: str) -> None:
    board = read(document)
    assert board.form == form
    assert [(panel.id, panel.title, panel.pointer) for panel in board.panels] == [(3, "P", panel_pointer)]


def test_the_head_of_a_classic_board() -> None:
    board = read(CLASSIC)
    assert (board.uid, board.title, board.tags, board.schema_version) == ("u1", "T", ("a", "b"), 41)
    assert (board.time_from, board.time_to, board.refresh) == ("now-6h", "now", "1m")
    assert (board.pointer, board.api_version) == ("", None)
    assert board.raw is CLASSIC


def test_a_resource_is_named_by_its_metadata() -> None:
    spec = {"title": "K", "schemaVersion": 41, "panels": []}
    document = {
        "kind": "Dashboard",
        "apiVersion": "dashboard.grafana.app/v1beta1",
        "metadata": {"name": "k-a", "namespace": "default", "uid": "gMmXFrf7qGpbK0USXEfBfOmpwMOD"},
        "spec": spec,
    }
    board = read(document)
    assert (board.uid, board.api_version, board.pointer) == ("k-a", "dashboard.grafana.app/v1beta1", "/spec")


@pytest.mark.parametrize(
    "document",
    [
        {"title": "t", "panels": None},
        {"panels": "none"},
        {"title": "t", "rows": 5},
        {"schemaVersion": 41},
        {"templating": [], "panels": [None, 1, "x", []], "annotations": 3, "links": {}, "time": [], "tags": "a"},
    ],
)
def test_odd_shapes_are_boards_without_panels(document: dict[str, Any]) -> None:
    board = read(document)
    assert (board.panels, board.variables, board.annotations, board.links) == ((), (), (), ())


@pytest.mark.parametrize(
    ("document", "likeness"),
    [
        (None, "null"),
        ("panels", "text"),
        (5, "a number"),
        (True, "true or false"),
        ([], "an empty list"),
        ([{"panels": []}, {}], "a list of 2 entries"),
        ({}, "an empty object"),
        ({"b": 1, "a": 2}, "an object with a, b"),
        ({"f\n": 1, "e": 1, "d": 1, "c": 1, "b": 1, "a": 1}, "an object with b, c, d, e, f?, ..."),
        ({True: 1, 5: 2}, "an object with 5, True"),  # from YAML
        ({"dashboard": "text"}, "an object with dashboard"),
        ({"apiVersion": 1, "datasources": []}, "a provisioning file of data sources"),
        ({"apiVersion": 1, "providers": []}, "a provisioning file of dashboard providers"),
        ({"type": "stat", "targets": [], "gridPos": {}}, "a single panel"),
        ({"type": "row", "panels": [], "gridPos": {}}, "a single panel"),
        ({"name": "p", "type": "prometheus", "access": "proxy", "url": "u"}, "a data source"),
        ({"groups": [{"name": "g", "rules": []}]}, "a file of rule groups"),
        ({"status": "success", "data": {"result": []}}, "an answer of Prometheus or Loki"),
        ({"message": "Dashboard not found"}, "an error answer of an API"),
        (
            {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a.json": "{}"}},
            "a resource of kind ConfigMap (v1); its dashboards are the texts under data",
        ),
        (
            {"apiVersion": "g/v1", "kind": "GrafanaDashboard", "spec": {"json": "{}"}},
            "a resource of kind GrafanaDashboard (g/v1); its dashboard is the text under spec.json",
        ),
        (
            {"apiVersion": "dashboard.grafana.app/v1beta1", "kind": "DashboardList", "items": []},
            "a resource of kind DashboardList (dashboard.grafana.app/v1beta1); its dashboards are under items",
        ),
        ({"apiVersion": "dashboard.grafana.app/v1beta1", "kind": "Dashboard"}, "a Dashboard resource without a spec"),
        (
            {"apiVersion": "perses.dev/v1alpha1", "kind": "Dashboard", "spec": {"panels": {}}},
            "a Dashboard of another tool (perses.dev/v1alpha1)",
        ),
        ({"kind": "Dashboard", "spec": {"panels": {}}}, "a Dashboard of another tool (no apiVersion)"),
    ],
)
def test_anything_else_is_named_for_what_it_looks_like(document: object, likeness: str) -> None:
    with pytest.raises(NotADashboard) as caught:
        read(document)
    assert isinstance(caught.value, GeneratorError)
    assert caught.value.summary == f"not a dashboard, but {likeness}"
    assert "\n" not in caught.value.summary
    assert caught.value.fix
