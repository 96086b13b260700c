"""The Kubernetes object that a board is shipped in, and how large it is to those who have a limit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.board_json.shape import mapping, text

_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


@dataclass(frozen=True, eq=False)
class Resource:
    """An object as its manifest says it; `pointer` leads to it from the file's document."""

    manifest: Mapping[str, Any]
    pointer: str

    @property
    def kind(self) -> str:
        """Such as `ConfigMap`; empty where the manifest has none."""
        return text(self.manifest.get("kind")) or ""

    @property
    def name(self) -> str | None:
        """The object's name."""
        return text(mapping(self.manifest.get("metadata")).get("name"))

    @property
    def labels(self) -> Mapping[str, Any]:
        """The object's labels."""
        return mapping(mapping(self.manifest.get("metadata")).get("labels"))

    @property
    def annotations(self) -> Mapping[str, Any]:
        """The object's annotations."""
        return mapping(mapping(self.manifest.get("metadata")).get("annotations"))

    @cached_property
    def data_bytes(self) -> int:
        """Bytes of everything under `data` and `binaryData`: a ConfigMap may have 1 MiB (1,048,576) of them."""
        plain = sum(_bytes(value) for value in mapping(self.manifest.get("data")).values() if isinstance(value, str))
        encoded = (value for value in mapping(self.manifest.get("binaryData")).values() if isinstance(value, str))
        # Base64 makes four characters of three bytes.
        return plain + sum(len("".join(value.split()).rstrip("=")) * 3 // 4 for value in encoded)

    @cached_property
    def annotation_bytes(self) -> int:
        """Bytes of the annotations that `kubectl apply` would give it: Kubernetes allows 262,144 in all.

        The whole object is one of them, which is why a ConfigMap that is small enough can still not be applied
        (`--server-side` adds none).
        """
        others = {key: value for key, value in self.annotations.items() if key != _APPLIED}
        metadata = mapping(self.manifest.get("metadata"))
        # kubectl names the namespace and the annotations also where the manifest leaves them out.
        whole = {**self.manifest, "metadata": {"namespace": "default", **metadata, "annotations": others}}
        written = json.dumps(whole, separators=(",", ":"), ensure_ascii=False)
        # It writes JSON as Go does: each of these becomes an escape of six bytes.
        longer = sum(written.count(sign) * (6 - _bytes(sign)) for sign in "<>&\u2028\u2029")
        applied = len(_APPLIED) + _bytes(written) + longer + len("\n")
        return applied + sum(_bytes(key) + _bytes(value) for key, value in others.items() if isinstance(value, str))


def _bytes(value: str) -> int:
    return len(value.encode("utf-8", "surrogatepass"))
