"""How large a ConfigMap is to those who have a limit."""

from __future__ import annotations

from typing import Any

import pytest

from generator.validate.resource import Resource


def config_map(**metadata: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"a.json": "é<", "b": "\u2028"}}


def test_a_resource_says_what_its_manifest_does() -> None:
    one = Resource(config_map(name="n", labels={"a": "b"}, annotations={"c": "d"}), "/items/3")
    assert (one.kind, one.name, one.labels, one.annotations) == ("ConfigMap", "n", {"a": "b"}, {"c": "d"})
    assert one.pointer == "/items/3"


@pytest.mark.parametrize("metadata", [None, [], 5, {"labels": 1, "annotations": [], "name": {}}])
def test_odd_metadata_is_none(metadata: Any) -> None:
    one = Resource({"kind": "ConfigMap", "metadata": metadata, "data": {"a": 5}, "binaryData": {"b": None}}, "")
    assert (one.name, one.labels, one.annotations, one.data_bytes) == (None, {}, {}, 0)
    assert one.annotation_bytes > 0


def test_the_data_are_counted_in_bytes() -> None:
    manifest = config_map(name="n") | {"binaryData": {"c": "aGVs\nbG8=", "d": "aA=="}}
    assert Resource(manifest, "").data_bytes == len("é<\u2028".encode()) + len(b"hello") + len(b"h")


def test_the_annotations_are_those_that_kubectl_would_write() -> None:
    # As kubectl 1.30 writes it: keys sorted, on one line, with the escapes of Go's encoder and a line end.
    applied = (
        '{"apiVersion":"v1","data":{"a.json":"é\\u003c","b":"\\u2028"},"kind":"ConfigMap",'
        '"metadata":{"annotations":{},"name":"n","namespace":"default"}}\n'
    )
    name = "kubectl.kubernetes.io/last-applied-configuration"
    assert Resource(config_map(name="n"), "").annotation_bytes == len((name + applied).encode())


def test_what_was_applied_before_is_replaced_and_other_annotations_count() -> None:
    plain = Resource(config_map(name="n", namespace="x"), "").annotation_bytes
    last = {"kubectl.kubernetes.io/last-applied-configuration": "x" * 1000}
    assert Resource(config_map(name="n", namespace="x", annotations=last), "").annotation_bytes == plain
    folder = Resource(config_map(name="n", namespace="x", annotations={"folder": "F"}), "").annotation_bytes
    assert folder == plain + len('"folder":"F"') + len("folderF")
