"""Grafana Alloy, which reads the logs of pods and passes on what the SDKs send. It takes the place of Promtail."""

from __future__ import annotations

import json
import re

from generator.config.model import Config
from generator.manifests.yaml_text import HEAD
from generator.targets.cluster import stores

#: `alloy fmt` indents with tabs.
_INDENT = re.compile(r"^(?:  )+", re.MULTILINE)
_PODS = """\
// The pods of this node in the tenants' namespaces. Alloy runs as a DaemonSet that has NODE_NAME of spec.nodeName.
discovery.kubernetes "pods" {
  role = "pod"

  selectors {
    role  = "pod"
    field = "spec.nodeName=" + coalesce(sys.env("NODE_NAME"), constants.hostname)
  }

  namespaces {
    names = %(namespaces)s
  }
}

discovery.relabel "pods" {
  targets = discovery.kubernetes.pods.targets
%(keep)s
  rule {
    source_labels = ["__meta_kubernetes_namespace"]
    target_label  = "namespace"
  }

  rule {
    source_labels = ["__meta_kubernetes_pod_name"]
    target_label  = "pod"
  }

  rule {
    source_labels = ["__meta_kubernetes_pod_container_name"]
    target_label  = "container"
  }

  rule {
    source_labels = ["__meta_kubernetes_pod_label_app"]
    regex         = "(.+)"
    target_label  = "app"
  }

  // The service's name: the pod's label. Where there is none, the line's own, further down.
  rule {
    source_labels = ["__meta_kubernetes_pod_label_service_name"]
    regex         = "(.+)"
    target_label  = "service_name"
  }
}

loki.source.kubernetes "pods" {
  targets    = discovery.relabel.pods.output
  forward_to = [loki.process.lines.receiver]
}

loki.process "lines" {
  forward_to = [loki.write.loki.receiver]

  // Lines that are no JSON pass as they are.
  stage.json {
    expressions = {
      named = "service_name",
      level = "level",
      found = "trace_id || traceId || otelTraceID",
    }
  }

  // A logger outside of a span says 0: that is no trace.
  stage.regex {
    source     = "found"
    expression = "^(?P<trace_id>[0-9a-f]{32})$"
  }

  stage.match {
    selector = "{namespace=~\\".+\\", service_name=\\"\\"}"

    stage.labels {
      values = {service_name = "named"}
    }
  }
%(drop)s
  // Beside the line, not labels: each would make a stream of its own.
  stage.structured_metadata {
    values = {trace_id = "", level = ""}
  }
}
"""

_KEEP_OUT = """
  // These send their logs by OTLP: read from the pods too, each line would be there twice.
  rule {
    source_labels = ["__meta_kubernetes_pod_label_service_name"]
    regex         = %(services)s
    action        = "drop"
  }
"""

#: Comes after the line's own name is known: a pod may be without the label.
_DROP = """
  // These send their logs by OTLP: a pod without the label is known by what its lines say.
  stage.match {
    selector = %s
    action   = "drop"
  }
"""

_PUSH = """
// Loki's own protocol, for loggers that push to %(push)s
loki.source.api "push" {
  http {
    listen_address = "0.0.0.0"
    listen_port    = 3100
  }
  forward_to = [loki.write.loki.receiver]
}

loki.write "loki" {
  endpoint {
    %(url)s = %(loki)s%(tenant)s
  }
%(external)s}
"""

_OTLP = """
// What the SDKs send. A browser asks first whether it may (CORS).
otelcol.receiver.otlp "sdks" {
  grpc {
    endpoint = "0.0.0.0:4317"
  }

  http {
    endpoint = "0.0.0.0:4318"
%(cors)s  }

  output {
    traces  = [otelcol.processor.batch.all.input]
    metrics = [otelcol.processor.batch.all.input]
    logs    = [%(logs)s]
  }
}
%(filter)s
otelcol.processor.batch "all" {
  output {
    traces  = [otelcol.exporter.otlphttp.tempo.input]
    metrics = [otelcol.exporter.otlphttp.prometheus.input]
    logs    = [otelcol.exporter.otlphttp.loki.input]
  }
}
"""

_CORS = """
    cors {
      allowed_origins = %s
      allowed_headers = ["*"]
    }
"""

_FILTER = """
// Logs of pods are read from their output: what the same pods send is dropped. A browser's logs have no pod.
otelcol.processor.filter "logs" {
  error_mode = "ignore"

  logs {
    log_record = ["resource.attributes[\\"k8s.pod.name\\"] != nil"]
  }

  output {
    logs = [otelcol.processor.batch.all.input]
  }
}
"""

_EXPORTER = """
otelcol.exporter.otlphttp "%(kind)s" {
  client {
    endpoint = %(url)s%(headers)s
  }
}
"""


def config_alloy(config: Config) -> bytes:
    """The whole configuration."""
    collection = config.collection
    scraped = collection.logs == "scrape"
    services = "|".join(_literal(service.name) for service in config.services("backend"))
    loki = config.datasources["loki"]
    sent = "" if scraped else services
    parts = [
        "".join(f"//{line[1:]}\n" for line in HEAD.splitlines()),
        _PODS
        % {
            "namespaces": _text([name for tenant in config.tenants for name in tenant.namespaces]),
            "keep": _KEEP_OUT % {"services": _text(sent)} if sent else "",
            "drop": _DROP % _text(f"{{service_name=~{_text(sent)}}}") if sent else "",
        },
        _PUSH
        % {
            "push": collection.loki_push,
            # Values stand below each other.
            "url": "url      " if loki.org_id else "url",
            "loki": _text(f"{loki.url}/loki/api/v1/push"),
            "tenant": f"\n    tenant_id = {_text(loki.org_id)}" if loki.org_id else "",
            "external": f"\n  external_labels = {{cluster = {_text(config.cluster)}}}\n" if config.cluster else "",
        },
        _OTLP
        % {
            "cors": _CORS % _text(list(collection.origins)) if collection.origins else "",
            "logs": "otelcol.processor.filter.logs.input" if scraped else "otelcol.processor.batch.all.input",
            "filter": _FILTER if scraped else "",
        },
        *(_exporter(config, kind, url) for kind, url in stores.otlp(config).items()),
    ]
    return _INDENT.sub(lambda found: "\t" * (len(found[0]) // 2), "".join(parts)).encode()


def _exporter(config: Config, kind: str, url: str) -> str:
    org = config.datasources[kind].org_id
    headers = f'\n    headers  = {{"X-Scope-OrgID" = {_text(org)}}}' if org else ""
    return _EXPORTER % {"kind": kind, "url": _text(url), "headers": headers}


def _literal(name: str) -> str:
    """A service's name as a regular expression for itself."""
    return "".join(f"[{one}]" if one in ".*+?()" else one for one in name)


def _text(value: object) -> str:
    """Alloy writes texts and lists of texts as JSON does."""
    return json.dumps(value, ensure_ascii=False)
