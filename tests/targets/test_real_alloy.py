"""A real Alloy brings pods' lines to a real Loki as our boards ask for them. The pods are files: no cluster is here."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
import yaml

from generator.targets.cluster.alloy import config_alloy

from .test_collection import config
from .test_every_target import built, program
from .test_real_programs import LOKI, files, merged

Json = dict[str, Any]

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
ORG = "shop"
#: Of a pod that says its service by a label, of one whose lines say it, and of one of which nothing does.
LABELLED = {
    "__meta_kubernetes_namespace": "seoul",
    "__meta_kubernetes_pod_name": "api-1",
    "__meta_kubernetes_pod_container_name": "app",
    "__meta_kubernetes_pod_label_app": "api",
    "__meta_kubernetes_pod_label_service_name": "shop.api",
}
OWN = {
    "__meta_kubernetes_namespace": "busan",
    "__meta_kubernetes_pod_name": "stock-1",
    "__meta_kubernetes_pod_container_name": "worker",
}
OTHER = {
    "__meta_kubernetes_namespace": "busan",
    "__meta_kubernetes_pod_name": "proxy-1",
    "__meta_kubernetes_pod_container_name": "proxy",
    "__meta_kubernetes_pod_label_app": "edge",
}


def line(**fields: Any) -> str:
    return json.dumps(fields)


#: A line, and what is to become of it: service, level, trace.
READ: dict[str, tuple[Json, str, str, str]] = {
    line(message="placed", level="INFO", service_name="other", trace_id=TRACE): (LABELLED, "shop.api", "info", TRACE),
    line(message="failed", level="ERROR", otelTraceID=TRACE): (LABELLED, "shop.api", "error", TRACE),
    line(message="outside of a span", level="WARNING", otelTraceID="0"): (LABELLED, "shop.api", "warn", ""),
    "a line of words {": (LABELLED, "shop.api", "unknown", ""),
    "{ no JSON": (LABELLED, "shop.api", "unknown", ""),
    line(message="booked", level="info", service_name="stock", traceId=TRACE): (OWN, "stock", "info", TRACE),
    "words of a pod without a label": (OWN, "worker", "unknown", ""),
    line(message="passed", level="debug"): (OTHER, "edge", "debug", ""),
    "한국어 로그": (OTHER, "edge", "unknown", ""),
}
#: What an SDK sends from a pod and from a browser, and what a logger pushes.
POD, BROWSER, PUSHED = "sent by a pod", "sent by a browser", "pushed by a logger"


def free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def running(output: Path, *command: str, ready: str) -> Iterator[None]:
    with output.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
        try:
            for _ in range(600):
                assert process.poll() is None, output.read_text()[-3000:]
                try:
                    if requests.get(ready, timeout=5).ok:
                        break
                except requests.ConnectionError:
                    pass
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait()


def loki_config(folder: Path, port: int) -> Path:
    """Ours over the least that it needs, for many organisations."""
    here = {
        "auth_enabled": True,
        "server": {
            "http_listen_address": "127.0.0.1",
            "http_listen_port": port,
            "grpc_listen_address": "127.0.0.1",
            "grpc_listen_port": free(),
        },
        "common": {
            "path_prefix": str(folder),
            "instance_addr": "127.0.0.1",
            "ring": {"instance_addr": "127.0.0.1"},
            "storage": {"filesystem": {"chunks_directory": str(folder / "chunks"), "rules_directory": str(folder)}},
        },
        "ingester": {"lifecycler": {"min_ready_duration": "0s", "final_sleep": "0s"}},
        "frontend": {"address": "127.0.0.1"},
        "memberlist": {"bind_addr": ["127.0.0.1"], "bind_port": free()},
        "analytics": {"reporting_enabled": False},
    }
    path = folder / "loki.yaml"
    path.write_text(yaml.safe_dump(merged(merged(LOKI, here), yaml.safe_load(files(built())["collection/loki.yaml"]))))
    return path


def pods(folder: Path) -> list[Json]:
    """A file for each pod as the runtime writes it, and what discovery says of the pod."""
    found: dict[str, Json] = {}
    for text, (pod, *_) in READ.items():
        path = folder / f"{pod['__meta_kubernetes_pod_name']}.log"
        found[str(path)] = pod
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S.000000000Z", time.gmtime())
        with path.open("a") as file:
            file.write(f"{stamp} stdout F {text}\n")
    return [{**pod, "__path__": path} for path, pod in found.items()]


def from_files(text: str, targets: list[Json]) -> str:
    """The configuration with files for the pods that Kubernetes would name, and nothing else changed."""
    said = ", ".join(
        "{" + ", ".join(f"{json.dumps(k)} = {json.dumps(v)}" for k, v in one.items()) + "}" for one in targets
    )
    text, discovered = re.subn(r'(?ms)^discovery\.kubernetes "pods" \{.*?^\}\n', "", text)
    text, listed = re.subn(r"discovery\.kubernetes\.pods\.targets", lambda _: f"[{said}]", text)
    # Kubernetes hands out lines without what the runtime writes before them.
    text, read = re.subn(
        r'(?ms)^loki\.source\.kubernetes "pods" \{.*?^\}\n',
        """\
loki.source.file "pods" {
  targets    = discovery.relabel.pods.output
  forward_to = [loki.process.runtime.receiver]
}
loki.process "runtime" {
  forward_to = [loki.process.lines.receiver]
  stage.cri {}
  stage.label_drop { values = ["filename", "stream"] }
}
""",
        text,
    )
    assert (discovered, listed, read) == (1, 1, 1)
    return text


def taken(url: str, org: str = ORG) -> list[tuple[str, Json, Json]]:
    """Each line that Loki has, with its labels and what stands beside it."""
    answer = requests.get(
        f"{url}/loki/api/v1/query_range",
        params={"query": '{service_name=~".+"}', "limit": "1000", "since": "1h"},
        headers={"X-Scope-OrgID": org, "X-Loki-Response-Encoding-Flags": "categorize-labels"},
        timeout=30,
    )
    answer.raise_for_status()
    return [
        (text, one["stream"], beside.get("structuredMetadata", {}))
        for one in answer.json()["data"]["result"]
        for _, text, beside in one["values"]
    ]


def send(otlp: int, push: int) -> None:
    now = str(time.time_ns())
    resources = [
        ({"service.name": "shop.api", "k8s.pod.name": "api-1"}, POD),
        ({"service.name": "web"}, BROWSER),
    ]
    logs = [
        {
            "resource": {"attributes": [{"key": key, "value": {"stringValue": value}} for key, value in said.items()]},
            "scopeLogs": [
                {
                    "logRecords": [
                        {
                            "timeUnixNano": now,
                            "severityNumber": 17,
                            "severityText": "ERROR",
                            "traceId": TRACE,
                            "body": {"stringValue": text},
                        }
                    ]
                }
            ],
        }
        for said, text in resources
    ]
    requests.post(f"http://127.0.0.1:{otlp}/v1/logs", json={"resourceLogs": logs}, timeout=30).raise_for_status()
    streams = {"streams": [{"stream": {"service_name": "stock"}, "values": [[now, PUSHED]]}]}
    requests.post(f"http://127.0.0.1:{push}/loki/api/v1/push", json=streams, timeout=30).raise_for_status()


def collected(folder: Path, more: str, expected: set[str]) -> tuple[list[tuple[str, Json, Json]], Json]:
    """What a multi-tenant Loki has of it all, and of another organisation."""
    loki, alloy = program("loki", "what Alloy brings to it"), program("alloy", "what it makes of lines")
    port, http, otlp, grpc, push = (free() for _ in range(5))
    url = f"http://127.0.0.1:{port}"
    settings = f'[telemetry]\ncluster = "aks-1"\n[datasources.loki]\norg_id = "{ORG}"\nurl = "{url}"\n{more}'
    text = config_alloy(config(settings)).decode().replace("0.0.0.0:4318", f"127.0.0.1:{otlp}")
    text = text.replace("0.0.0.0:4317", f"127.0.0.1:{grpc}").replace("= 3100", f"= {push}")
    path = folder / "config.alloy"
    path.write_text(from_files(text.replace('"0.0.0.0"', '"127.0.0.1"'), pods(folder)))
    with running(folder / "loki.output", loki, f"-config.file={loki_config(folder, port)}", ready=f"{url}/ready"):
        command = [alloy, "run", str(path), f"--server.http.listen-addr=127.0.0.1:{http}"]
        command += [f"--storage.path={folder / 'alloy'}", "--disable-reporting"]
        with running(folder / "alloy.output", *command, ready=f"http://127.0.0.1:{http}/-/ready"):
            send(otlp, push)
            for _ in range(300):
                if expected <= {text for text, *_ in taken(url)}:
                    break
                time.sleep(0.1)
            # What is not to come has had the time of a batch to come.
            time.sleep(2)
        found = taken(url)
        labels = requests.get(f"{url}/loki/api/v1/labels", headers={"X-Scope-OrgID": ORG}, timeout=30).json()
        assert not taken(url, "another")
        assert requests.get(f"{url}/loki/api/v1/labels", timeout=30).status_code == 401
    assert "level=error" not in (folder / "alloy.output").read_text()
    return found, labels


def test_lines_of_pods_are_what_our_boards_ask_for(tmp_path: Path) -> None:
    expected = {*READ, BROWSER, PUSHED}
    found, labels = collected(tmp_path, "", expected)
    assert Counter(text for text, *_ in found) == Counter(expected), "each once, and none that a pod sends"
    for text, said, beside in found:
        if text not in READ:
            continue
        pod, service, level, trace = READ[text]
        stands = {
            "service_name": service,
            "namespace": pod["__meta_kubernetes_namespace"],
            "pod": pod["__meta_kubernetes_pod_name"],
            "container": pod["__meta_kubernetes_pod_container_name"],
            "cluster": "aks-1",
            "app": pod.get("__meta_kubernetes_pod_label_app"),
        }
        assert said == {name: value for name, value in stands.items() if value}, text
        assert (beside["detected_level"], beside.get("trace_id", "")) == (level, trace), text
    (sent,) = (one for one in found if one[0] == BROWSER)
    assert sent[1]["service_name"] == "web"
    assert (sent[2]["detected_level"], sent[2]["trace_id"]) == ("error", TRACE)
    (pushed,) = (one for one in found if one[0] == PUSHED)
    assert pushed[1] == {"service_name": "stock", "cluster": "aks-1"}
    assert not {"trace_id", "level", "filename"} & set(labels["data"])


def test_lines_that_come_by_otlp_are_not_read_from_the_pod(tmp_path: Path) -> None:
    kept = {text for text, (_, service, *_) in READ.items() if service not in ("shop.api", "stock")}
    expected = {*kept, POD, BROWSER, PUSHED}
    found, _ = collected(tmp_path, '[collection]\nlogs = "otlp"\n', expected)
    assert Counter(text for text, *_ in found) == Counter(expected)
