"""Every object fits the published schema of what reads it, and YAML and names are what Kubernetes takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.manifests import names, objects
from generator.manifests.json_text import json_text
from generator.manifests.yaml_text import to_yaml
from generator.targets import registry

from .test_every_target import TRAPS, built, shared, trapped

Json = dict[str, Any]

#: Where the published definitions may lie; they are not ours to carry.
CRDS = Path(__file__).parents[3] / "shared/schemas/grafana-operator"
#: What every current release of Kubernetes still understands.
KUBERNETES = "1.31"


def documents(name: str, *traps: str) -> Iterator[Json]:
    for of in (built(), *map(trapped, traps), *map(shared, traps)):
        for path, content in registry.target(name).render(of).items():
            if path.endswith(".yaml"):
                yield from yaml.safe_load_all(content)


def kubernetes_problems(document: Json) -> list[str]:
    """What the schemas of Kubernetes say of the object, unknown keys included."""
    import kubernetes_validate

    try:
        kubernetes_validate.validate(document, KUBERNETES, strict=True)
    except kubernetes_validate.ValidationError as error:
        return [error.message]
    return []


def test_config_maps_fit_the_schema_of_kubernetes() -> None:
    maps = [document for document in documents("kubernetes", *TRAPS) if document["kind"] == "ConfigMap"]
    assert len(maps) >= 10
    assert [problem for document in maps for problem in kubernetes_problems(document)] == []


def test_that_schema_refuses_what_is_wrong() -> None:
    assert kubernetes_problems({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "data": {"a": 1}})
    assert kubernetes_problems({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "dta": {}})


@cache
def definition(kind: str) -> Json:
    """The schema of a kind as the operator publishes it; unknown keys are refused where it does not allow them."""
    if not CRDS.is_dir():
        pytest.skip(f"{CRDS} is not here: resources of the operator are not checked against its definitions")
    for path in CRDS.glob("*.yaml"):
        crd = yaml.safe_load(path.read_bytes())
        if crd["spec"]["names"]["kind"] == kind:
            schema: Json = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
            return strict({**schema, "properties": {**schema["properties"], "metadata": {"type": "object"}}})
    raise AssertionError(f"no definition of {kind}")


def strict(schema: Any) -> Any:
    """As a server with strict field validation reads it."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strict(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        closed.setdefault("additionalProperties", bool(schema.get("x-kubernetes-preserve-unknown-fields")))
    return closed


def operator_problems(document: Json) -> list[str]:
    return [error.message for error in Draft202012Validator(definition(document["kind"])).iter_errors(document)]


def test_resources_of_the_operator_fit_its_definitions() -> None:
    resources = [document for document in documents("operator", *TRAPS) if document["kind"] != "Kustomization"]
    kinds = {"GrafanaFolder", "GrafanaDashboard", "GrafanaDatasource", "GrafanaAlertRuleGroup", "GrafanaLibraryPanel"}
    assert {document["kind"] for document in resources} == kinds
    assert [problem for document in resources for problem in operator_problems(document)] == []


def test_those_definitions_refuse_what_is_wrong() -> None:
    resource = next(document for document in documents("operator") if document["kind"] == "GrafanaDashboard")
    assert operator_problems({**resource, "spec": {**resource["spec"], "folderUid": "x"}})
    assert operator_problems({**resource, "spec": {"json": "{}"}})


@pytest.mark.parametrize(
    ("text", "name"),
    [("AKS_Demo", "aks-demo"), ("a.b c", "a-b-c"), ("-x-", "x"), ("x" * 80, "x" * 63), ("한국", "unnamed")],
)
def test_a_name_is_one_that_kubernetes_takes(text: str, name: str) -> None:
    assert names.dns(text) == name


def test_texts_that_become_one_name() -> None:
    assert names.shared(["a", "b_c", "B-c"]) == ("b_c", "B-c")
    assert names.shared(["a", "b"]) is None


def test_a_size_counts_what_go_escapes() -> None:
    assert objects.size({"a": "<>&"}) == len('{"a":"\\u003c\\u003e\\u0026"}')
    assert objects.size({"a": "é"}) == len('{"a":"é"}'.encode())


@given(st.text(max_size=30))
def test_any_text_survives_yaml(text: str) -> None:
    assert yaml.safe_load(to_yaml({"k": [text]}))["k"] == [text]


_JSON = st.recursive(
    st.text(max_size=8) | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(_JSON)
def test_json_inside_yaml_stays_what_it_was(value: Any) -> None:
    for compact in (False, True):
        text = json_text({"v": value}, compact=compact)
        assert json.loads(text) == {"v": value}
        assert json.loads(yaml.safe_load(to_yaml({"k": text}))["k"]) == {"v": value}
