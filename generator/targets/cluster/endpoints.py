"""Where applications send their telemetry: the ConfigMap of the plan, and what a browser is told."""

from __future__ import annotations

import json

from generator.config.model import Collection, Config, Service, Tenant

Texts = dict[str, str]


def lgtm_config(config: Config, tenant: Tenant) -> Texts:
    """The keys of the plan's ConfigMap `lgtm-config`; a tier without a service has no key."""
    said = _where(config.collection.collector, config.collection.loki_push)
    for tier, key in (("backend", "BACKEND_SERVICE_NAME"), ("frontend", "FRONTEND_SERVICE_NAME")):
        first = next((service.name for service in tenant.services if service.tier == tier), None)
        if first:
            said[key] = first
    return said


def build_arguments(config: Config, tenant: Tenant, service: Service) -> Texts:
    """What Vue bakes into a frontend when it is built: the names of the plan, and those of the progress log."""
    collection = config.collection
    return {
        **{f"VUE_APP_{key}": value for key, value in _in_browser(collection).items()},
        "VUE_APP_FRONTEND_SERVICE_NAME": service.name,
        "VUE_APP_OTEL_EXPORTER_OTLP_ENDPOINT": collection.browser,
        "VUE_APP_OTEL_SERVICE_NAME": service.name,
        "VUE_APP_OTEL_RESOURCE_ATTRIBUTES": attributes(config, tenant),
    }


def config_js(config: Config, tenant: Tenant, service: Service) -> str:
    """The same as a script that is served beside the page: it takes effect without a new build."""
    said = {
        **_in_browser(config.collection),
        "FRONTEND_SERVICE_NAME": service.name,
        "OTEL_RESOURCE_ATTRIBUTES": attributes(config, tenant),
    }
    return f"window.LGTM_CONFIG = {json.dumps(said, indent=2)};\n"


def attributes(config: Config, tenant: Tenant, *more: tuple[str, str]) -> str:
    """OTEL_RESOURCE_ATTRIBUTES: what is known of every process of a tenant, then `more`."""
    known = [("service.namespace", tenant.name), *more]
    if config.collection.environment:
        # The old name is what SDKs and stores of before 2025 know.
        known += [(name, config.collection.environment) for name in ("deployment.environment.name", _OLD)]
    if config.cluster:
        known.append(("k8s.cluster.name", config.cluster))
    return ",".join(f"{key}={value}" for key, value in known)


_OLD = "deployment.environment"


def _in_browser(collection: Collection) -> Texts:
    return _where(collection.browser, collection.browser_loki_push)


def _where(collector: str, loki_push: str) -> Texts:
    return {"TEMPO_ENDPOINT": f"{collector}/v1/traces", "OTLP_ENDPOINT": collector, "LOKI_ENDPOINT": loki_push}
