"""The OpenTelemetry Collector as the other choice: the same logs, the same receivers, the same stores."""

from __future__ import annotations

from typing import Any

from generator.config.model import Config
from generator.manifests.yaml_text import generated
from generator.targets.cluster import stores

Json = dict[str, Any]

_NOTE = """\
The OpenTelemetry Collector (contrib), as a DaemonSet with /var/log/pods mounted. Its service account reads pods and
namespaces; NODE_NAME is spec.nodeName."""

#: What the id of a trace is called in a line where it is not `trace_id`.
_OTHER_TRACE_IDS = ("traceId", "otelTraceID")


def config_yaml(config: Config) -> bytes:
    """The whole configuration."""
    return generated(configuration(config), _NOTE)


def configuration(config: Config) -> Json:
    """Receivers for OTLP, for Loki's protocol, and for the pods' own output."""
    exporters = {f"otlphttp/{kind}": _exporter(config, kind, url) for kind, url in stores.otlp(config).items()}
    scraped = config.collection.logs == "scrape"
    # Browsers' logs have no pod. Those of pods come by one way only.
    sent = ["memory_limiter", *(["filter/pods"] if scraped else []), "batch"]
    read = ["memory_limiter", "k8sattributes", "transform/service", *([] if scraped else ["filter/sent"]), "batch"]
    return {
        "receivers": {
            "otlp": {"protocols": {"grpc": {"endpoint": "0.0.0.0:4317"}, "http": _http(config)}},
            "loki": {"protocols": {"http": {"endpoint": "0.0.0.0:3100"}}, "use_incoming_timestamp": True},
            "filelog": _pods(config),
        },
        "processors": {
            "memory_limiter": {"check_interval": "1s", "limit_percentage": 80, "spike_limit_percentage": 20},
            "batch": {},
            "k8sattributes": _pod_labels(),
            "transform/service": {"error_mode": "ignore", "log_statements": [{"statements": _SERVICE}]},
            **_filters(config, scraped),
        },
        "exporters": exporters,
        "service": {
            "pipelines": {
                "traces": _pipeline(["otlp"], ["memory_limiter", "batch"], "tempo"),
                "metrics": _pipeline(["otlp"], ["memory_limiter", "batch"], "prometheus"),
                "logs/sent": _pipeline(["otlp"], sent, "loki"),
                "logs/pushed": _pipeline(["loki"], ["memory_limiter", "batch"], "loki"),
                "logs/pods": _pipeline(["filelog"], read, "loki"),
            }
        },
    }


def _pipeline(receivers: list[str], processors: list[str], store: str) -> Json:
    return {"receivers": receivers, "processors": processors, "exporters": [f"otlphttp/{store}"]}


def _http(config: Config) -> Json:
    http: Json = {"endpoint": "0.0.0.0:4318"}
    if config.collection.origins:
        # A browser asks first whether it may.
        http["cors"] = {"allowed_origins": list(config.collection.origins), "allowed_headers": ["*"]}
    return http


def _pods(config: Config) -> Json:
    """The files of the tenants' pods. Lines that are no JSON pass as they are."""
    namespaces = [name for tenant in config.tenants for name in tenant.namespaces]
    parsed = "attributes.parsed"
    quiet = {"on_error": "send_quiet"}
    return {
        "include": [f"/var/log/pods/{name}_*/*/*.log" for name in namespaces],
        "include_file_path": True,
        "operators": [
            {"type": "container"},
            {"type": "json_parser", "if": 'body matches "^\\\\{"', "parse_to": parsed, **quiet},
            {"type": "severity_parser", "if": f"{parsed}?.level != nil", "parse_from": f"{parsed}.level", **quiet},
            *(
                {
                    "type": "move",
                    "if": f"{parsed}?.trace_id == nil and {parsed}?.{name} != nil",
                    "from": f"{parsed}.{name}",
                    "to": f"{parsed}.trace_id",
                }
                for name in _OTHER_TRACE_IDS
            ),
            {
                "type": "trace_parser",
                "if": f'{parsed}?.trace_id matches "^[0-9a-f]{{32}}$$"',
                "trace_id": {"parse_from": f"{parsed}.trace_id"},
                **quiet,
            },
            {
                "type": "move",
                "if": f"{parsed}?.service_name != nil",
                "from": f"{parsed}.service_name",
                "to": 'resource["service_name"]',
            },
            # Everything else stays in the line, where `| json` finds it.
            {"type": "remove", "if": f"{parsed} != nil", "field": parsed},
        ],
    }


def _pod_labels() -> Json:
    return {
        "auth_type": "serviceAccount",
        "filter": {"node_from_env_var": "NODE_NAME"},
        "pod_association": [
            {
                "sources": [
                    {"from": "resource_attribute", "name": "k8s.namespace.name"},
                    {"from": "resource_attribute", "name": "k8s.pod.name"},
                ]
            }
        ],
        "extract": {
            "metadata": ["k8s.namespace.name", "k8s.pod.name", "k8s.deployment.name", "k8s.node.name"],
            "labels": [{"tag_name": "service.name", "key": "service_name", "from": "pod"}],
        },
    }


_NAME = 'resource.attributes["service.name"]'
#: What a line calls its service. It stands at the resource, for else all lines of a file would get the first one's.
_OWN = 'resource.attributes["service_name"]'
#: The pod's label, else the line's own, else the container's name: what Loki takes for a service without a name.
_SERVICE = [
    f"set({_NAME}, {_OWN}) where {_NAME} == nil and {_OWN} != nil",
    f'set({_NAME}, resource.attributes["k8s.container.name"]) where {_NAME} == nil',
    'delete_key(resource.attributes, "service_name")',
]


def _filters(config: Config, scraped: bool) -> Json:
    if scraped:
        condition = 'resource.attributes["k8s.pod.name"] != nil'
        return {"filter/pods": {"error_mode": "ignore", "logs": {"log_record": [condition]}}}
    conditions = [f'resource.attributes["service.name"] == "{one.name}"' for one in config.services("backend")]
    return {"filter/sent": {"error_mode": "ignore", "logs": {"log_record": conditions}}}


def _exporter(config: Config, kind: str, url: str) -> Json:
    org = config.datasources[kind].org_id
    return {"endpoint": url, **({"headers": {"X-Scope-OrgID": org}} if org else {})}
