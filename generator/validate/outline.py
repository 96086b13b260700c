"""Where the values of a document stand, in a form that stays small for files of 50 MB."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

SCALAR, OBJECT, LIST, ALIAS = range(4)

#: Objects and lists inside each other. Grafana reads 10,000 levels, no board has thirty, and code that walks a
#: document may be recursive up to here.
DEPTH = 200

#: More digits than any list has entries.
_LONGEST_INDEX = 10
_INDEX = re.compile("0|[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Found:
    """The value that a pointer leads to.

    Where the document has nothing there, it is the nearest value around it, and `pointer` the part that leads to it.
    """

    node: int
    pointer: str
    rest: str


class Outline:
    """Every value of one document, numbered in the order of the text; the document itself is number 0.

    Of each number `kinds` says what it is, `starts:ends` where it stands, `keys:key_ends` where its key stands (the
    value's own start, where it has none), and `nexts` the number after it and everything inside it. All places are
    offsets into the text. `name(number)` is the key's decoded text.
    """

    def __init__(self, name: Callable[[int], str]) -> None:
        self.kinds = bytearray()
        self.keys = array("I")
        self.key_ends = array("I")
        self.starts = array("I")
        self.ends = array("I")
        self.nexts = array("I")
        #: What each alias stands for.
        self.targets: dict[int, int] = {}
        self._name = name
        self._members: dict[int, Mapping[str, int]] = {}
        self._entries: dict[int, Sequence[int]] = {}

    def add(self, kind: int, start: int, end: int, key: tuple[int, int] | None = None) -> int:
        """Append a value; the end of an object or a list is set later, by `close`."""
        node = len(self.kinds)
        self.kinds.append(kind)
        self.keys.append(start if key is None else key[0])
        self.key_ends.append(start if key is None else key[1])
        self.starts.append(start)
        self.ends.append(end)
        self.nexts.append(node + 1)
        return node

    def close(self, node: int, end: int) -> None:
        """Everything added since `node` is inside it."""
        self.ends[node] = end
        self.nexts[node] = len(self.kinds)

    def children(self, node: int) -> list[int]:
        """The values directly in an object or a list, in the order of the text."""
        found = []
        child, end = node + 1, self.nexts[node]
        while child < end:
            found.append(child)
            child = self.nexts[child]
        return found

    def name(self, node: int) -> str:
        """The key of a value in an object."""
        return self._name(node)

    def members(self, node: int) -> Mapping[str, int]:
        """The values of an object by key. Of a key that comes twice the last counts, as for every JSON parser."""
        known = self._members.get(node)
        if known is None:
            known = self._members[node] = {self._name(child): child for child in self.children(node)}
        return known

    def preset(self, node: int, members: Mapping[str, int]) -> None:
        """Give an object other members than the text shows: those that YAML's `<<` merges into it."""
        self._members[node] = members

    def aimed(self, node: int) -> int:
        """The value itself, where an alias stands for it."""
        return self.targets.get(node, node)

    def find(self, pointer: str) -> Found:
        """Follow a pointer (RFC 6901) as far as it leads."""
        node, at = 0, 0
        while pointer.startswith("/", at):
            end = pointer.find("/", at + 1)
            end = len(pointer) if end < 0 else end
            token = pointer[at + 1 : end].replace("~1", "/").replace("~0", "~")
            child = self._child(self.aimed(node), token)
            if child is None:
                break
            node, at = child, end
        return Found(node, pointer[:at], pointer[at:])

    def _child(self, node: int, token: str) -> int | None:
        if self.kinds[node] == OBJECT:
            return self.members(node).get(token)
        if self.kinds[node] != LIST or len(token) > _LONGEST_INDEX or not _INDEX.fullmatch(token):
            return None
        entries = self._entries.get(node)
        if entries is None:
            entries = self._entries[node] = array("I", self.children(node))
        return entries[int(token)] if int(token) < len(entries) else None
