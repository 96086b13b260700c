"""The cluster's side: environment of the applications, stages of the roll-out, collectors, versions that agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.manifests import names
from generator.targets.cluster import alloy, collector, requirements, stores, tenant
from generator.targets.model import Files, Model
from generator.targets.target import Limit, Need

_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?")


def render(model: Model) -> Files:
    """Path below the folder -> bytes: a folder per tenant, `collection/` and `requirements/`."""
    config = model.config
    files = {f"tenants/{one.name}/{path}": made for one in config.tenants for path, made in tenant.files(config, one)}
    files["collection/config.alloy"] = alloy.config_alloy(config)
    files["collection/collector.yaml"] = collector.config_yaml(config)
    return {**files, **dict(stores.files(config)), **dict(requirements.files())}


def preflight(model: Model) -> Iterator[Limit]:
    """Names that Kubernetes does not take, and what a browser cannot do yet."""
    config = model.config
    for service in config.services():
        if not _LABEL.fullmatch(service.name):
            what = f'service "{service.name}" cannot be the label of a pod'
            yield Limit(what, "call it with letters, digits, -, _ and ., at most 63 of them")
    for one in config.tenants:
        pair = names.shared([service.name for service in one.services])
        if pair:
            what = f'services "{pair[0]}" and "{pair[1]}" of {one.name} would be one file'
            yield Limit(what, "let their names differ in more than punctuation")
    if config.services("frontend") and not config.collection.origins:
        what = "no page may send telemetry from a browser: the collector's CORS has no origins"
        yield Limit(
            what, 'write origins = ["https://PAGE"] and browser = "https://COLLECTOR" in [collection]', fatal=False
        )


def needs(model: Model) -> Iterator[Need]:
    """The tenants' own manifests, which the overlays patch."""
    for one in model.config.tenants:
        path = f"{tenant.own_manifests(model.config, one)}/kustomization.yaml"
        why = f"and the overlays of {one.name} patch what it names"
        yield Need(path, why, "make it, or name the folder that has it in [collection] manifests")
