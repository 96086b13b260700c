"""What the collectors and the stores are told, and versions that can be installed together."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.config import parse
from generator.config.model import Config
from generator.targets.cluster import alloy, collector, requirements, stores

Json = dict[str, Any]

PROJECT = """\
[project]
name = "Shop"
uid = "shop"
[tenants.seoul]
backend = ["shop.api"]
frontend = ["web"]
[tenants.busan]
backend = ["stock"]
"""


def config(more: str = "") -> Config:
    return parse(PROJECT + more, None)


SECURED = """
[telemetry]
cluster = "aks-1"
[datasources.loki]
org_id = "shop"
url = "http://loki.lgtm:3100"
[collection]
origins = ["https://shop.example.com"]
"""


class TestAlloy:
    def text(self, more: str = "") -> str:
        return alloy.config_alloy(config(more)).decode()

    def test_pods_of_the_tenants_namespaces(self) -> None:
        assert 'names = ["seoul", "busan"]' in self.text()

    def test_multi_tenant_stores_get_their_header(self) -> None:
        text = self.text(SECURED)
        assert 'tenant_id = "shop"' in text
        assert 'headers  = {"X-Scope-OrgID" = "shop"}' in text
        assert 'cluster = "aks-1"' in text
        assert "tenant_id" not in self.text()

    def test_browsers_may_send_from_the_configured_pages(self) -> None:
        assert 'allowed_origins = ["https://shop.example.com"]' in self.text(SECURED)
        assert "cors" not in self.text()

    def test_a_log_line_comes_by_one_way_only(self) -> None:
        scraped, sent = self.text(), self.text('[collection]\nlogs = "otlp"\n')
        assert "otelcol.processor.filter" in scraped
        assert '= "drop"' not in scraped
        assert "otelcol.processor.filter" not in sent
        assert 'regex         = "shop[.]api|stock"' in sent
        assert r'selector = "{service_name=~\"shop[.]api|stock\"}"' in sent

    def test_every_component_that_is_referred_to_is_there(self) -> None:
        for more in ("", SECURED, '[collection]\nlogs = "otlp"\n'):
            text = self.text(more)
            declared = {
                f"{kind}.{label}" for kind, label in re.findall(r'^([a-z0-9_.]+) "(\w+)" \{', text, re.MULTILINE)
            }
            code = re.sub(r'"(?:[^"\\]|\\.)*"|//.*', "", text)
            referred = set(
                re.findall(r"\b((?:discovery|loki|otelcol)\.[a-z0-9_.]+)\.(?:receiver|input|targets|output)\b", code)
            )
            assert referred
            assert referred <= declared
            assert text.count("{") == text.count("}")


class TestCollector:
    def document(self, more: str = "") -> Json:
        document: Json = yaml.safe_load(collector.config_yaml(config(more)))
        return document

    @pytest.mark.parametrize("more", ["", SECURED, '[collection]\nlogs = "otlp"\n'])
    def test_pipelines_are_made_of_what_there_is_and_all_of_it(self, more: str) -> None:
        document = self.document(more)
        for part in ("receivers", "processors", "exporters"):
            used = {name for one in document["service"]["pipelines"].values() for name in one[part]}
            assert used == set(document[part])

    def test_where_the_stores_take_otlp(self) -> None:
        exporters = self.document(SECURED)["exporters"]
        assert exporters["otlphttp/loki"] == {
            "endpoint": "http://loki.lgtm:3100/otlp",
            "headers": {"X-Scope-OrgID": "shop"},
        }
        assert exporters["otlphttp/prometheus"] == {"endpoint": "http://prometheus:9090/api/v1/otlp"}
        assert exporters["otlphttp/tempo"] == {"endpoint": "http://tempo:4318"}

    def test_a_log_line_comes_by_one_way_only(self) -> None:
        assert "filter/pods" in self.document()["service"]["pipelines"]["logs/sent"]["processors"]
        sent = self.document('[collection]\nlogs = "otlp"\n')
        assert "filter/sent" in sent["service"]["pipelines"]["logs/pods"]["processors"]
        assert len(sent["processors"]["filter/sent"]["logs"]["log_record"]) == 2

    def test_it_knows_the_trace_under_every_name_that_alloy_knows(self) -> None:
        (names,) = re.findall(r'found = "(.*)"', alloy.config_alloy(config()).decode())
        for name in names.split(" || "):
            assert f"attributes.parsed.{name}" in collector.config_yaml(config()).decode()

    def test_a_dollar_is_not_expanded(self) -> None:
        """The collector takes `$$` for `$`, and anything else for a variable."""
        assert "$" not in re.sub(r"\$\$", "", collector.config_yaml(config(SECURED)).decode())


def test_mimir_is_told_elsewhere_than_it_is_asked() -> None:
    mimir = config(
        '[telemetry]\nprofile = "mimir"\n[datasources.prometheus]\nurl = "http://mimir/prometheus"\norg_id = "a"\n'
    )
    assert stores.otlp(mimir)["prometheus"] == "http://mimir/otlp"
    (write,) = stores.tempo(mimir)["metrics_generator"]["storage"]["remote_write"]
    assert write == {"url": "http://mimir/api/v1/push", "send_exemplars": True, "headers": {"X-Scope-OrgID": "a"}}


def test_an_instance_id_makes_no_stream_of_logs() -> None:
    (rule,) = stores.loki()["limits_config"]["otlp_config"]["resource_attributes"]["attributes_config"]
    assert "service.instance.id" not in rule["attributes"]
    assert {"service.name", "k8s.namespace.name", "k8s.pod.name"} <= set(rule["attributes"])


def made() -> dict[str, str]:
    return {path: content.decode() for path, content in requirements.files()}


def test_every_requirement_has_a_version_for_each_python() -> None:
    names = [line for line in made()["requirements/requirements.txt"].splitlines() if not line.startswith("#")]
    for python in requirements.PAIRS:
        pinned = dict(re.findall(r"^([\w-]+)==(.+)$", made()[f"requirements/constraints-{python}.txt"], re.MULTILINE))
        assert set(names) <= set(pinned)


_UNREACHED = re.compile(
    "(?i)retries exceeded|name resolution|network|connection (refused|reset)|timed? ?out|ENOTFOUND|EAI_AGAIN|ECONN"
)


def resolve(folder: Path, *command: str) -> None:
    """Run a resolver; skip by name where its registry cannot be reached."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    if done.returncode and _UNREACHED.search(said):
        pytest.skip(f"{command[0]} does not reach its registry: the versions are not resolved")
    assert done.returncode == 0, said[-3000:]


@pytest.mark.parametrize(("python", "version"), [("python3.8", "3.8"), ("python3", "3.12")])
def test_pip_resolves_the_versions(tmp_path: Path, python: str, version: str) -> None:
    for path, text in made().items():
        (tmp_path / Path(path).name).write_text(text)
    pip = [sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--disable-pip-version-check"]
    apart = ["--python-version", version, "--only-binary=:all:", "--target", str(tmp_path / "out"), "--retries", "1"]
    resolve(tmp_path, *pip, *apart, "-r", "requirements.txt", "-c", f"constraints-{python}.txt")


def test_npm_resolves_the_versions(tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("npm not on the PATH: the frontend's versions are not resolved")
    package = json.loads(made()["requirements/package.json"])
    package["dependencies"] |= {"vue": "2.6.11", "axios": "0.21.1"}
    (tmp_path / "package.json").write_text(json.dumps({"name": "web", "version": "1.0.0", **package}))
    strict = ["--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund", "--strict-peer-deps"]
    resolve(tmp_path, "npm", "install", *strict, "--fetch-retries=1")
