"""Where the documents of a run come from: files, the project's own rendering, or a running Grafana."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
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
from generator.validate.reader import STDIN, Sweep, load, piped, sweeps, take

Judged = Document | PassedOver | Finding


#: Files that are read together: enough that handing them to another process is worth it.
_TOGETHER = 8


class Share(Protocol):
    """A part of what is judged, which gives the same documents each time: once for a survey, once to judge them."""

    def documents(self) -> Iterator[Judged]:
        """Everything there is to judge, and what is wrong with what cannot be."""

    def folder(self, document: Document) -> str | None:
        """The Grafana folder that a board stands in; None where its place on disk says it."""


class Origin:
    """Something that has documents, in shares that are judged one by one. `ours` says that the project made them."""

    ours = False
    shares: Sequence[Share]

    def missed(self, bare: Collection[int]) -> Iterator[Finding]:  # noqa: ARG002
        """What is to be said of the places that were looked into; `bare` are the shares with nothing to judge."""
        return iter(())


@dataclass(frozen=True, slots=True)
class FileShare:
    """Some files. They are read when they are asked for, in whatever process that is."""

    files: tuple[str, ...]
    named: bool = True
    piped: bytes | Finding = b""

    def documents(self) -> Iterator[Judged]:
        for file in self.files:
            yield from piped(self.piped) if file == STDIN else load(file, named=self.named)

    def folder(self, document: Document) -> None:  # noqa: ARG002
        return None


class Files(Origin):
    """Files, folders and patterns; `-` is standard input, which is read once and kept."""

    def __init__(self, paths: tuple[str, ...], stdin: BinaryIO) -> None:
        self._swept: list[tuple[Sweep, range]] = []
        self.shares: list[Share] = []
        for sweep in sweeps(paths):
            first = len(self.shares)
            self.shares += _shares(sweep, stdin)
            self._swept.append((sweep, range(first, len(self.shares))))

    def documents(self) -> Iterator[Judged]:
        """Everything at once, for those who judge it in their own way."""
        bare = set()
        for at, share in enumerate(self.shares):
            empty = True
            for document in share.documents():
                empty = empty and isinstance(document, PassedOver)
                yield document
            if empty:
                bare.add(at)
        yield from self.missed(bare)

    def missed(self, bare: Collection[int]) -> Iterator[Finding]:
        for sweep, shares in self._swept:
            yield from sweep.faults
            if sweep.nothing is not None and all(share in bare for share in shares):
                yield sweep.nothing


def _shares(sweep: Sweep, stdin: BinaryIO) -> tuple[FileShare, ...]:
    if sweep.files == (STDIN,):
        return (FileShare(sweep.files, piped=take(stdin)),)
    starts = range(0, len(sweep.files), _TOGETHER)
    return tuple(FileShare(sweep.files[at : at + _TOGETHER], named=sweep.named) for at in starts)


class Rendered(Origin):
    """What the project renders for Grafana's provisioning folder; `root` is where the files would stand."""

    ours = True

    def __init__(self, files: Mapping[str, bytes], root: Path) -> None:
        self._files = files
        self._root = root
        self.shares = (self,)

    def documents(self) -> Iterator[Judged]:
        for path, data in self._files.items():
            if path.endswith((".json", ".yaml")):
                # Nobody asked for the alert rules, which are left to Grafana.
                named = not path.startswith("alerting/")
                yield from documents(_shown(self._root / path), data, named=named)

    def folder(self, document: Document) -> None:  # noqa: ARG002
        return None


class Live(Origin):
    """The boards and data sources of a running Grafana. Reads only."""

    def __init__(self, client: Client, folder: str | None) -> None:
        self._client = client
        self._boards = client.boards()
        if folder is not None:
            self._boards = tuple(one for one in self._boards if folder in (one.folder_uid, one.folder_title))
            if not self._boards:
                raise UsageError(f'no dashboard in a folder "{folder}"', "give --folder the title or uid of a folder")
        self._folders = {self._client.absolute(one.url): one.folder_title or "General" for one in self._boards}
        self.shares = (self,)

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
