"""The stores and the collectors themselves accept what they are told, where they can be run."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml

from generator.targets.cluster.alloy import config_alloy
from generator.targets.cluster.collector import config_yaml

from .test_cluster import files
from .test_collection import SECURED, config
from .test_every_target import built, program

Json = dict[str, Any]

#: The least that each store needs beside our part of its settings.
LOKI = {
    "auth_enabled": False,
    "common": {
        "ring": {"kvstore": {"store": "inmemory"}},
        "replication_factor": 1,
        "path_prefix": "/tmp/loki",  # noqa: S108 -- it is looked at, and nothing is stored
    },
    "schema_config": {
        "configs": [
            {
                "from": "2024-01-01",
                "store": "tsdb",
                "object_store": "filesystem",
                "schema": "v13",
                "index": {"prefix": "index_", "period": "24h"},
            }
        ]
    },
}
TEMPO = {"storage": {"trace": {"backend": "local", "local": {"path": "/tmp/tempo"}}}}  # noqa: S108
#: The distributions of the Collector that have the receivers, processors and exporters of ours.
VARIANTS = ("", SECURED, '[collection]\nlogs = "otlp"\n')
COLLECTORS = ("otelcol-contrib", "otelcol-k8s", "otelcol-full")


def merged(base: Json, over: Json) -> Json:
    return {
        **base,
        **{key: merged(base.get(key, {}), one) if isinstance(one, dict) else one for key, one in over.items()},
    }


def accepted(*command: str) -> bool:
    environment = {**os.environ, "NODE_NAME": "node"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    # Some say what they do not like and end well all the same.
    return done.returncode == 0 and not re.search(r"level=(ERROR|error)|failed parsing config", said)


def with_ours(folder: Path, name: str, base: Json, **more: Any) -> str:
    document = merged(base, yaml.safe_load(files(built())[f"collection/{name}"]))
    path = folder / name
    path.write_text(yaml.safe_dump({**document, **more}))
    return str(path)


def test_loki_takes_its_settings(tmp_path: Path) -> None:
    loki = program("loki", "its settings")
    assert accepted(loki, "-verify-config", f"-config.file={with_ours(tmp_path, 'loki.yaml', LOKI)}")
    wrong = with_ours(tmp_path, "loki.yaml", LOKI, no_such_setting=1)
    assert not accepted(loki, "-verify-config", f"-config.file={wrong}")


def test_tempo_takes_its_settings(tmp_path: Path) -> None:
    tempo = program("tempo", "its settings")
    assert accepted(tempo, "-config.verify=true", f"-config.file={with_ours(tmp_path, 'tempo.yaml', TEMPO)}")
    wrong = with_ours(tmp_path, "tempo.yaml", TEMPO, no_such_setting=1)
    assert not accepted(tempo, "-config.verify=true", f"-config.file={wrong}")


def test_prometheus_takes_its_settings(tmp_path: Path) -> None:
    promtool = program("promtool", "the settings of Prometheus")
    said = subprocess.run([promtool, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"version (\d+)", said.stdout + said.stderr)
    if found is None or int(found[1]) < 3:
        pytest.skip("promtool is older than 3: the settings of Prometheus are not looked at by it")
    assert accepted(promtool, "check", "config", with_ours(tmp_path, "prometheus.yaml", {}))
    assert not accepted(promtool, "check", "config", with_ours(tmp_path, "prometheus.yaml", {}, no_such_setting=1))


@pytest.mark.parametrize("more", VARIANTS)
def test_alloy_takes_its_configuration(tmp_path: Path, more: str) -> None:
    alloy = program("alloy", "its configuration")
    path = tmp_path / "config.alloy"
    path.write_bytes(config_alloy(config(more)))
    assert accepted(alloy, "validate", str(path))
    done = subprocess.run([alloy, "fmt", str(path)], capture_output=True, text=True, check=False)
    assert done.stdout == path.read_text(), "alloy would write it otherwise"
    path.write_text(path.read_text().replace("forward_to = [loki.write.loki.receiver]", "forward_to = [no.such.thing]"))
    assert not accepted(alloy, "validate", str(path))


def collector() -> str:
    found = next((path for path in map(shutil.which, COLLECTORS) if path), None)
    if found is None:
        pytest.skip(f"none of {', '.join(COLLECTORS)} on the PATH: the collector's configuration is not proved")
    return found


@pytest.mark.parametrize("more", VARIANTS)
def test_the_collector_takes_its_configuration(tmp_path: Path, more: str) -> None:
    path = tmp_path / "collector.yaml"
    path.write_bytes(config_yaml(config(more)))
    assert accepted(collector(), "validate", f"--config=file:{path}")
    path.write_text(path.read_text().replace("processors:", "processors:\n  no_such_processor: {}", 1))
    assert not accepted(collector(), "validate", f"--config=file:{path}")


#: As the runtime of a pod writes them, and what is to become of them: service, level, trace.
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
LINES = {
    json.dumps({"level": "ERROR", "trace_id": TRACE, "service_name": "own"}): ("own", 17, TRACE),
    json.dumps({"level": "info", "otelTraceID": TRACE}): ("app", 9, TRACE),
    json.dumps({"traceId": TRACE, "otelTraceID": "0"}): ("app", 0, TRACE),
    json.dumps({"trace_id": "0", "message": "outside of a span"}): ("app", 0, ""),
    "a line of words {": ("app", 0, ""),
    "{ no JSON": ("app", 0, ""),
}


class _Store(BaseHTTPRequestHandler):
    """Takes OTLP as JSON."""

    taken: ClassVar[list[Json]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append(json.loads(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: Any) -> None: ...


def test_the_collector_makes_of_a_pod_s_lines_what_our_boards_ask_for(tmp_path: Path) -> None:
    """Without the processor that asks Kubernetes for the pod's labels, which is not here."""
    path = tmp_path / "pods/shop_api-1_0/app/0.log"
    path.parent.mkdir(parents=True)
    path.write_text("".join(f"2026-11-26T12:00:00.000000000Z stdout F {line}\n" for line in LINES))
    document = yaml.safe_load(config_yaml(config()))
    reading = {**document["receivers"]["filelog"], "include": [f"{tmp_path}/pods/*/*/*.log"], "start_at": "beginning"}
    _Store.taken.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Store) as store:
        threading.Thread(target=store.serve_forever, daemon=True).start()
        sending = {"endpoint": f"http://127.0.0.1:{store.server_port}", "encoding": "json"}
        processors = ["transform/service", "batch"]
        run = {
            "receivers": {"filelog": reading},
            "processors": {name: document["processors"][name] for name in processors},
            "exporters": {"otlphttp/loki": sending},
            "service": {
                "telemetry": {"metrics": {"level": "none"}},
                "pipelines": {
                    "logs": {"receivers": ["filelog"], "processors": processors, "exporters": ["otlphttp/loki"]}
                },
            },
        }
        (tmp_path / "run.yaml").write_text(yaml.safe_dump(run))
        with (tmp_path / "output").open("wb") as output:
            command = [collector(), f"--config=file:{tmp_path}/run.yaml"]
            process = subprocess.Popen(command, stdout=output, stderr=output)
        try:
            for _ in range(300):
                found = dict(_records())
                if len(found) == len(LINES):
                    break
                assert process.poll() is None, (tmp_path / "output").read_text()
                time.sleep(0.1)
        finally:
            process.terminate()
            process.wait()
            store.shutdown()
    assert found == LINES
    assert "error" not in (tmp_path / "output").read_text()


def _records() -> Iterator[tuple[str, tuple[str, int, str]]]:
    """Each line that was taken, with its service, level and trace."""
    for taken in _Store.taken:
        for each in taken["resourceLogs"]:
            said = {one["key"]: one["value"].get("stringValue", "") for one in each["resource"]["attributes"]}
            for scope in each["scopeLogs"]:
                for record in scope["logRecords"]:
                    level, trace = record.get("severityNumber", 0), record.get("traceId", "")
                    yield record["body"]["stringValue"], (said["service.name"], level, trace)
