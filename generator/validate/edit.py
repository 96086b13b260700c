"""Changes single values of a JSON file and leaves every other byte of it where it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.board_json.pointer import resolve
from generator.validate import json_outline, json_text, spelling
from generator.validate.edit_style import EditError, indent_at, style_of
from generator.validate.encoding import decode
from generator.validate.finding import Finding
from generator.validate.lines import Text
from generator.validate.outline import OBJECT, Outline


@dataclass(frozen=True, slots=True)
class Set:
    """Put another value in the place of the one at `pointer`."""

    pointer: str
    value: Any


@dataclass(frozen=True, slots=True)
class Add:
    """Append a key, which must be new, to the object at `pointer`."""

    pointer: str
    key: str
    value: Any


@dataclass(frozen=True, slots=True)
class Remove:
    """Take away the value at `pointer`, and its key."""

    pointer: str


@dataclass(frozen=True, slots=True)
class SetText:
    """Put `text` in the place of `start:end` of the decoded text at `pointer`."""

    pointer: str
    start: int
    end: int
    text: str


Edit = Set | Add | Remove | SetText


def edit(data: bytes, edits: Sequence[Edit]) -> bytes:
    """The bytes of a JSON file with all edits made; pointers and offsets are those of the file before any of them.

    A new key looks like its neighbours: their indentation, their line ends, their colon. A byte order mark, the
    spelling of numbers and texts, and the end of the file stay as they are.

    Raises EditError when the file is not JSON (boards in YAML are not edited), when a pointer leads nowhere, or when
    two edits speak of one place.
    """
    text = decode("", data)
    if isinstance(text, Finding):
        raise EditError(text.message, "edit it by hand")
    read = json_text.parse(text.content)
    if read.fault is not None:
        raise EditError(read.fault.message, "only JSON files can be edited")
    changes = _Changes(text.content, read.value, json_outline.build(text.content))
    changes.plan(edits)
    return Text("", changes.made(), text.bom).to_bytes()


class _Changes:
    """The edits of one text, as stretches that become something else and never meet."""

    def __init__(self, text: str, value: Any, outline: Outline) -> None:
        self.text = text
        self.value = value
        self.outline = outline
        self.style = style_of(text, outline)
        self.changes: list[tuple[int, int, str]] = []

    def plan(self, edits: Sequence[Edit]) -> None:
        added: dict[int, list[Add]] = {}
        removed: dict[int, set[int]] = {}
        for one, node in self.apart(edits):
            if isinstance(one, Set):
                new = self.style.written(one.value, indent_at(self.text, self.outline.keys[node]))
                self.change(self.outline.starts[node], self.outline.ends[node], new)
            elif isinstance(one, SetText):
                self.set_text(one, node)
            elif isinstance(one, Remove):
                removed.setdefault(self.around(one), set()).add(node)
            else:
                added.setdefault(node, []).append(one)
        for node in {**added, **removed}:
            self.rewrite(node, removed.get(node, set()), added.get(node, []))

    def made(self) -> str:
        pieces: list[str] = []
        at = 0
        for start, end, new in sorted(self.changes):
            pieces += (self.text[at:start], new)
            at = end
        return "".join((*pieces, self.text[at:]))

    def change(self, start: int, end: int, new: str) -> None:
        if new or start < end:
            self.changes.append((start, end, new))

    def apart(self, edits: Sequence[Edit]) -> list[tuple[Edit, int]]:
        """The edits with the numbers of their values, once it is sure that each has a place of its own."""
        found: list[tuple[Edit, int]] = []
        for one in edits:
            place = self.outline.find(one.pointer)
            if place.rest:
                raise EditError(f'nothing stands at "{one.pointer}"', "name a value that is there")
            found.append((one, place.node))
        found.sort(key=lambda each: (each[1], _rank(each[0])))
        behind = 0
        texts: dict[int, SetText] = {}
        for one, node in found:
            if node < behind or (isinstance(one, SetText) and node in texts and _meet(texts[node], one)):
                raise EditError(f'two edits meet at "{one.pointer}"', "make them one after the other")
            if isinstance(one, (Set, Remove)):
                behind = self.outline.nexts[node]
            elif isinstance(one, SetText):
                texts[node] = one
        return found

    def around(self, one: Remove) -> int:
        """The object or the list that a value is taken from."""
        head, slash, _ = one.pointer.rpartition("/")
        if not slash:
            raise EditError("the whole document cannot be removed", "delete the file")
        return self.outline.find(head).node

    def set_text(self, one: SetText, node: int) -> None:
        decoded = resolve(self.value, one.pointer)
        if not isinstance(decoded, str) or not 0 <= one.start <= one.end <= len(decoded):
            raise EditError(f'no text at "{one.pointer}" from {one.start} to {one.end}', "name a part that is there")
        # Two halves of a character that come together become one, to every parser.
        beside = decoded[max(one.start - 1, 0) : one.start] + one.text + decoded[one.end : one.end + 1]
        if any("\ud800" <= character <= "\udfff" for character in beside):
            raise EditError(f'half a character is beside the edit of "{one.pointer}"', "edit it by hand")
        in_file = spelling.of_json(self.text, self.outline.starts[node], self.outline.ends[node])
        self.change(*in_file.extent(one.start, one.end), self.style.written(one.text, None)[1:-1])

    def rewrite(self, node: int, removed: set[int], added: list[Add]) -> None:
        """An object or a list without some of its values, and with new ones at its end."""
        outline, children = self.outline, self.outline.children(node)
        if outline.kinds[node] == OBJECT:
            self.check_names(children, removed, added)
        elif added:
            raise EditError(f'"{added[0].pointer}" is no object', "add a key to an object")
        kept = [index for index, child in enumerate(children) if child not in removed]
        if not kept:
            self.change(outline.starts[node] + 1, outline.ends[node] - 1, self.refilled(node, children, added))
            return
        previous = None
        for index in kept:
            if previous is None:
                self.change(outline.keys[children[0]], outline.keys[children[index]], "")
            else:
                self.change(outline.ends[children[previous]], outline.ends[children[index - 1]], "")
            previous = index
        last = children[kept[-1]]
        lead, colon = self.before(last, alone=kept == [0]), self.colon(last)
        new = "".join(f",{lead}{self.member(one, colon, lead)}" for one in added)
        self.change(outline.ends[last], outline.ends[children[-1]], new)

    def check_names(self, children: list[int], removed: set[int], added: list[Add]) -> None:
        names = Counter(self.outline.name(child) for child in children)
        names.update(one.key for one in added)
        touched = {one.key for one in added} | {self.outline.name(child) for child in removed}
        for name in touched:
            if names[name] > 1:
                raise EditError(f'the key "{name}" is there twice', "leave one of them, and edit it then")

    def refilled(self, node: int, children: list[int], added: list[Add]) -> str:
        """The inside of an object or a list that loses all its values, or has none."""
        if not added:
            return ""
        start, end = self.outline.starts[node] + 1, self.outline.ends[node] - 1
        if children:
            lead, tail = (
                self.text[start : self.outline.keys[children[0]]],
                self.text[self.outline.ends[children[-1]] : end],
            )
            colon = self.colon(children[0])
        else:
            indent = indent_at(self.text, self.outline.keys[node])
            inside = None if indent is None or self.style.unit is None else indent + self.style.unit
            lead = "" if inside is None else self.style.newline + inside
            tail = "" if inside is None else self.style.newline + (indent or "")
            colon = self.style.colon
        between = lead or self.style.space
        return lead + f",{between}".join(self.member(one, colon, lead) for one in added) + tail

    def before(self, child: int, *, alone: bool) -> str:
        """The blanks before a key, for another one after it."""
        end = self.outline.keys[child]
        start = end
        while self.text[start - 1] in " \t\r\n":
            start -= 1
        blanks = self.text[start:end]
        return self.style.space if alone and not blanks else blanks

    def colon(self, child: int) -> str:
        return self.text[self.outline.key_ends[child] : self.outline.starts[child]]

    def member(self, one: Add, colon: str, lead: str) -> str:
        indent = re.split(r"[\r\n]", lead)[-1] if "\n" in lead or "\r" in lead else None
        return self.style.written(one.key, None) + colon + self.style.written(one.value, indent)


def _rank(one: Edit) -> tuple[int, int, int]:
    """The order of edits of one value: what replaces all of it comes first, so that anything after it meets it."""
    if isinstance(one, SetText):
        return 1, one.start, one.end
    return (0 if isinstance(one, (Set, Remove)) else 1), 0, 0


def _meet(one: SetText, other: SetText) -> bool:
    """Whether two edits of a text, in order, speak of one place."""
    return other.start < one.end or (one.start, one.end) == (other.start, other.end)
