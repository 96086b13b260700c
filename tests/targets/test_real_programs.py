"""The stores and the collectors themselves accept what they are told, where they can be run."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from .test_cluster import files
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
COLLECTORS = ("otelcol-contrib", "otelcol-k8s", "otelcol-full")


def merged(base: Json, over: Json) -> Json:
    return {
        **base,
        **{key: merged(base.get(key, {}), one) if isinstance(one, dict) else one for key, one in over.items()},
    }


def accepted(*command: str) -> bool:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    # Some say what they do not like and end well all the same.
    return done.returncode == 0 and not re.search(r"level=(ERROR|error)|failed parsing config", said)


def ours(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(files(built())[f"collection/{name}"])
    return path


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


def test_alloy_takes_its_configuration(tmp_path: Path) -> None:
    alloy = program("alloy", "its configuration")
    path = ours(tmp_path, "config.alloy")
    assert accepted(alloy, "validate", str(path))
    done = subprocess.run([alloy, "fmt", str(path)], capture_output=True, text=True, check=False)
    assert done.stdout == path.read_text(), "alloy would write it otherwise"
    path.write_text(path.read_text().replace("forward_to = [loki.write.loki.receiver]", "forward_to = [no.such.thing]"))
    assert not accepted(alloy, "validate", str(path))


def test_the_collector_takes_its_configuration(tmp_path: Path) -> None:
    found = next((path for path in map(shutil.which, COLLECTORS) if path), None)
    if found is None:
        pytest.skip(f"none of {', '.join(COLLECTORS)} on the PATH: the collector's configuration is not proved")
    path = ours(tmp_path, "collector.yaml")
    assert accepted(found, "validate", f"--config=file:{path}")
    path.write_text(path.read_text().replace("processors:", "processors:\n  no_such_processor: {}", 1))
    assert not accepted(found, "validate", f"--config=file:{path}")
