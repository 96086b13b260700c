"""The stack that the suite runs against: given by the environment, or started here as far as programs are there."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from e2e_stack import APPS, Stack
from otlp_gateway import Gateway
from workload import Addresses, App, Workload

#: How long the telemetry flows before the first look: a rate needs two exports, a search its lag.
WARM_SECONDS = float(os.environ.get("E2E_WARM_SECONDS", "100"))
_PATIENCE = 120.0


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The stores. A part that is neither given nor on the PATH skips the suite, by name."""
    folder = tmp_path_factory.mktemp("stack")
    running: list[subprocess.Popen[bytes]] = []
    try:
        prometheus = os.environ.get("E2E_PROMETHEUS_URL") or _start_prometheus(folder, running)
        loki = os.environ.get("E2E_LOKI_URL") or _start_loki(folder, running)
        tempo = os.environ.get("E2E_TEMPO_URL", "")
        traces = os.environ.get("E2E_OTLP_ENDPOINT", "")
        if not tempo or not traces:
            tempo, traces = _start_tempo(folder, running, prometheus)
        yield Stack(
            prometheus.rstrip("/"),
            loki.rstrip("/"),
            tempo.rstrip("/"),
            traces.rstrip("/"),
            os.environ.get("E2E_GRAFANA_URL", "").rstrip("/"),
            os.environ.get("GRAFANA_USER", "admin"),
            os.environ.get("GRAFANA_PASSWORD", "admin"),
            {
                kind: os.environ.get(f"E2E_GRAFANA_SEES_{kind.upper()}", url)
                for kind, url in (("prometheus", prometheus), ("loki", loki), ("tempo", tempo))
            },
        )
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(30)


@pytest.fixture(scope="session")
def grafana(stack: Stack) -> str:
    """A Grafana in front of the stores."""
    if not stack.grafana:
        pytest.skip("E2E_GRAFANA_URL is not set: nothing is proved through a Grafana")
    return stack.grafana


@pytest.fixture(scope="session")
def workload(stack: Stack) -> Iterator[Workload]:
    """Telemetry of all applications, flowing for a while before the first look and until the end."""
    to = Addresses(stack.prometheus, stack.loki, stack.traces)
    with Workload(tuple(APPS.values()), to) as sending:
        time.sleep(WARM_SECONDS)
        assert not sending.errors, sending.errors[:3]
        yield sending


@pytest.fixture(scope="session")
def gateway(stack: Stack) -> Iterator[str]:
    """One OTLP endpoint for all three signals, as a collector has it."""
    with Gateway(
        {
            "/v1/traces": f"{stack.traces}/v1/traces",
            "/v1/logs": f"{stack.loki}/otlp/v1/logs",
            "/v1/metrics": f"{stack.prometheus}/api/v1/otlp/v1/metrics",
        }
    ) as address:
        yield address


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Writes a generator.toml for some of the applications and gives its path."""

    def write(*tenants: App, more: str = "", uid: str = "e2e") -> Path:
        lines = [f'[project]\nname = "E2E"\nuid = "{uid}"']
        for app in tenants:
            lines.append(f"[tenants.{app.name}]")
            if app.backend:
                lines.append(f"backend = {json.dumps([app.back])}")
            if app.frontend:
                lines.append(f"frontend = {json.dumps([app.front])}")
        path = tmp_path / "generator.toml"
        path.write_text("\n".join(lines) + "\n" + more + "\n", "utf-8")
        return path

    return write


def _need(program: str, variable: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not on the PATH and {variable} is not set")
    return found


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(folder: Path, name: str, command: list[str], running: list[subprocess.Popen[bytes]], ready: str) -> None:
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    running.append(process)
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if requests.get(ready, timeout=2).status_code < 300:
                return
        except requests.RequestException:
            pass
        time.sleep(0.5)
    pytest.fail(f"{name} does not start:\n{(folder / f'{name}.log').read_text('utf-8', 'replace')[-2000:]}")


def _start_prometheus(folder: Path, running: list[subprocess.Popen[bytes]]) -> str:
    program = _need("prometheus", "E2E_PROMETHEUS_URL")
    helped = subprocess.run([program, "--help"], capture_output=True, text=True, check=False)
    if "web.enable-otlp-receiver" not in helped.stdout + helped.stderr:
        pytest.skip("the prometheus on the PATH has no OTLP receiver (3.x has), and E2E_PROMETHEUS_URL is not set")
    port = _port()
    (folder / "prometheus.yml").write_text("{}\n", "utf-8")
    command = [
        program,
        "--config.file=prometheus.yml",
        f"--storage.tsdb.path={folder / 'prometheus'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--web.enable-otlp-receiver",
        "--web.enable-remote-write-receiver",
        "--enable-feature=exemplar-storage",
    ]
    _run(folder, "prometheus", command, running, f"http://127.0.0.1:{port}/-/ready")
    return f"http://127.0.0.1:{port}"


def _server(port: int, rpc: int) -> str:
    here = "127.0.0.1"
    addresses = f"http_listen_address: {here}, http_listen_port: {port}"
    return f"server: {{{addresses}, grpc_listen_address: {here}, grpc_listen_port: {rpc}}}"


def _start_loki(folder: Path, running: list[subprocess.Popen[bytes]]) -> str:
    program = _need("loki", "E2E_LOKI_URL")
    port, rpc = _port(), _port()
    config = f"""
auth_enabled: false
{_server(port, rpc)}
common:
  instance_addr: 127.0.0.1
  path_prefix: {folder / "loki"}
  storage: {{filesystem: {{chunks_directory: {folder / "loki/chunks"}, rules_directory: {folder / "loki/rules"}}}}}
  replication_factor: 1
  ring: {{instance_addr: 127.0.0.1, kvstore: {{store: inmemory}}}}
ingester: {{lifecycler: {{min_ready_duration: 0s, final_sleep: 0s}}}}
schema_config:
  configs:
    - {{from: 2020-10-24, store: tsdb, object_store: filesystem, schema: v13, index: {{prefix: index_, period: 24h}}}}
"""
    (folder / "loki.yaml").write_text(config, "utf-8")
    _run(folder, "loki", [program, "-config.file=loki.yaml"], running, f"http://127.0.0.1:{port}/ready")
    return f"http://127.0.0.1:{port}"


def _start_tempo(folder: Path, running: list[subprocess.Popen[bytes]], prometheus: str) -> tuple[str, str]:
    program = _need("tempo", "E2E_TEMPO_URL and E2E_OTLP_ENDPOINT")
    port, rpc, otlp = _port(), _port(), _port()
    data = folder / "tempo"
    config = f"""
{_server(port, rpc)}
distributor: {{receivers: {{otlp: {{protocols: {{http: {{endpoint: "127.0.0.1:{otlp}"}}}}}}}}}}
metrics_generator:
  registry: {{collection_interval: 5s}}
  storage: {{path: {data / "generator"}, remote_write: [{{url: "{prometheus}/api/v1/write", send_exemplars: true}}]}}
storage: {{trace: {{backend: local, wal: {{path: {data / "wal"}}}, local: {{path: {data / "blocks"}}}}}}}
overrides: {{defaults: {{metrics_generator: {{processors: [span-metrics, service-graphs]}}}}}}
"""
    (folder / "tempo.yaml").write_text(config, "utf-8")
    _run(folder, "tempo", [program, "-config.file=tempo.yaml"], running, f"http://127.0.0.1:{port}/ready")
    return f"http://127.0.0.1:{port}", f"http://127.0.0.1:{otlp}"
