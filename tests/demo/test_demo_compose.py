"""The compose file holds together: what it mounts, scrapes and calls is there, and nothing is open to the network."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "demo"
COMPOSE = yaml.safe_load((DEMO / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
#: Every name by which a container is reached by another.
HOSTS = set(SERVICES) | set(SERVICES["lgtm"]["networks"]["default"]["aliases"])


def test_every_image_is_pinned() -> None:
    images = [service["image"] for service in SERVICES.values() if "image" in service]
    images += re.findall(r"^FROM (\S+)", (DEMO / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert len(images) > 10
    assert [image for image in images if not re.search(r":[^:]*\d+\.?\d*[^:]*$", image) or "latest" in image] == []


def test_nothing_is_published_but_on_the_loopback_interface() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert published
    assert [port for port in published if not port.startswith("127.0.0.1:")] == []


def test_what_is_mounted_is_there() -> None:
    mounts = [
        mount.split(":")[0]
        for service in SERVICES.values()
        for mount in service.get("volumes", ())
        if mount.startswith(".")
    ]
    assert len(mounts) >= 5
    assert [mount for mount in mounts if not (DEMO / mount).exists()] == []


def test_every_built_image_is_a_stage_of_the_dockerfile() -> None:
    stages = set(re.findall(r"^FROM \S+ AS (\w+)", (DEMO / "Dockerfile").read_text("utf-8"), re.MULTILINE))
    wanted = {service["build"]["target"] for service in SERVICES.values() if "build" in service}
    assert wanted <= stages


def test_every_address_names_a_container() -> None:
    files = [DEMO / "compose.yaml", DEMO / "Dockerfile", *(DEMO / "compose").iterdir()]
    found = {
        urlsplit(address).hostname
        for file in files
        for address in re.findall(r"(?:https?|redis)://[^\s\"'\]]+", file.read_text("utf-8"))
    }
    assert "lgtm" in found
    assert found <= HOSTS


def test_the_data_sources_of_the_project_are_reached_by_their_own_addresses() -> None:
    for file in (ROOT / "provisioning/datasources").glob("*.yaml"):
        for source in yaml.safe_load(file.read_text("utf-8"))["datasources"]:
            assert urlsplit(source["url"]).hostname in HOSTS, file.name
    (provider,) = yaml.safe_load((ROOT / "provisioning/dashboards/aks-demo.yaml").read_text("utf-8"))["providers"]
    mounted = SERVICES["lgtm"]["environment"]["GF_PATHS_PROVISIONING"]
    assert f"../provisioning:{mounted}:ro" in SERVICES["lgtm"]["volumes"]
    assert provider["options"]["path"].startswith(mounted)


def test_prometheus_scrapes_every_exporter() -> None:
    jobs = yaml.safe_load((DEMO / "compose/prometheus.yaml").read_text("utf-8"))["scrape_configs"]
    scraped = {target.split(":")[0] for job in jobs for one in job["static_configs"] for target in one["targets"]}
    assert scraped == {name for name in SERVICES if name.endswith("-exporter")} | {"cluster"}


def test_each_tenant_of_the_project_has_its_services() -> None:
    expected = {"hyunjun-backend", "hyunjun-frontend", "jiwoo-backend", "jiwoo-frontend"}
    assert expected <= set(SERVICES)
    for name in ("hyunjun", "jiwoo"):
        assert SERVICES[f"{name}-backend"]["environment"]["NAMESPACE"] == name
        assert f"--namespace={name}" in SERVICES[f"{name}-frontend"]["command"]


def test_scraped_lines_bear_the_same_labels_with_and_without_docker() -> None:
    shipping = pytest.importorskip("demo.shipping")
    alloy = (DEMO / "compose/config.alloy").read_text("utf-8")
    said = dict(re.findall(r'^\t\t(\w+)\s*= "(.*)",$', alloy, re.MULTILINE))
    file = said.pop("__path__")
    plain = shipping.labels("jiwoo-backend", "jiwoo")
    assert said == {name: text for name, text in plain.items() if name not in ("filename", "stream")}
    assert Path(plain["filename"]).match(file)


def test_docker_compose_reads_the_file() -> None:
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], check=False, capture_output=True).returncode:
        pytest.skip("docker compose is not installed: the compose file is not read by it")
    command = [docker, "compose", "-f", str(DEMO / "compose.yaml"), "config", "--format", "json"]
    read = subprocess.run(command, check=False, capture_output=True, text=True, env=dict(os.environ))
    assert read.returncode == 0, read.stderr
    assert set(json.loads(read.stdout)["services"]) == set(SERVICES)
