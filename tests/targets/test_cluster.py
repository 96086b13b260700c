"""The cluster's files do to an application's own manifests what the plan asks for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.config import parse
from generator.config.model import Collection, Workload
from generator.errors import GeneratorError
from generator.targets import cluster, registry
from generator.targets.model import Model

from .test_every_target import built, kustomize, run
from .test_manifests import kubernetes_problems

Json = dict[str, Any]

#: As the plan has it before it makes a ConfigMap of it: values in the Deployment itself.
APPLICATION = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: NAME}
spec:
  replicas: 2
  selector: {matchLabels: {app: NAME}}
  template:
    metadata: {labels: {app: NAME}}
    spec:
      containers:
        - name: NAME
          image: registry.example:5000/demo/NAME:v1.0.2
          env:
            - {name: TEMPO_ENDPOINT, value: "http://old/v1/traces"}
            - {name: OTEL_SERVICE_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
            - {name: KEPT, value: "1"}
        - {name: other, image: busybox}
"""


def configured(**changes: Any) -> Model:
    collection = replace(built().config.collection, **changes)
    return replace(built(), config=replace(built().config, collection=collection))


def files(of: Model) -> dict[str, bytes]:
    return dict(registry.target("cluster").render(of).items())


@pytest.fixture
def manifests(tmp_path: Path) -> Path:
    """A project folder with the cluster's files and the manifests of its two tenants."""
    for path, content in files(built()).items():
        target = tmp_path / "cluster" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    for tenant in built().config.tenants:
        folder = tmp_path / "k8s" / tenant.name
        folder.mkdir(parents=True)
        for service in tenant.services:
            (folder / f"{service.name}.yaml").write_text(APPLICATION.replace("NAME", service.name))
        resources = [f"{service.name}.yaml" for service in tenant.services]
        own = {"resources": resources, "namespace": tenant.name, "images": [{"name": "busybox", "newTag": "1"}]}
        (folder / "kustomization.yaml").write_text(yaml.safe_dump(own))
    return tmp_path


def kustomized(folder: Path, overlay: str) -> dict[tuple[str, str], Json]:
    text = run(*kustomize(), str(folder / "cluster/tenants" / overlay), cwd=folder)
    return {(one["kind"], one["metadata"]["name"]): one for one in yaml.safe_load_all(text)}


def variables(deployment: Json) -> dict[str, Json]:
    (container,) = (one for one in deployment["spec"]["template"]["spec"]["containers"] if one["name"] != "other")
    assert len({one["name"] for one in container["env"]}) == len(container["env"])
    return {one["name"]: one for one in container["env"]}


def test_the_config_map_has_exactly_the_keys_of_the_plan() -> None:
    document = yaml.safe_load(files(built())["tenants/hyunjun/config/lgtm-config.yaml"])
    assert (document["metadata"]["name"], list(document["data"])) == (
        "lgtm-config",
        ["TEMPO_ENDPOINT", "OTLP_ENDPOINT", "LOKI_ENDPOINT", "BACKEND_SERVICE_NAME", "FRONTEND_SERVICE_NAME"],
    )


def test_the_overlay_configures_backend_and_frontend(manifests: Path) -> None:
    documents = kustomized(manifests, "hyunjun")
    backend = variables(documents["Deployment", "hyunjun-backend"])
    for key in documents["ConfigMap", "lgtm-config"]["data"]:
        assert backend[key] == {"name": key, "valueFrom": {"configMapKeyRef": {"name": "lgtm-config", "key": key}}}
    assert backend["KEPT"]["value"] == "1"
    assert backend["OTEL_SERVICE_NAME"] == {"name": "OTEL_SERVICE_NAME", "value": "hyunjun-backend"}
    assert backend["LGTM_IMAGE"]["value"] == "registry.example:5000/demo/hyunjun-backend:v1.0.2"
    assert backend["OTEL_SEMCONV_STABILITY_OPT_IN"]["value"] == "http/dup,database/dup"
    names = list(backend)
    # A variable may only be made of those before it.
    assert all(names.index(one) < names.index("OTEL_RESOURCE_ATTRIBUTES") for one in ("POD_NAME", "NODE_NAME"))
    frontend = documents["Deployment", "hyunjun-frontend"]
    assert "FRONTEND_SERVICE_NAME" in variables(frontend)
    assert not [name for name in variables(frontend) if name.startswith("VUE_APP_")]
    mounts = frontend["spec"]["template"]["spec"]["containers"][0]["volumeMounts"]
    assert [mount["mountPath"] for mount in mounts] == ["/usr/share/nginx/html/config.js"]


def test_what_comes_out_fits_the_schema_of_kubernetes(manifests: Path) -> None:
    for tenant in ("hyunjun", "jiwoo"):
        documents = kustomized(manifests, tenant)
        assert {document["metadata"]["namespace"] for document in documents.values()} == {tenant}
        assert [problem for document in documents.values() for problem in kubernetes_problems(document)] == []


def test_the_first_stage_leaves_the_frontend_as_it_is(manifests: Path) -> None:
    first, second = (kustomized(manifests, f"hyunjun/stages/{stage}") for stage in ("backend", "frontend"))
    plain = kustomized(manifests, "../../k8s/hyunjun")
    assert first["Deployment", "hyunjun-frontend"] == plain["Deployment", "hyunjun-frontend"]
    assert first["Deployment", "hyunjun-backend"] == second["Deployment", "hyunjun-backend"]
    assert second == kustomized(manifests, "hyunjun")
    assert second["Deployment", "hyunjun-frontend"] != plain["Deployment", "hyunjun-frontend"]


def test_a_changed_endpoint_restarts_the_pods() -> None:
    path = "tenants/hyunjun/backend/hyunjun-backend.yaml"
    assert files(configured(collector="http://elsewhere:4318"))[path] != files(built())[path]


def test_names_of_deployments_and_containers() -> None:
    work = {"hyunjun-backend": Workload("api", "flask")}
    made = files(configured(workloads=work))
    patch = yaml.safe_load(made["tenants/hyunjun/backend/hyunjun-backend.yaml"])
    assert patch["metadata"]["name"] == "api"
    assert patch["spec"]["template"]["spec"]["containers"][0]["name"] == "flask"
    assert variables(patch)["OTEL_SERVICE_NAME"]["value"] == "hyunjun-backend"


def python(folder: Path, code: str, **environment: str) -> Json:
    """What a process says whose Python has found our module."""
    (folder / "python").mkdir(exist_ok=True)
    (folder / "python/sitecustomize.py").write_text(cluster.tenant.instance.SITECUSTOMIZE)
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder / "python"), **environment}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answer: Json = json.loads(done.stdout)
    return answer


_PROCESSES = """
import json, os
read = lambda: dict(one.split("=", 1) for one in os.environ["OTEL_RESOURCE_ATTRIBUTES"].split(","))
def worker():
    inside, outside = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(outside, json.dumps(read()).encode())
        os._exit(0)
    os.waitpid(pid, 0)
    return json.loads(os.read(inside, 10000))
print(json.dumps([read(), worker(), worker()]))
"""


def test_each_worker_of_a_pod_is_an_instance_of_its_own(tmp_path: Path) -> None:
    said = "service.namespace=hyunjun,service.instance.id=wrong"
    processes = python(tmp_path, _PROCESSES, OTEL_RESOURCE_ATTRIBUTES=said, POD_NAME="backend-7d9-x2x")
    ids = [one.pop("service.instance.id") for one in processes]
    assert len(set(ids)) == 3
    assert all(one.startswith("backend-7d9-x2x/") for one in ids)
    assert processes == [{"service.namespace": "hyunjun"}] * 3


@pytest.mark.parametrize(
    ("image", "version"),
    [
        ("registry.example:5000/demo/backend:v1.0.2", "v1.0.2"),
        ("backend:v1@sha256:00", "v1"),
        ("registry.example:5000/backend", None),
        ("", None),
    ],
)
def test_the_version_is_the_tag_of_the_image(tmp_path: Path, image: str, version: str | None) -> None:
    (own, *_) = python(tmp_path, _PROCESSES, LGTM_IMAGE=image)
    assert own.get("service.version") == version


def test_another_sitecustomize_runs_too(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/sitecustomize.py").write_text("import os\nos.environ['OTHER'] = 'ran'\n")
    path = f"{tmp_path}/python:{tmp_path}/other"
    assert python(tmp_path, "import os; print('\"%s\"' % os.environ['OTHER'])", PYTHONPATH=path) == "ran"


def test_it_is_python_3_8() -> None:
    import ast

    ast.parse(cluster.tenant.instance.SITECUSTOMIZE, feature_version=(3, 8))


def test_a_frontend_s_settings_are_baked_in_and_served() -> None:
    made = files(configured(browser="https://collector.example.com", environment="staging"))
    lines = made["tenants/jiwoo/frontend/jiwoo-frontend.env"].decode().splitlines()
    baked = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
    assert baked["VUE_APP_TEMPO_ENDPOINT"] == "https://collector.example.com/v1/traces"
    assert baked["VUE_APP_OTEL_SERVICE_NAME"] == "jiwoo-frontend"
    assert "deployment.environment.name=staging" in baked["VUE_APP_OTEL_RESOURCE_ATTRIBUTES"]
    script = yaml.safe_load(made["tenants/jiwoo/config/lgtm-jiwoo-frontend.yaml"])["data"]["config.js"]
    start, end = "window.LGTM_CONFIG = ", ";\n"
    assert script.startswith(start)
    assert script.endswith(end)
    served = json.loads(script[len(start) : -len(end)])
    for key in ("TEMPO_ENDPOINT", "OTLP_ENDPOINT", "LOKI_ENDPOINT", "FRONTEND_SERVICE_NAME"):
        assert baked[f"VUE_APP_{key}"] == served[key]


class TestCollection:
    """What [collection] in generator.toml makes of it."""

    def collection(self, text: str) -> Collection:
        project = '[project]\nname = "Shop"\nuid = "shop"\n[tenants.seoul]\nbackend = ["api"]\nfrontend = ["web"]\n'
        return parse(f"{project}[collection]\n{text}", None).collection

    def refusal(self, text: str) -> str:
        with pytest.raises(GeneratorError) as caught:
            self.collection(text)
        return caught.value.summary

    def test_defaults(self) -> None:
        assert self.collection("") == Collection()

    def test_loki_s_protocol_is_beside_otlp_or_behind_one_address(self) -> None:
        assert self.collection('collector = "http://c:4318"').loki_push == "http://c:3100/loki/api/v1/push"
        one = self.collection('collector = "http://c.example.com/"')
        assert one.loki_push == one.browser_loki_push == "http://c.example.com/loki/api/v1/push"

    def test_a_push_address_that_takes_no_lines(self) -> None:
        assert "where Loki takes no lines" in self.refusal('loki_push = "http://c.example.com/loki"')

    def test_deployments(self) -> None:
        said = self.collection('deployments = { api = { name = "shop-api", container = "flask" }, web = {} }')
        assert said.workload("api") == Workload("shop-api", "flask")
        assert said.workload("web") == Workload("web", "web")
        assert 'unknown service "apy"; did you mean "api"' in self.refusal("deployments = { apy = {} }")

    @pytest.mark.parametrize(
        "text",
        [
            'origins = ["https://a/b"]',
            'logs = "both"',
            'manifests = "k8s/{name}"',
            'web_root = "html"',
            'colector = ""',
        ],
    )
    def test_what_is_refused(self, text: str) -> None:
        assert "collection" in self.refusal(text)


def test_a_service_that_is_no_label_is_refused() -> None:
    config = parse('[project]\nname = "S"\nuid = "s"\n[tenants.seoul]\nbackend = ["a/b"]\n', None)
    with pytest.raises(GeneratorError, match='service "a/b" cannot be the label'):
        registry.target("cluster").admitted(replace(built(), config=config))


def test_two_services_of_one_file_are_refused() -> None:
    config = parse('[project]\nname = "S"\nuid = "s"\n[tenants.seoul]\nbackend = ["a.b", "a-b"]\n', None)
    with pytest.raises(GeneratorError, match=r'services "a\.b" and "a-b" of seoul would be one file'):
        registry.target("cluster").admitted(replace(built(), config=config))


def test_a_tenant_without_a_frontend_has_one_stage() -> None:
    config = parse('[project]\nname = "S"\nuid = "s"\n[tenants.seoul]\nbackend = ["a", "b"]\n', None)
    made = files(replace(built(), config=config))
    assert [path for path in made if "stages" in path] == ["tenants/seoul/stages/backend/kustomization.yaml"]
    second = variables(yaml.safe_load(made["tenants/seoul/backend/b.yaml"]))
    assert second["BACKEND_SERVICE_NAME"]["value"] == "b"
