"""What Tempo reads without complaint, and then answers with HTTP 500 as soon as it has spans to look at.

Seen on a Tempo 3.1-dev with vParquet5 blocks. `parse` has no problem with any of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.problem import Problem
from generator.languages.traceql.tree import (
    Attribute,
    FieldBinary,
    FieldUnary,
    Intrinsic,
    Metrics,
    Node,
    Static,
    walk,
)
from generator.languages.traceql.types import excerpt
from generator.languages.traceql.words import COMPARISONS, PARENT, Type

_IDS = ("link:spanID", "link:traceID", "span:id", "span:parentID", "trace:id")
_WHOLE = ("event:timeSinceStart", "nestedSetLeft", "nestedSetParent", "nestedSetRight", "span:childCount")
_TEXTS = ("instrumentation:name", "instrumentation:version")


def breaks(node: Node, text: str) -> Iterator[Problem]:
    """Where the server will fail, in source order."""
    for found in walk(node):
        if isinstance(found, FieldBinary):
            for field, constant in ((found.left, found.right), (found.right, found.left)):
                if isinstance(field, Intrinsic) and isinstance(constant, Static):
                    yield from _comparison(found, field, constant, text)
        elif isinstance(found, FieldUnary) and isinstance(found.operand, Attribute):
            yield _sign(found, text)
        elif isinstance(found, Metrics):
            yield from _parents(found)


def _comparison(node: FieldBinary, field: Intrinsic, constant: Static, text: str) -> Iterator[Problem]:
    written = excerpt(field, text)
    if field.name in _IDS and node.operator not in ("=", "!=", "&&", "||"):
        message = f'Tempo compares {written} with = and != only, and fails at "{node.operator}"'
        yield Problem(message, node.start, node.end, "write the whole id behind = or !=")
    if node.operator not in COMPARISONS:
        return
    if field.name in _WHOLE and constant.type is Type.FLOAT:
        message = f"{written} is a whole number, and Tempo fails to compare it with {excerpt(constant, text)}"
        yield Problem(message, node.start, node.end, "write a whole number")
    if field.name in _TEXTS and constant.type not in (Type.STRING, Type.NIL):
        message = f"{written} is a string, and Tempo fails to compare it with {excerpt(constant, text)}"
        yield Problem(message, node.start, node.end, f'write "{excerpt(constant, text)}" in quotes')


def _sign(node: FieldUnary, text: str) -> Problem:
    operand = excerpt(node.operand, text)
    if node.operator == "!":
        message = f"Tempo fails on spans where {operand} is not true or false"
        return Problem(message, node.start, node.end, f"write {operand} != true")
    message = f"Tempo fails on spans where {operand} is not a number"
    return Problem(message, node.start, node.end, "change the sign of what it is compared with")


def _parents(node: Metrics) -> Iterator[Problem]:
    """`parent.x` has its values here; the parent as a whole has none."""
    for field in (node.field, *node.by):
        if isinstance(field, Intrinsic) and field.name == PARENT:
            yield Problem("Tempo fails on the parent as a whole", field.start, field.end, "write parent.span.name")
