"""One document of a file, and where each of its values stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from generator.board_json.pointer import resolve
from generator.validate import spelling
from generator.validate.lines import Place, Text
from generator.validate.outline import Outline
from generator.validate.spelling import Spelling

Format = Literal["json", "yaml"]


@dataclass(frozen=True, eq=False)
class Source:
    """A document, and the places of its values: looked for when one is asked for, once for each document.

    A pointer may lead through a text into the document that the text carries (`/data/board.json/panels/0`): its
    places are those in the file all the same.
    """

    text: Text
    format: Format
    data: Any
    #: Makes the outline; called at most once.
    build: Callable[[], Outline]
    #: The documents that texts of this one carry, by the pointer of the text.
    carried: dict[str, Source] = field(default_factory=dict)
    _carriers: dict[str, Spelling] = field(default_factory=dict, init=False, repr=False)

    @property
    def file(self) -> str:
        """The file's name, as findings give it."""
        return self.text.file

    @cached_property
    def outline(self) -> Outline:
        """Where everything stands, as offsets into the text."""
        return self.build()

    def line(self, number: int) -> str:
        """A line of the file without its end; empty where there is none."""
        return self.text.line(number)

    def place(self, pointer: str, span: tuple[int, int] | None = None, *, key: bool = False) -> Place:
        """Where the value at `pointer` (RFC 6901) stands; with `key`, where its key does.

        `span` is a part of the decoded text there. A pointer to something absent gives the nearest value around it.
        """
        return self.text.place(*self.extent(pointer, span, key=key))

    def extent(self, pointer: str, span: tuple[int, int] | None = None, *, key: bool = False) -> tuple[int, int]:
        """The same place as offsets into the text."""
        outline = self.outline
        found = outline.find(pointer)
        carried = self.carried.get(found.pointer) if found.rest else None
        if carried is not None:
            if found.pointer not in self._carriers:
                self._carriers[found.pointer] = self._spelling(found.pointer, found.node, carried.text.content)
            return self._carriers[found.pointer].extent(*carried.extent(found.rest, span, key=key))
        if key:
            return outline.keys[found.node], outline.key_ends[found.node]
        if span is not None and not found.rest:
            decoded = _text_at(self.data, pointer)
            if decoded is not None:
                return self._spelling(pointer, found.node, decoded).extent(*span)
        return outline.starts[found.node], outline.ends[found.node]

    def _spelling(self, pointer: str, node: int, decoded: str) -> Spelling:
        if pointer in self._carriers:
            return self._carriers[pointer]
        node = self.outline.aimed(node)
        start, end = self.outline.starts[node], self.outline.ends[node]
        if self.format == "json":
            return spelling.of_json(self.text.content, start, end)
        return spelling.of_yaml(self.text.content, start, end, decoded)


def _text_at(data: Any, pointer: str) -> str | None:
    try:
        value = resolve(data, pointer)
    except KeyError:
        return None
    return value if isinstance(value, str) else None
