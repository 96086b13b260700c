"""Reads a YAML text into JSON's kinds of values, with an outline of where they stand.

Built from the parser's events, never on the interpreter's stack, and an alias is the value itself: neither a million
brackets nor a document that unfolds to billions of values costs more than its own length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml import events

from generator.validate.fault import Fault, repeated, too_deep
from generator.validate.outline import ALIAS, DEPTH, LIST, OBJECT, SCALAR, Outline
from generator.validate.yaml_scalar import meant

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: What YAML does not allow in a file, and what its parsers name by byte instead of by place.
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_BLANKS = " \t\n\r\x85\u2028\u2029"

#: The tag and the anchor before a value.
_PROPERTIES = re.compile(r"(?:[!&][^\s]*(?:\s+(?:#[^\r\n]*\s+)*|$))*")

_TYPED = {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null")}

#: Values and characters that aliases may add to those that stand in the text.
_MOST_UNFOLDED = 10_000_000

_LIST_OR_OBJECT = "a key is a list or an object"


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """One document of a text: its value, and the outline of it."""

    value: Any
    outline: Outline

    def get_outline(self) -> Outline:
        """The outline, as a source asks for it."""
        return self.outline


@dataclass(frozen=True, slots=True)
class Yaml:
    """The documents of a text, or the fault that keeps all of it from being read; `repeated` is a key set twice."""

    documents: tuple[YamlDocument, ...]
    fault: Fault | None = None
    repeated: Fault | None = None


def parse(text: str) -> Yaml:
    """The documents of a YAML text. Raises nothing; values nest at most `DEPTH` levels, and every key is a text."""
    if control := _CONTROL.search(text):
        said = f"not valid YAML: the control character U+{ord(control[0]):04X}"
        return Yaml((), Fault("file/yaml", said, control.start(), control.end(), "take it out"))
    reading = _Reading(text)
    try:
        documents = tuple(reading.documents())
    except _Unreadable as error:
        return Yaml((), error.fault)
    except yaml.YAMLError as error:
        return Yaml((), _broken(text, error))
    if not reading.again:
        return Yaml(documents)
    name, start, end = reading.again[0]
    return Yaml(documents, None, repeated(name, start, end, len(reading.again), "error"))


class _Unreadable(Exception):  # noqa: N818 -- carries a fault, which is the error
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


@dataclass(slots=True)
class _Whole:
    """A finished value: its number, how many levels are in it, and how much of a text it would be, written out."""

    value: Any
    node: int
    levels: int = 0
    weight: int = 1


@dataclass(slots=True)
class _Open:
    """An object or a list that is still being read."""

    value: Any
    node: int
    anchor: str | None
    levels: int = 1
    weight: int = 1
    last: int = 0
    key: tuple[str, int, int] | None = None
    merging: bool = False
    merged: list[_Whole] = field(default_factory=list)


class _Reading:
    """The state of one pass over the events of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.again: list[tuple[str, int, int]] = []
        self.unfolded = 0
        self.start_document()

    def start_document(self) -> None:
        self.names: dict[int, str] = {}
        self.outline = Outline(self.names.__getitem__)
        self.open: list[_Open] = []
        self.anchors: dict[str, _Whole | None] = {}
        self.done: _Whole | None = None

    def documents(self) -> Iterator[YamlDocument]:
        for event in yaml.parse(self.text, Loader=_LOADER):
            if isinstance(event, events.DocumentStartEvent):
                self.start_document()
            elif isinstance(event, events.DocumentEndEvent):
                if self.done is not None and not (self.done.value is None and self.done.levels == 0):
                    yield YamlDocument(self.done.value, self.outline)
            elif isinstance(event, events.ScalarEvent):
                self.scalar(event)
            elif isinstance(event, events.AliasEvent):
                self.alias(event)
            elif isinstance(event, events.CollectionStartEvent):
                self.begin(event)
            elif isinstance(event, events.CollectionEndEvent):
                self.finish(event)

    def scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor or event.tag:
            properties = _PROPERTIES.match(self.text, start, end)
            start = properties.end() if properties else start
        end = start + len(self.text[start:end].rstrip(_BLANKS))
        if self.wants_key():
            return self.key(event.value, start, end, plain=event.implicit[0])
        typed = event.implicit[0] or event.tag in _TYPED
        whole = _Whole(meant(event.value) if typed else event.value, 0, weight=len(event.value) + 1)
        whole.node = self.add(SCALAR, start, end)
        return self.deliver(whole, event.anchor, end)

    def alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        target = self.anchors.get(event.anchor)
        if target is None:
            said = "stands inside itself" if event.anchor in self.anchors else "stands for nothing before it"
            raise _Unreadable(Fault("file/yaml", f"not valid YAML: *{event.anchor} {said}", start, end, "write it out"))
        if self.wants_key():
            if isinstance(target.value, (dict, list)):
                raise _Unreadable(Fault("file/yaml", f"not valid YAML: {_LIST_OR_OBJECT}", start, end, "use a text"))
            return self.key(str(target.value), start, end, plain=False)
        self.unfolded += target.weight
        if self.unfolded > _MOST_UNFOLDED:
            said = f"its aliases unfold to more than {_MOST_UNFOLDED:,} values"
            raise _Unreadable(Fault("file/yaml", said, start, end, "write the values out, or take them apart"))
        if len(self.open) + target.levels > DEPTH + self.merging():
            raise _Unreadable(too_deep(start, end))
        node = self.add(ALIAS, start, end)
        self.outline.targets[node] = self.outline.aimed(target.node)
        return self.deliver(_Whole(target.value, node, target.levels, target.weight), None, end)

    def begin(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        if self.wants_key():
            raise _Unreadable(Fault("file/yaml", f"not valid YAML: {_LIST_OR_OBJECT}", start, end, "use a text"))
        if len(self.open) == DEPTH:
            raise _Unreadable(too_deep(start, max(end, start + 1)))
        is_list = isinstance(event, events.SequenceStartEvent)
        node = self.add(LIST if is_list else OBJECT, start, end)
        self.open.append(_Open([] if is_list else {}, node, event.anchor, last=start))
        if event.anchor:
            self.anchors[event.anchor] = None

    def finish(self, event: Any) -> None:
        ended = self.open.pop()
        # A block ends where its last value does; the parser knows only what comes next.
        flow = event.end_mark.index > event.start_mark.index
        end = event.end_mark.index if flow else ended.last
        self.outline.close(ended.node, end)
        if ended.merged:
            self.merge(ended)
        self.deliver(_Whole(ended.value, ended.node, ended.levels, ended.weight), ended.anchor, end)

    def merge(self, ended: _Open) -> None:
        """What `<<` brings in: the first that has a key gives it, and the object's own keys stand above all."""
        members = dict(self.outline.members(ended.node))
        for whole in ended.merged:
            for name, value in whole.value.items():
                if name not in ended.value:
                    ended.value[name] = value
                    members[name] = self.outline.members(self.outline.aimed(whole.node))[name]
        self.outline.preset(ended.node, members)

    def wants_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].value, dict) and self.open[-1].key is None

    def merging(self) -> bool:
        """Whether the next value goes into the object around it, instead of under a key of it."""
        return bool(self.open) and self.open[-1].merging and self.open[-1].key is not None

    def key(self, name: str, start: int, end: int, *, plain: bool) -> None:
        around = self.open[-1]
        around.key = (name, start, end)
        around.weight += len(name)
        around.merging = plain and name == "<<"
        if not around.merging and name in around.value:
            self.again.append(around.key)

    def add(self, kind: int, start: int, end: int) -> int:
        key = self.open[-1].key if self.open else None
        if key is None:
            return self.outline.add(kind, start, end)
        node = self.outline.add(kind, start, end, key[1:])
        self.names[node] = key[0]
        return node

    def deliver(self, whole: _Whole, anchor: str | None, end: int) -> None:
        """Give a finished value to what it stands in."""
        if anchor:
            self.anchors[anchor] = whole
        if not self.open:
            self.done = whole
            return
        around = self.open[-1]
        around.levels = max(around.levels, whole.levels + 1 - self.merging())
        around.weight += whole.weight
        around.last = max(around.last, end)
        if isinstance(around.value, list):
            around.value.append(whole.value)
        elif around.merging:
            around.merged += self.mergeable(whole)
        elif around.key is not None:
            around.value[around.key[0]] = whole.value
        around.key = None

    def mergeable(self, whole: _Whole) -> list[_Whole]:
        node = self.outline.aimed(whole.node)
        if isinstance(whole.value, dict):
            return [whole]
        if isinstance(whole.value, list) and all(isinstance(entry, dict) for entry in whole.value):
            children = self.outline.children(node)
            return [_Whole(value, child) for value, child in zip(whole.value, children, strict=True)]
        start, end = self.outline.starts[node], self.outline.ends[node]
        raise _Unreadable(Fault("file/yaml", "not valid YAML: << merges no object", start, end, "name an object"))


def _broken(text: str, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    start = min(mark.index, len(text)) if mark is not None else 0
    problem = getattr(error, "problem", None) or "it cannot be read"
    if "nesting depth" in problem:
        # libyaml has a limit of its own, and reads a line of brackets up to it before it says anything.
        return too_deep(start, start + 1)
    context = getattr(error, "context", None)
    said = f"not valid YAML: {problem}" + (f" {context}" if context else "")
    end = min(start + 1, len(text))
    return Fault("file/yaml", said, start, end, "mend the indentation, or put the text in quotes")
