"""Where the documents of a run come from: files, the project's own rendering, or a running Grafana."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from generator.errors import GeneratorError, UsageError
from generator.grafana.client import Client
from generator.grafana.live import Found as FoundBoard
from generator.grafana.problem import RejectedError
from generator.validate.contents import documents
from generator.validate.document import BoardDocument, Document, Entry, PassedOver, SourcesDocument
from generator.validate.finding import Finding
from generator.validate.reader import STDIN, read

Judged = Document | PassedOver | Finding


class Origin(Protocol):
    """Something that gives the same documents each time it is asked: once for a survey, once to judge them."""

    @property
    def ours(self) -> bool:
        """Whether the project itself made them."""

    def documents(self) -> Iterator[Judged]:
        """Everything there is to judge, and what is wrong with what cannot be."""

    def folder(self, document: Document) -> str | None:
        """The Grafana folder that a board stands in; None where its place on disk says it."""


class Files:
    """Files, folders and patterns; `-` is standard input, which is read once and kept."""

    ours = False

    def __init__(self, paths: tuple[str, ...], stdin: BinaryIO) -> None:
        self._paths = paths
        self._piped = stdin.read() if STDIN in paths else b""

    def documents(self) -> Iterator[Judged]:
        return read(self._paths, io.BytesIO(self._piped))

    def folder(self, document: Document) -> None:  # noqa: ARG002
        return None


@dataclass(frozen=True)
class Rendered:
    """What the project renders for Grafana's provisioning folder; `folder_name` is where the files would stand."""

    files: Mapping[str, bytes]
    root: Path
    ours: bool = True

    def documents(self) -> Iterator[Judged]:
        for path in self.files:
            if path.endswith((".json", ".yaml")):
                yield from documents(_shown(self.root / path), self.files[path], named=True)

    def folder(self, document: Document) -> None:  # noqa: ARG002
        return None


class Live:
    """The boards and data sources of a running Grafana. Reads only."""

    ours = False

    def __init__(self, client: Client, folder: str | None) -> None:
        self._client = client
        self._boards = client.boards()
        if folder is not None:
            self._boards = tuple(one for one in self._boards if folder in (one.folder_uid, one.folder_title))
            if not self._boards:
                raise UsageError(f'no dashboard in a folder "{folder}"', "give --folder the title or uid of a folder")
        self._folders = {self._client.absolute(one.url): one.folder_title or "General" for one in self._boards}

    def documents(self) -> Iterator[Judged]:
        yield self._sources()
        for one in self._boards:
            yield from self._board(one)

    def folder(self, document: Document) -> str | None:
        return self._folders.get(document.file)

    def _board(self, one: FoundBoard) -> Iterator[Judged]:
        url = self._client.absolute(one.url)
        try:
            live = self._client.dashboard(one.uid)
        except RejectedError as error:
            if error.status != 406:
                raise
            yield Finding("file/not-judged", "info", "stored in the new schema, which this API does not show", url)
            return
        if live is not None:
            board = {key: value for key, value in live.dashboard.items() if key not in ("id", "version")}
            try:
                yield BoardDocument.of(board, url)
            except GeneratorError as error:
                yield Finding("file/depth", "error", error.summary, url, error.fix)

    def _sources(self) -> SourcesDocument:
        """All data sources as one document, in the spelling of the API: nothing in it is expanded."""
        bodies = [dict(one.body) for one in self._client.datasources()]
        entries = tuple(Entry(f"/datasources/{at}", body) for at, body in enumerate(bodies))
        plain = BoardDocument.of({"datasources": bodies}, self._client.absolute("/api/datasources"))
        return SourcesDocument(plain.source, "", plain.data, plain.name, "live", None, entries)


def _shown(path: Path) -> str:
    """The path as a person in the current folder would write it."""
    try:
        return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
    except ValueError:
        return str(path)
