"""A ConfigMap is small enough for the way it reaches the cluster.

Kubernetes takes at most 1 MiB; `kubectl apply` keeps the whole object once more in an annotation, which may have
262,144 bytes. Beyond that use `kubectl apply --server-side`, `kubectl create`, or one ConfigMap for each board.

Passes:

    configmap: {}
    ---
    configmap: {metadata: {name: other}}

Fails:

    configmap: {}
    board: {description: "~270000"}
    ---
    configmap: {}
    board: {description: "~1100000"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import CarrierView

_OBJECT, _ANNOTATION = 1024 * 1024, 262_144


def _check(view: CarrierView) -> Iterator[Found]:
    size, annotations = view.resource.data_bytes, view.resource.annotation_bytes
    if size > _OBJECT:
        yield Found("", f"it holds {size:,} bytes; Kubernetes takes at most {_OBJECT:,}", "one resource for each board")
    elif annotations > _ANNOTATION:
        yield Found(
            "",
            f"`kubectl apply` would write {annotations:,} bytes of annotations; at most {_ANNOTATION:,} are allowed",
            "kubectl apply --server-side, or one resource for each board",
        )


rule = Rule(CarrierView, "warning", _check)
