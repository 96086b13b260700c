"""The provisioning folder is what Grafana reads: after its own expansion, the bodies that its API would be sent."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import yaml
from dashboard_parts import leaves
from hypothesis import given
from hypothesis import strategies as st

from generator.config.model import DataSourceSettings
from generator.errors import UsageError
from generator.project import Project
from generator.targets import model, provisioning, registry
from generator.targets.model import Files, Model

from .expansion import everywhere
from .expansion import grafana as expand

Json = dict[str, Any]


def expanded(value: Any) -> Any:
    """The document as Grafana reads it. Keys are not expanded."""
    return everywhere(expand, value)


@pytest.fixture(scope="module")
def built(project: Project) -> Model:
    return model.build(project, project.context())


@pytest.fixture(scope="module")
def files(built: Model) -> Files:
    return provisioning.render(built)


def read(files: Files, path: str) -> Json:
    document: Json = yaml.safe_load(files[path])
    return document


def test_the_folder_has_the_files_that_grafana_looks_for(files: Files, project: Project) -> None:
    boards = {board.key for board in project.boards}
    assert boards >= {"overview", "backend", "frontend", "database", "logs", "traces-logs"}
    assert set(files) == {
        "dashboards/aks-demo.yaml",
        *(f"dashboards/aks-demo/aks-demo-{key}.json" for key in boards),
        *(f"datasources/{kind}.yaml" for kind in ("prometheus", "loki", "tempo")),
        # It complains of the folders that are not there.
        "alerting/aks-demo.yaml",
        "plugins/.gitkeep",
    }


def test_this_expander_expands() -> None:
    """By the cases seen on a real Grafana: a test with an expander that does nothing would prove nothing."""
    assert expand("${__value.raw}") == ""
    assert expand("$${__value.raw}") == "${__value.raw}"
    assert expand("{$$__tags}") == "{$__tags}"
    assert expand("[$__rate_interval]") == "[]"
    assert expand("$PORT") == "8080"
    assert expand("$$$$") == "$$"
    assert expand("^foo$") == "^foo$"


def test_data_sources_are_the_api_bodies_after_expansion(files: Files, built: Model) -> None:
    for source in built.datasources:
        (entry,) = expanded(read(files, f"datasources/{source.kind}.yaml"))["datasources"]
        entry.pop("correlations", None)
        assert entry == {**source.body, "orgId": 1, "editable": False}
        # Something is there to be escaped, or was tried: Tempo's queries are full of it.
    assert "$$" in files["datasources/tempo.yaml"].decode()


def test_unescaped_they_would_not_be(built: Model) -> None:
    tempo = next(source for source in built.datasources if source.kind == "tempo")
    assert expanded(tempo.body) != tempo.body


def test_correlations_are_the_api_bodies_after_expansion(files: Files, built: Model) -> None:
    uids = {source.kind: source.body["uid"] for source in built.datasources}
    seen = 0
    for source in built.datasources:
        (entry,) = expanded(read(files, f"datasources/{source.kind}.yaml"))["datasources"]
        assert len(entry.get("correlations", [])) == len(source.correlations)
        for written, correlation in zip(entry.get("correlations", []), source.correlations, strict=True):
            body = correlation.to_json()
            # Grafana stops at start-up without a label or a description, or with a `type` outside `config`.
            assert written == {
                "targetUID": uids[correlation.target],
                "label": body["label"],
                "description": body["description"],
                "config": body["config"],
            }
            assert written["config"]["type"] == "query"
            seen += 1
    assert seen > 0


def test_dashboards_are_not_escaped(files: Files, built: Model) -> None:
    """Grafana reads them as they are."""
    for board in built.boards.values():
        written = json.loads(files[f"dashboards/aks-demo/{board['uid']}.json"])
        assert written == board
        texts = [value for _, value in leaves(written) if isinstance(value, str)]
        assert any("${prometheus_datasource}" in text for text in texts)
        assert not any("$$" in text for text in texts)


def test_the_provider_points_at_the_boards_folder(files: Files, project: Project) -> None:
    (provider,) = expanded(read(files, "dashboards/aks-demo.yaml"))["providers"]
    assert provider["options"]["path"] == "/etc/grafana/provisioning/dashboards/aks-demo"
    assert (provider["folder"], provider["folderUid"]) == ("AKS Demo", "aks-demo")
    assert provider["allowUiUpdates"] is project.config.project.editable is False


def test_no_data_source_claims_to_be_the_default(files: Files) -> None:
    for kind in ("prometheus", "loki", "tempo"):
        assert "isDefault" not in files[f"datasources/{kind}.yaml"].decode()


def test_yaml_is_read_as_it_was_meant(files: Files) -> None:
    for path, content in files.items():
        if path.endswith(".yaml"):
            assert content.startswith(b"# Generated by"), path
            assert yaml.safe_load(content)["apiVersion"] == 1


def test_what_a_person_configures_is_escaped_too(project: Project) -> None:
    settings = DataSourceSettings("lo$ki", "Lo$PORT", "http://loki:$PORT", "tenant-$PORT", {"note": "${HOME} $$ $1"})
    sources = {**project.config.datasources, "loki": settings}
    config = replace(
        project.config,
        datasources=sources,
        project=replace(project.config.project, folder=replace(project.config.project.folder, title="Cost in $")),
    )
    built = model.build(project, replace(project.context(), config=config))
    files = provisioning.render(built)
    loki = next(source for source in built.datasources if source.kind == "loki")
    (entry,) = expanded(read(files, "datasources/loki.yaml"))["datasources"]
    entry.pop("correlations")
    assert entry == {**loki.body, "orgId": 1, "editable": False}
    assert entry["url"] == "http://loki:$PORT"
    assert entry["jsonData"]["note"] == "${HOME} $$ $1"
    assert entry["secureJsonData"] == {"httpHeaderValue1": "tenant-$PORT"}
    assert expanded(read(files, "dashboards/aks-demo.yaml"))["providers"][0]["folder"] == "Cost in $"


@given(st.text(alphabet="$a{}_1 P", max_size=12))
def test_any_text_survives_escaping_and_expansion(text: str) -> None:
    assert expand(provisioning.escape(text)) == text
    document = yaml.safe_load(provisioning.to_yaml(provisioning.escape({"k": [text, {"d": text}], "n": 1})))
    assert expanded(document) == {"k": [text, {"d": text}], "n": 1}


def test_rendering_is_a_function_of_the_model(built: Model) -> None:
    first, second = provisioning.render(built), provisioning.render(built)
    assert {path: first[path] for path in first} == {path: second[path] for path in second}


def test_a_target_is_found_by_its_name() -> None:
    assert registry.target("provisioning").render is provisioning.render
    assert "provisioning" in registry.names()


def test_an_unknown_target_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match='unknown target "terrafrom"; did you mean "terraform"') as caught:
        registry.target("terrafrom")
    assert "provisioning" in caught.value.fix


def test_alert_rules_are_the_api_bodies_after_expansion(files: Files, built: Model) -> None:
    """Grafana expands titles and labels of rules; annotations and query models it takes as they stand."""
    document = read(files, "alerting/aks-demo.yaml")
    assert [group["name"] for group in document["groups"]] == [group.title for group in built.alerts]
    for entry, group in zip(document["groups"], built.alerts, strict=True):
        assert (entry["folder"], entry["interval"]) == ("AKS Demo alerts", "60s")
        for written, rule in zip(entry["rules"], group.rules, strict=True):
            raw = {"annotations": written.pop("annotations"), "models": [one.pop("model") for one in written["data"]]}
            panel = (written.pop("dashboardUid"), written.pop("panelId"))
            about = rule["annotations"]
            assert panel == (about["__dashboardUid__"], int(about["__panelId__"]))
            assert raw == {"annotations": about, "models": [one["model"] for one in rule["data"]]}
            rest = {key: value for key, value in rule.items() if key != "annotations"}
            rest["data"] = [{key: value for key, value in one.items() if key != "model"} for one in rule["data"]]
            assert expanded(written) == rest
    assert "{{ $labels.service }}" in files["alerting/aks-demo.yaml"].decode()
