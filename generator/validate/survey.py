"""The first look at everything that is to be judged: which boards and data sources there are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from posixpath import dirname
from typing import Any

from generator.board_json import read
from generator.board_json.form import frame
from generator.validate.document import BoardDocument, Document, SourcesDocument, address
from generator.validate.known import Card, Known, KnownSource, known


def survey(documents: Iterable[Any], cards: Iterable[Card] = (), sources: Iterable[KnownSource] = ()) -> Known:
    """What is known of the documents, and beside them. Anything that is no document is passed over."""
    given = tuple(sources)
    boards, stores = list(cards), list(given)
    for document in documents:
        if isinstance(document, BoardDocument):
            boards.append(card(document))
        elif isinstance(document, SourcesDocument):
            stores += named_sources(document)
    return known(tuple(boards), tuple(stores), complete=bool(given))


def card(document: BoardDocument, folder: str | None = None) -> Card:
    """A board as others see it. Its folder is that of its file unless another is named."""
    board = read(document.data)
    return Card(
        uid=board.uid,
        title=board.title,
        tags=board.tags,
        variables=tuple(one.name for one in board.variables if one.name),
        folder=dirname(document.file) if folder is None else folder,
        where=address(document),
    )


def uid_of(document: BoardDocument) -> str | None:
    """The uid of a board, without reading all of it."""
    found = frame(document.data)
    uid = found.body.get("uid")
    return uid if isinstance(uid, str) and uid else found.name


def named_sources(document: Document) -> Iterator[KnownSource]:
    """The data sources that a document of them makes known; of any other, none."""
    for entry in document.entries if isinstance(document, SourcesDocument) else ():
        uid, name, kind = (entry.data.get(key) for key in ("uid", "name", "type"))
        if not isinstance(kind, str):
            continue
        if isinstance(uid, str) and uid:
            yield KnownSource(uid, name if isinstance(name, str) else "", kind)
        elif isinstance(name, str) and name:
            yield KnownSource(_made_up(name), name, kind, made_up=True)


def _made_up(name: str) -> str:
    """The uid that Grafana gives a provisioned data source that says none."""
    return "P" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16].upper()
