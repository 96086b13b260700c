"""Objects of Kubernetes as JSON data, and how large they may be."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]

#: `kubectl apply` keeps the whole object in an annotation, and all annotations of an object have these bytes.
CLIENT_SIDE = 262_144
#: What a ConfigMap may hold, and what etcd takes as one object by default less its own share.
LARGEST = 1_048_576

#: Flux would put its variables in for `${...}`, which is Grafana's own way to write one.
NOT_SUBSTITUTED = {"kustomize.toolkit.fluxcd.io/substitute": "disabled"}
#: Argo CD's word for `kubectl apply --server-side`, which needs no annotation and so has no such limit.
SERVER_SIDE = {"argocd.argoproj.io/sync-options": "ServerSideApply=true"}


def thing(api: str, kind: str, name: str, **parts: Any) -> Json:
    """An object. `labels`, `annotations` and `namespace` go to its metadata, where they are not empty."""
    metadata: Json = {"name": name}
    for key in ("namespace", "labels", "annotations"):
        value = parts.pop(key, None)
        if value:
            metadata[key] = value
    return {"apiVersion": api, "kind": kind, "metadata": metadata, **parts}


def config_map(name: str, data: Mapping[str, str], **metadata: Any) -> Json:
    """A ConfigMap with texts."""
    return thing("v1", "ConfigMap", name, **metadata, data=dict(data))


def kustomization(resources: Sequence[str] = (), *, component: bool = False, **parts: Any) -> Json:
    """A kustomization.yaml. A component is added to somebody else's."""
    kind = ("kustomize.config.k8s.io/v1alpha1", "Component") if component else (_KUSTOMIZE, "Kustomization")
    document: Json = {"apiVersion": kind[0], "kind": kind[1]}
    if resources:
        document["resources"] = list(resources)
    return document | {key: value for key, value in parts.items() if value}


_KUSTOMIZE = "kustomize.config.k8s.io/v1beta1"


def size(document: Mapping[str, Any]) -> int:
    """Bytes of the object as `kubectl apply` writes it into its annotation: JSON, with `<`, `>` and `&` escaped."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return len(text.encode()) + 5 * sum(text.count(character) for character in "<>&")


def fits_client_side(document: Mapping[str, Any]) -> bool:
    """Whether `kubectl apply` can remember the object beside its other annotations."""
    own = document["metadata"].get("annotations", {})
    key = "kubectl.kubernetes.io/last-applied-configuration"
    used = sum(len(f"{name}{value}".encode()) for name, value in own.items()) + len(key)
    return size(document) + used <= CLIENT_SIDE
