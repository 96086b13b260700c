"""Finds what is to be judged in a document: under its wrapper, in a list, in the text of a Kubernetes object."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.board_json import NotADashboard
from generator.board_json import pointer as pointers
from generator.board_json.form import frame
from generator.board_json.lookalike import looks_like
from generator.board_json.shape import flag, mapping, objects, text
from generator.validate import provisioning
from generator.validate.carried import carry, finding, unpacked
from generator.validate.document import BoardDocument, Container, Document, Entry, ProvidersDocument, SourcesDocument
from generator.validate.fault import Fault
from generator.validate.finding import Finding
from generator.validate.resource import Resource
from generator.validate.source import Format, Source

_WORDS = re.compile(r"grafana|dashboard|datasource|panels|schemaVersion|templating", re.IGNORECASE)

#: Where a GrafanaDashboard can have its dashboard besides its own texts.
_ELSEWHERE = ("configMapRef", "url", "grafanaCom", "jsonnet", "jsonnetLib", "oci")

_GROUP = "dashboard.grafana.app/"

_IN_YAML = "it stands in YAML, and only JSON is mended"
_IN_A_TEXT = "it stands in a text of another document"
_FROM_STDIN = "it came by standard input"


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Something that is not ours, and what it looks like; `recognised` when it is Grafana's, but not judged."""

    likeness: str
    recognised: bool = False


Found = Document | Finding | Unjudged


@dataclass(frozen=True, slots=True)
class _Spot:
    """A value, where it stands, and what it stands in."""

    source: Source
    pointer: str
    data: Any
    name: str
    container: Container = "plain"
    resource: Resource | None = None
    unfixable: str | None = None

    def under(self, *tokens: str | int) -> str:
        return pointers.join(self.pointer, *tokens)


def says_grafana(content: str) -> bool:
    """Whether a text that cannot be read has to do with Grafana, as far as its words tell."""
    return _WORDS.search(content) is not None


def unwrap(source: Source) -> Iterator[Found]:
    """Everything in a document, in the order of its text."""
    unfixable = _FROM_STDIN if source.file == "-" else _IN_YAML if source.format == "yaml" else None
    spot = _Spot(source, "", source.data, source.file, unfixable=unfixable)
    if not isinstance(source.data, list):
        yield from _of_value(spot)
        return
    found = [
        each
        for pointer, entry in objects(source.data, "")
        for each in _of_value(replace(spot, pointer=pointer, data=entry, container="list"))
    ]
    if all(isinstance(each, Unjudged) and not each.recognised for each in found):
        found = [Unjudged(looks_like(source.data))]
    yield from found


def _of_value(spot: _Spot) -> Iterator[Found]:
    data = spot.data
    if isinstance(data, dict) and isinstance(data.get("apiVersion"), str) and isinstance(data.get("kind"), str):
        yield from _of_resource(replace(spot, resource=Resource(data, spot.pointer)), data)
    else:
        yield _of_file(spot)


def _of_file(spot: _Spot) -> Found:
    """What Grafana itself would take for the content of one file."""
    if not isinstance(spot.data, dict):
        return Unjudged(looks_like(spot.data))
    return _of_provisioning(spot, spot.data) or _of_board(spot)


def _of_resource(spot: _Spot, manifest: Mapping[str, Any]) -> Iterator[Found]:
    kind, items = str(manifest["kind"]), manifest.get("items")
    name = text(mapping(manifest.get("metadata")).get("name")) or spot.name
    spec = mapping(manifest.get("spec"))
    if kind.endswith("List") and isinstance(items, list):
        for pointer, item in objects(items, spot.under("items")):
            yield from _of_value(replace(spot, pointer=pointer, data=item, container="list", resource=None))
    elif kind == "ConfigMap":
        yield from _of_config_map(replace(spot, container="configmap", unfixable=_IN_A_TEXT), manifest)
    elif kind == "GrafanaDashboard":
        yield from _of_operator(replace(spot, container="operator", name=name, unfixable=_IN_A_TEXT), spec)
    elif kind == "GrafanaManifest" and isinstance(spec.get("template"), dict):
        inside = spot.under("spec", "template")
        yield _of_board(replace(spot, pointer=inside, data=spec["template"], name=name, container="operator"))
    elif kind == "GrafanaDatasource" and isinstance(spec.get("datasource"), dict):
        entry = Entry("/spec/datasource", spec["datasource"])
        yield SourcesDocument(spot.source, spot.pointer, spot.data, name, "operator", spot.resource, (entry,))
    else:
        yield _of_board(replace(spot, name=name))


def _of_board(spot: _Spot) -> Found:
    try:
        found = frame(spot.data)
    except NotADashboard as error:
        if spot.data.get("kind") == "Dashboard" and str(spot.data.get("apiVersion")).startswith(_GROUP):
            fault = Fault("file/not-a-dashboard", error.summary, 0, 0, error.fix)
            return finding(spot.source, spot.pointer, fault, hidden=True)
        return Unjudged(error.likeness)
    container = spot.container
    if container in ("plain", "list"):
        wrapped = found.pointer.startswith("/dashboard")
        container = "kubernetes" if spot.resource is not None else "wrapped" if wrapped else container
    return BoardDocument(
        spot.source, spot.pointer, spot.data, spot.name, container, spot.resource, unfixable=spot.unfixable
    )


def _of_provisioning(spot: _Spot, data: Mapping[str, Any]) -> Document | Unjudged | None:
    kind = provisioning.kind_of(data)
    head = (spot.source, spot.pointer, data, spot.name, spot.container, spot.resource)
    if kind == "datasources":
        deleted, prune = _entries(data, "deleteDatasources"), flag(data.get("prune"))
        return SourcesDocument(*head, _entries(data, "datasources"), deleted, provisioning.version(data), prune)
    if kind == "providers":
        return ProvidersDocument(*head, _entries(data, "providers"), provisioning.version(data))
    if kind is None:
        return None
    return Unjudged({"empty": "a provisioning file without entries"}.get(kind, f"a provisioning file of {kind}"), True)


def _entries(data: Mapping[str, Any], key: str) -> tuple[Entry, ...]:
    return tuple(Entry(pointer, entry) for pointer, entry in objects(data.get(key), f"/{key}"))


def _of_config_map(spot: _Spot, manifest: Mapping[str, Any]) -> Iterator[Found]:
    """A board or a provisioning file under each key: Grafana's sidecar takes the keys for names of files."""
    found: list[Found] = []
    for key, content in mapping(manifest.get("data")).items():
        read_as = _format(key, content)
        if isinstance(content, str) and read_as is not None:
            found += _of_text(replace(spot, pointer=spot.under("data", key), name=key), content, read_as)
    for key, content in mapping(manifest.get("binaryData")).items():
        inside = unpacked(content, gzipped=False) if isinstance(content, str) and key.endswith(".json") else None
        if isinstance(inside, str):
            pointer = spot.under("binaryData", key)
            found += _of_text(replace(spot, pointer=pointer, name=key), inside, "json", hidden=True)
    if all(isinstance(each, Unjudged) and not each.recognised for each in found):
        found = [Unjudged("a ConfigMap without a dashboard")]
    yield from found


def _format(key: str, content: Any) -> Format | None:
    if key.endswith((".yaml", ".yml")):
        return "yaml"
    is_json = key.endswith(".json") or (isinstance(content, str) and content.lstrip().startswith("{"))
    return "json" if is_json else None


def _of_text(spot: _Spot, content: str, read_as: Format, *, hidden: bool = False) -> list[Found]:
    """What the text at the spot carries. A text that cannot be read, and says nothing of Grafana, is none of ours."""
    inside = carry(spot.source, spot.pointer, content, read_as, hidden=hidden)
    said: list[Found] = [] if inside.finding is None else [inside.finding]
    if inside.document is not None:
        found = _of_file(replace(spot, data=inside.document.data))
        return [found] if isinstance(found, Unjudged) else [*said, found]
    labels = " ".join(spot.resource.labels) if spot.resource else ""
    ours = spot.container == "operator" or says_grafana(content) or says_grafana(labels)
    return said if ours else [Unjudged("a text that is not about Grafana")]


def _of_operator(spot: _Spot, spec: Mapping[str, Any]) -> list[Found]:
    written, packed = spec.get("json"), spec.get("gzipJson")
    if isinstance(written, str) and written.strip():
        return _of_text(replace(spot, pointer=spot.under("spec", "json")), written, "json")
    if isinstance(packed, str) and packed.strip():
        spot = replace(spot, pointer=spot.under("spec", "gzipJson"))
        inside = unpacked(packed, gzipped=True)
        if isinstance(inside, Fault):
            return [finding(spot.source, spot.pointer, inside, hidden=True)]
        return _of_text(spot, inside, "json", hidden=True)
    elsewhere = next((key for key in _ELSEWHERE if spec.get(key)), None)
    if elsewhere is None:
        return [Unjudged("a GrafanaDashboard without a dashboard")]
    said = f"its dashboard is not in the file (spec.{elsewhere})"
    fault = Fault("file/elsewhere", said, 0, 0, "judge the dashboard where it is kept", "info")
    return [finding(spot.source, spot.under("spec", elsewhere), fault, hidden=True)]
