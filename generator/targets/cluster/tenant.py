"""A tenant's part of the cluster: ConfigMaps, patches of its Deployments, and the stages of a roll-out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from generator.config.model import Config, Service, Tenant, Tier
from generator.manifests import names, objects
from generator.manifests.yaml_text import generated, to_yaml
from generator.targets.cluster import endpoints, instance

Json = dict[str, Any]

_CONFIG = "lgtm-config"
_PYTHON = "lgtm-python"
#: Which conventions an SDK from 2024 on shall speak, by telemetry profile. Older ones do not know the variable.
_OPT_IN = {"stable": "http,database", "portable": "http/dup,database/dup"}
_DEPLOYMENT_NOTE = """\
A patch: it fits onto your own Deployment, by kustomize or by
kubectl patch deployment NAME --patch-file THIS_FILE"""
_BUILD_NOTE = """\
# What Vue bakes into the frontend when it is built: a Deployment's env changes nothing in a browser.
# cp THIS_FILE frontend/.env.production.local, or docker build $(grep -v '^#' THIS_FILE | sed 's/^/--build-arg /') .
"""


def files(config: Config, tenant: Tenant) -> Iterator[tuple[str, bytes]]:
    """Path below the tenant's folder -> bytes."""
    maps = dict(_config_maps(config, tenant))
    yield from ((f"config/{name}.yaml", generated(document)) for name, document in maps.items())
    resources = [f"{name}.yaml" for name in maps]
    yield "config/kustomization.yaml", generated(objects.kustomization(resources, namespace=tenant.namespaces[0]))
    tiers = [tier for tier in _TIERS if _services(tenant, tier)]
    for tier in tiers:
        yield from _component(config, tenant, tier, maps)
    for service in _services(tenant, "frontend"):
        arguments = endpoints.build_arguments(config, tenant, service)
        text = "".join(f"{key}={value}\n" for key, value in arguments.items())
        yield f"frontend/{names.dns(service.name)}.env", (_BUILD_NOTE + text).encode()
    yield from _stages(config, tenant, tiers)


_TIERS: tuple[Tier, ...] = ("backend", "frontend")


def _services(tenant: Tenant, tier: Tier) -> list[Service]:
    return [service for service in tenant.services if service.tier == tier]


def _config_maps(config: Config, tenant: Tenant) -> Iterator[tuple[str, Json]]:
    yield _CONFIG, objects.config_map(_CONFIG, endpoints.lgtm_config(config, tenant))
    if _services(tenant, "backend"):
        yield _PYTHON, objects.config_map(_PYTHON, {"sitecustomize.py": instance.SITECUSTOMIZE})
    for service in _services(tenant, "frontend"):
        name = _script_map(service)
        yield name, objects.config_map(name, {"config.js": endpoints.config_js(config, tenant, service)})


def _script_map(service: Service) -> str:
    return names.dns(f"lgtm-{service.name}")


def own_manifests(config: Config, tenant: Tenant) -> str:
    """The folder of the tenant's own manifests, seen from where generator.toml is."""
    return config.collection.manifests.replace("{tenant}", tenant.name)


def _stages(config: Config, tenant: Tenant, tiers: list[Tier]) -> Iterator[tuple[str, bytes]]:
    """Each stage configures its tier and those before it, and leaves the others as they are. The overlay is all."""
    stages = {f"stages/{tier}/": tiers[:at] for at, tier in enumerate(tiers, 1)}
    for path, configured in {**stages, "": tiers}.items():
        up = "../" * path.count("/")
        own = [f"{up}config", f"{up}../../../{own_manifests(config, tenant)}"]
        document = objects.kustomization(own, components=[f"{up}{tier}" for tier in configured])
        yield f"{path}kustomization.yaml", generated(document)


def _component(config: Config, tenant: Tenant, tier: Tier, maps: Json) -> Iterator[tuple[str, bytes]]:
    patches, replacements = [], []
    for service in _services(tenant, tier):
        path = f"{names.dns(service.name)}.yaml"
        # By name alone: a Deployment without a namespace is one as well.
        name = config.collection.workload(service.name).name
        patches.append({"path": path, "target": {"kind": "Deployment", "name": f"^{re.escape(name)}$"}})
        document = backend(config, tenant, service) if tier == "backend" else frontend(config, tenant, service)
        # A ConfigMap that changes does not restart the pods that read it; their template does.
        digest = hashlib.sha256(b"".join(to_yaml(maps[name]) for name in sorted(_read_by(service)))).hexdigest()
        document["spec"]["template"]["metadata"]["annotations"]["lgtm-config/digest"] = digest[:16]
        yield f"{tier}/{path}", generated(document, _DEPLOYMENT_NOTE)
        if tier == "backend":
            replacements.append(_image_of(config, service))
    component = objects.kustomization(component=True, patches=patches, replacements=replacements)
    yield f"{tier}/kustomization.yaml", generated(component)


def _read_by(service: Service) -> tuple[str, str]:
    return _CONFIG, _PYTHON if service.tier == "backend" else _script_map(service)


def backend(config: Config, tenant: Tenant, service: Service) -> Json:
    """The patch of a backend's Deployment. Its `telemetry.py` stays as it is: all of this is environment."""
    collection = config.collection
    pod = {"POD_NAME": "metadata.name", "POD_NAMESPACE": "metadata.namespace", "NODE_NAME": "spec.nodeName"}
    work = collection.workload(service.name)
    said = endpoints.attributes(
        config,
        tenant,
        ("k8s.namespace.name", "$(POD_NAMESPACE)"),
        ("k8s.pod.name", "$(POD_NAME)"),
        ("k8s.node.name", "$(NODE_NAME)"),
        ("k8s.deployment.name", work.name),
        ("k8s.container.name", work.container),
    )
    variables = {
        "OTEL_SERVICE_NAME": service.name,
        "OTEL_RESOURCE_ATTRIBUTES": said,
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        "OTEL_METRIC_EXPORT_INTERVAL": str(config.export_interval * 1000),
        # Kustomize puts the container's image in; its tag becomes service.version.
        "LGTM_IMAGE": "",
        "PYTHONPATH": ":".join(filter(None, (instance.FOLDER, collection.python_path))),
    }
    if config.profile in _OPT_IN:
        variables["OTEL_SEMCONV_STABILITY_OPT_IN"] = _OPT_IN[config.profile]
    env = [
        # First: a variable may only be made of those before it.
        *(_read(name, {"fieldRef": {"fieldPath": path}}) for name, path in pod.items()),
        *_from_config(config, tenant, service),
        _read("OTEL_EXPORTER_OTLP_ENDPOINT", _key("OTLP_ENDPOINT")),
        *(_said(name, value) for name, value in variables.items()),
    ]
    mount = {"name": _PYTHON, "mountPath": instance.FOLDER, "readOnly": True}
    return _deployment(config, tenant, service, env, mount, {"name": _PYTHON, "configMap": {"name": _PYTHON}})


def frontend(config: Config, tenant: Tenant, service: Service) -> Json:
    """The patch of a frontend's Deployment: what its web server may read, and the script that a browser reads."""
    name = _script_map(service)
    path = f"{config.collection.web_root.rstrip('/')}/config.js"
    mount = {"name": name, "mountPath": path, "subPath": "config.js", "readOnly": True}
    env = _from_config(config, tenant, service)
    return _deployment(config, tenant, service, env, mount, {"name": name, "configMap": {"name": name}})


def _from_config(config: Config, tenant: Tenant, service: Service) -> list[Json]:
    own = f"{service.tier.upper()}_SERVICE_NAME"
    return [
        # A second backend of a tenant is called by its own name.
        _said(key, service.name) if key == own and value != service.name else _read(key, _key(key))
        for key, value in endpoints.lgtm_config(config, tenant).items()
    ]


def _said(name: str, value: str) -> Json:
    # The null takes away what the Deployment itself says in the other way: both together are refused.
    return {"name": name, "value": value, "valueFrom": None}


def _read(name: str, source: Json) -> Json:
    return {"name": name, "value": None, "valueFrom": source}


def _key(name: str) -> Json:
    return {"configMapKeyRef": {"name": _CONFIG, "key": name}}


def _deployment(config: Config, tenant: Tenant, service: Service, env: list[Json], mount: Json, volume: Json) -> Json:
    work = config.collection.workload(service.name)
    container = {"name": work.container, "env": env, "volumeMounts": [mount]}
    template = {
        # The label that collectors take the service's name from.
        "metadata": {"labels": {"service_name": service.name}, "annotations": {}},
        "spec": {"containers": [container], "volumes": [volume]},
    }
    place = {"namespace": tenant.namespaces[0]}
    return objects.thing("apps/v1", "Deployment", work.name, **place, spec={"template": template})


def _image_of(config: Config, service: Service) -> Json:
    work = config.collection.workload(service.name)
    container = f"spec.template.spec.containers.[name={work.container}]"
    chosen = {"kind": "Deployment", "name": work.name}
    return {
        "source": {**chosen, "fieldPath": f"{container}.image"},
        "targets": [{"select": chosen, "fieldPaths": [f"{container}.env.[name=LGTM_IMAGE].value"]}],
    }
