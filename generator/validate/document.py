"""What a file turns out to hold: boards, data sources, providers of boards, or something that is not judged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from generator.errors import GeneratorError
from generator.validate import json_outline
from generator.validate.json_text import nested
from generator.validate.lines import Place, Text
from generator.validate.outline import DEPTH
from generator.validate.resource import Resource
from generator.validate.source import Source

Container = Literal["plain", "wrapped", "kubernetes", "configmap", "operator", "list", "live"]


@dataclass(frozen=True)
class Document:
    """Something to judge, and where in its file it stands.

    `data` is the document itself and every pointer of a rule is relative to it; `pointer_base` leads to it from the
    file's document, through the text that carries it if there is one. `name` is what to call it when it has no title.
    """

    source: Source
    pointer_base: str
    data: Any
    name: str
    container: Container
    #: The Kubernetes object around it.
    resource: Resource | None = None

    @property
    def file(self) -> str:
        """The file's name, as findings give it."""
        return self.source.file

    def pointer(self, pointer: str) -> str:
        """A pointer into the file's document, from one into `data`."""
        return self.pointer_base + pointer

    def place(self, pointer: str, span: tuple[int, int] | None = None, *, key: bool = False) -> Place:
        """Where a value of `data` stands in the file; see `Source.place`."""
        return self.source.place(self.pointer_base + pointer, span, key=key)


def address(document: Document) -> str:
    """The file and where in it the document stands: no two documents of a run have one address."""
    return document.file + (f"#{document.pointer_base}" if document.pointer_base else "")


@dataclass(frozen=True)
class BoardDocument(Document):
    """A dashboard: `board_json.read(data)` reads it, if only to say that its shape is odd."""

    #: Why `--fix` cannot mend it; None when it can.
    unfixable: str | None = None

    @classmethod
    def of(cls, data: Any, name: str) -> BoardDocument:
        """A board that stands in no file: one of a running Grafana, or just rendered. Its text is what we would render.

        Raises GeneratorError when it nests more than `DEPTH` levels.
        """
        if nested(data) > DEPTH:
            raise GeneratorError(f"{name}: nested deeper than {DEPTH} levels", "flatten it: no dashboard needs that")
        content = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        source = Source(Text(name, content), "json", data, partial(json_outline.build, content))
        return cls(source, "", data, name, "plain", unfixable="it stands in no file")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a provisioning file; `pointer` is relative to the document's `data`."""

    pointer: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class SourcesDocument(Document):
    """Data sources: a provisioning file, or the resource of the Grafana Operator."""

    entries: tuple[Entry, ...] = ()
    #: What is deleted first (`deleteDatasources`).
    deleted: tuple[Entry, ...] = ()
    api_version: int | None = None
    prune: bool = False

    @property
    def expands(self) -> bool:
        """Whether Grafana expands `$NAME` in it: in its own provisioning files only."""
        return self.container not in ("operator", "live")


@dataclass(frozen=True)
class ProvidersDocument(Document):
    """A provisioning file that says where Grafana finds dashboards on its disk."""

    entries: tuple[Entry, ...] = ()
    api_version: int | None = None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file in a folder that has nothing to do with what is judged; `likeness` says what it looks like."""

    file: str
    likeness: str
