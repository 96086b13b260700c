"""Says what a person probably meant by a name that TraceQL does not know."""

from __future__ import annotations

from typing import NoReturn

from generator.config.nearest import nearest
from generator.languages.traceql.cursor import Cursor
from generator.languages.traceql.tokens import Token
from generator.languages.traceql.wording import clipped
from generator.languages.traceql.words import (
    COMPARISONS,
    CONSTANTS,
    FUNCTIONS,
    INTRINSICS,
    METRICS,
    PARENT,
    SCOPES,
)

#: How the names of resource attributes begin; everything else is most often found on the span.
_RESOURCE = (
    "cloud.",
    "container.",
    "deployment.",
    "faas.",
    "host.",
    "k8s.",
    "os.",
    "process.",
    "service.",
    "telemetry.",
)
_VALUES = {"null": "nil", "none": "nil", "undefined": "nil"}
_PLAIN = tuple(name for name in INTRINSICS if ":" not in name and name != PARENT)


def refuse_name(cursor: Cursor) -> NoReturn:
    """The next token is a name, but of no field and of no value."""
    token = cursor.token
    if token.kind == "intrinsic":
        _refuse_intrinsic(cursor, token)
    _refuse_dotted(cursor, token)
    word, before = clipped(token.text), cursor.previous
    if cursor.following.text == ":" and cursor.following.start == token.end and word in SCOPES:
        cursor.fail(f'"{word}" has attributes only', f"write {word}. instead of {word}:")
    if word in SCOPES:
        cursor.fail(f'"{word}" is a scope, not a field', f"write {word}. and the name of an attribute")
    if word.lower() in _VALUES:
        cursor.fail(f'"{word}" is no value of TraceQL', f"write {_VALUES[word.lower()]}")
    if word.lower() == "not":
        cursor.fail(f'"{word}" is no operator of TraceQL', "write ! and brackets: !(...)")
    if word in METRICS:
        cursor.fail(f'"{word}" stands behind a filter, not inside of anything', f"write {{ }} | {word}(...)")
    if word in FUNCTIONS:
        cursor.fail(f'"{word}" is a function and cannot stand here', f"write .{word} if it is an attribute")
    if before is not None and before.text in (*COMPARISONS, "=~", "!~"):
        near = nearest(word, CONSTANTS)
        fix = f'write {near}, or "{word}" for a text' if near else f'write "{word}" for a text'
        cursor.fail(f'"{word}" is no value of TraceQL', fix)
    _refuse_field(cursor, word)


def scoped(name: str) -> str:
    """An attribute's name with the scope in which it is most often found."""
    return f"resource.{name}" if name.startswith(_RESOURCE) else f"span.{name}"


def _refuse_intrinsic(cursor: Cursor, token: Token) -> NoReturn:
    value = clipped(token.value)
    scope, _, name = value.partition(":")
    near = nearest(value, [known for known in INTRINSICS if known.startswith(f"{scope}:")])
    fix = f"write {near}" if near else f"write {scope}.{name} if it is an attribute"
    cursor.fail(f'there is no field "{value}"', fix)


def _refuse_dotted(cursor: Cursor, token: Token) -> None:
    """`service.name`: an attribute without its scope, or with a misspelt one."""
    rest = cursor.following
    if rest.kind != "attribute" or rest.start != token.end or rest.prefix != ".":
        return
    dotted = clipped(token.text + rest.text)
    whole = token._replace(end=rest.end)
    if token.text == "trace":
        near = nearest(f"trace:{clipped(rest.value)}", [known for known in INTRINSICS if known.startswith("trace:")])
        cursor.fail("a trace has no attributes", f"write {near}" if near else "write resource. or span.", whole)
    near = nearest(clipped(token.text), SCOPES)
    if near:
        cursor.fail(f'there is no scope "{token.text}"', f"write {near}{clipped(rest.text)}", whole)
    fix = f"write {scoped(dotted)}, or .{dotted} to look in every scope"
    cursor.fail(f'"{dotted}" has no scope', fix, whole)


def _refuse_field(cursor: Cursor, word: str) -> NoReturn:
    dotted = word.replace("_", ".")
    if dotted.startswith(_RESOURCE):
        cursor.fail(f'there is no field "{word}"', f"write resource.{dotted}")
    near = next((known for known in INTRINSICS if known.endswith(f":{word}")), None) or nearest(word, _PLAIN)
    if near:
        cursor.fail(f'there is no field "{word}"', f"write {near}, or .{word} for an attribute")
    fix = f"write span.{word}, resource.{word}, or .{word} to look in every scope"
    cursor.fail(f'"{word}" has no scope', fix)
