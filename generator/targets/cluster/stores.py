"""Settings of Prometheus, Loki and Tempo that the boards profit from, as snippets of their own configuration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from generator.config.model import Config
from generator.manifests.yaml_text import generated

Json = dict[str, Any]

#: What is worth a label on every metric. An instance id is one already.
_PROMOTED = (
    "service.name",
    "service.namespace",
    "service.version",
    "deployment.environment",
    "deployment.environment.name",
    "k8s.cluster.name",
    "k8s.namespace.name",
    "k8s.deployment.name",
    "k8s.pod.name",
    "k8s.container.name",
)

_PROMETHEUS = """\
Belongs into prometheus.yml. Flags that go with it: --web.enable-otlp-receiver for metrics of the SDKs,
--web.enable-remote-write-receiver and --enable-feature=exemplar-storage for those that Tempo makes of spans."""
_LOKI = """\
Belongs into Loki's configuration. Every worker process has an instance id of its own: it stays beside the lines,
for as a label it would make streams of its own."""
_TEMPO = """\
Belongs into Tempo's configuration: makes the span metrics and the service graph that the boards show."""


def files(config: Config) -> Iterator[tuple[str, bytes]]:
    """Path -> bytes of the snippets."""
    yield "collection/prometheus.yaml", generated(prometheus(), _PROMETHEUS)
    yield "collection/loki.yaml", generated(loki(), _LOKI)
    yield "collection/tempo.yaml", generated(tempo(config), _TEMPO)


def prometheus() -> Json:
    """OTLP with the labels that tell tenants and pods apart, and room for exemplars and late samples."""
    return {
        "otlp": {
            "promote_resource_attributes": list(_PROMOTED),
            "keep_identifying_resource_attributes": True,
            "translation_strategy": "UnderscoreEscapingWithSuffixes",
        },
        "storage": {"tsdb": {"out_of_order_time_window": "30m"}, "exemplars": {"max_exemplars": 100_000}},
    }


def loki() -> Json:
    """Which resource attributes are labels of an OTLP log line."""
    chosen = [name for name in _PROMOTED if name != "service.version"]
    attributes = {"ignore_defaults": True, "attributes_config": [{"action": "index_label", "attributes": chosen}]}
    return {
        "limits_config": {
            "allow_structured_metadata": True,
            "discover_log_levels": True,
            "otlp_config": {"resource_attributes": attributes},
        }
    }


def tempo(config: Config) -> Json:
    """Span metrics and the service graph, written to Prometheus with exemplars."""
    source = config.datasources["prometheus"]
    write: Json = {"url": remote_write(config), "send_exemplars": True}
    if source.org_id:
        write["headers"] = {"X-Scope-OrgID": source.org_id}
    # Without the last of these, Redis is missing from the graph where the SDKs speak the stable conventions.
    databases = ["peer.service", "server.address", "db.namespace", "db.name", "db.system", "db.system.name"]
    graphs = {"enable_messaging_system_latency_histogram": True, "database_name_attributes": databases}
    return {
        "metrics_generator": {
            "processor": {"service_graphs": graphs},
            "storage": {"path": "/var/tempo/generator/wal", "remote_write": [write]},
        },
        "overrides": {"defaults": {"metrics_generator": {"processors": ["service-graphs", "span-metrics"]}}},
    }


def remote_write(config: Config) -> str:
    """Where the metrics' store takes remote write."""
    url = config.datasources["prometheus"].url
    return f"{_mimir(url)}/api/v1/push" if config.profile == "mimir" else f"{url}/api/v1/write"


def otlp(config: Config) -> dict[str, str]:
    """Where each store takes OTLP over HTTP, without /v1/..., made of where it is asked."""
    urls = {kind: settings.url for kind, settings in config.datasources.items()}
    metrics = f"{_mimir(urls['prometheus'])}/otlp" if config.profile == "mimir" else f"{urls['prometheus']}/api/v1/otlp"
    tempo_host = urlsplit(urls["tempo"])
    host = tempo_host.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return {
        "prometheus": metrics,
        "loki": f"{urls['loki']}/otlp",
        # Tempo is asked on one port and told on another.
        "tempo": f"{tempo_host.scheme}://{host}:4318",
    }


def _mimir(url: str) -> str:
    return url.removesuffix("/prometheus")
