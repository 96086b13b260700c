"""Which of Grafana's formats a document is in, and where in it the board itself stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.board_json import pointer as pointers
from generator.board_json.dashboard import Form
from generator.board_json.lookalike import looks_like
from generator.board_json.shape import mapping, text
from generator.errors import GeneratorError

_GROUP = "dashboard.grafana.app/"

#: A wrapper around a resource around a body: Grafana 13 takes `{"dashboard": {"apiVersion": ...}}`.
_DEEPEST = 3


class NotADashboard(GeneratorError):  # noqa: N818 -- the word a person would use
    """The document is JSON, but no dashboard; `summary` says in one line what it looks like instead."""

    def __init__(self, likeness: str) -> None:
        super().__init__(
            f"not a dashboard, but {likeness}",
            "give the JSON of a dashboard: its JSON model, an export, the API's answer or a Dashboard resource",
        )
        self.likeness = likeness


@dataclass(frozen=True, slots=True)
class Frame:
    """The board's body, where it stands, and what the document around it says."""

    body: Mapping[str, Any]
    pointer: str
    form: Form
    api_version: str | None
    name: str | None

    @property
    def is_v2(self) -> bool:
        """Whether the body is in the v2 model (elements and a layout) instead of the classic one."""
        return self.form in ("v2", "kubernetes-v2")


def frame(document: Any) -> Frame:
    """Find the board in a document. Raises `NotADashboard` when there is none."""
    found, pointer, wrapped = document, "", False
    for _ in range(_DEEPEST):
        if not isinstance(found, dict):
            raise NotADashboard(looks_like(found))
        if _is_resource(found):
            return _of_resource(found, pointer)
        if not isinstance(found.get("dashboard"), dict) or "panels" in found:
            break
        found, pointer, wrapped = found["dashboard"], pointers.join(pointer, "dashboard"), True
    if isinstance(found.get("elements"), dict) and isinstance(found.get("layout"), dict):
        return Frame(found, pointer, "v2", None, None)
    if not _is_classic(found):
        raise NotADashboard(looks_like(found))
    return Frame(found, pointer, "wrapped" if wrapped else "classic", None, None)


def _is_resource(document: Mapping[str, Any]) -> bool:
    return isinstance(document.get("apiVersion"), str) and isinstance(document.get("kind"), str)


def _of_resource(document: Mapping[str, Any], pointer: str) -> Frame:
    api_version = str(document["apiVersion"])
    spec = document.get("spec")
    if document["kind"] != "Dashboard" or not api_version.startswith(_GROUP) or not isinstance(spec, dict):
        raise NotADashboard(looks_like(document))
    is_v2 = api_version[len(_GROUP) :].startswith("v2") or isinstance(spec.get("elements"), dict)
    name = text(mapping(document.get("metadata")).get("name"))
    return Frame(spec, pointers.join(pointer, "spec"), "kubernetes-v2" if is_v2 else "kubernetes", api_version, name)


def _is_classic(body: Mapping[str, Any]) -> bool:
    if isinstance(body.get("type"), str) and not body.keys().isdisjoint(("gridPos", "targets", "fieldConfig")):
        return False
    if not body.keys().isdisjoint(("panels", "schemaVersion", "templating")):
        return True
    return "rows" in body and "title" in body
