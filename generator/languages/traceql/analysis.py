"""Answers questions about a query that could be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.languages.traceql.tree import (
    Attribute,
    FieldBinary,
    Hint,
    Intrinsic,
    MetricsQuery,
    Node,
    SpansetBinary,
    walk,
)
from generator.languages.traceql.words import HINTS, INTRINSICS, LOGICAL, PARENT

#: Tempo writes an attribute's name in quotes where it could not be read without them.
_PLAIN_NAME = re.compile(r'[^\s{}()=~!<>&|^,"]+')
#: Intrinsics that Tempo calls by their older name, whichever is written.
_OLDER = {meaning.name: name for name, meaning in INTRINSICS.items() if ":" not in name}


def attributes(node: Node) -> Iterator[Attribute]:
    """The attributes anywhere below, in source order, as often as they are used."""
    return (found for found in walk(node) if isinstance(found, Attribute))


def intrinsics(node: Node) -> Iterator[Intrinsic]:
    """The intrinsics anywhere below, in source order, as often as they are used."""
    return (found for found in walk(node) if isinstance(found, Intrinsic))


def label(field: Attribute | Intrinsic) -> str:
    """What Tempo calls a field in a series: `resource.service.name`, `.route`, `name` also for `span:name`."""
    if isinstance(field, Intrinsic):
        meant = INTRINSICS[field.name].name
        return _OLDER.get(meant, meant)
    name = field.name
    if not _PLAIN_NAME.fullmatch(name):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if field.parent:
        return f"{PARENT}.{field.scope}.{name}" if field.scope else f"{PARENT}.{name}"
    return f"{field.scope}.{name}"


def series_labels(node: Node) -> tuple[str, ...]:
    """The labels that tell the series of a metrics query apart, each once: those of its `by (...)`."""
    fields = (field for found in walk(node) if isinstance(found, MetricsQuery) for field in found.metrics.by)
    return tuple(dict.fromkeys(label(field) for field in fields))


def unknown_hints(node: Node) -> Iterator[Hint]:
    """Hints that Tempo takes and ignores, because it does not know their names."""
    return (found for found in walk(node) if isinstance(found, Hint) and found.name not in HINTS)


def mixed_logic(node: Node) -> Iterator[FieldBinary | SpansetBinary]:
    """Where `&&` and `||` follow each other without brackets.

    TraceQL reads them from left to right: `a || b && c` is `(a || b) && c`, unlike in most languages.
    """
    for found in walk(node):
        if not isinstance(found, (FieldBinary, SpansetBinary)):
            continue
        left = found.left
        # A bracket around the left side would stand before it.
        bare = isinstance(left, (FieldBinary, SpansetBinary)) and left.start == found.start and left.operator
        if bare and {bare, found.operator} == set(LOGICAL):
            yield found
