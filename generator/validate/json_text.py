"""Reads a JSON text as Grafana would, and says in plain words why it cannot be read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from generator.validate.fault import Fault, byte_order_mark, repeated, too_deep
from generator.validate.json_outline import TooDeep, build
from generator.validate.lines import BOM
from generator.validate.outline import DEPTH, OBJECT, Outline

#: Python refuses to read longer whole numbers.
_MOST_DIGITS = 4000
_WORD = re.compile(r"[-\w.+]*")
_NOT_JSON = re.compile("NaN|-?Infinity")
_SPACE = " \t\n\r"

#: What Python's parser says, and what a person would. Where they differ, `_broken` knows better.
_REASONS = {
    "Expecting ':' delimiter": ("a colon is missing after a key", "write a colon between a key and its value"),
    "Expecting ',' delimiter": ("a comma is missing", "write a comma between the values"),
    "Extra data": ("there is more after the end of the document", "keep one document in a file"),
    "Unterminated string starting at": ("a text in quotes has no end", 'close it with "'),
    "Invalid control character at": (
        "a line break or another control character stands inside a text",
        r"write \n for a line break, \t for a tab",
    ),
    r"Invalid \escape": ("an unknown escape", r"write \\ for a backslash"),
    r"Invalid \uXXXX escape": ("an unfinished escape", r"write \u and four hexadecimal digits"),
    "Expecting property name enclosed in double quotes": ("a key in double quotes is missing", 'write every key in "'),
    "Expecting value": ("a value is missing", "write a value, or take the comma or the key away"),
}
_QUOTE = ("a single quote stands where a double quote belongs", 'write texts and keys in "')
_COMMENT = ("a comment, which JSON does not know", "take the comment out")
_COMMA = ("a comma has nothing after it", "take the comma out")


@dataclass(frozen=True, slots=True)
class Json:
    """A text's value, or the fault that keeps it from being read; `repeated` is a key that comes twice."""

    value: Any
    fault: Fault | None = None
    repeated: Fault | None = None


class _NotJsonError(ValueError):
    """A word that Python's parser takes, and no other."""


def parse(text: str) -> Json:
    """The value of a JSON text. Raises nothing; values nest at most `DEPTH` levels."""
    if text.startswith(BOM):
        return Json(None, byte_order_mark())
    twice = False

    def an_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal twice
        found = dict(pairs)
        twice = twice or len(found) != len(pairs)
        return found

    try:
        try:
            value = json.loads(text, object_pairs_hook=an_object, parse_constant=_refuse)
        except (json.JSONDecodeError, _NotJsonError):
            raise
        except ValueError:
            value = json.loads(text, object_pairs_hook=an_object, parse_constant=_refuse, parse_int=_integer)
    except json.JSONDecodeError as error:
        return Json(None, _broken(text, error.msg, error.pos))
    except _NotJsonError:
        return Json(None, _constant(text))
    except RecursionError:
        return Json(None, _nesting(text))
    if nested(value) > DEPTH:
        return Json(None, _nesting(text))
    return Json(value, None, _repeated(build(text)) if twice else None)


def nested(value: Any) -> int:
    """How many objects and lists stand inside each other; up to one more than `DEPTH`."""
    levels = 0
    level = [value] if isinstance(value, (dict, list)) else []
    while level and levels <= DEPTH:
        levels += 1
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
    return levels


def _refuse(word: str) -> Any:
    raise _NotJsonError(word)


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)


def _nesting(text: str) -> Fault:
    start = 0
    try:
        build(text)
    except TooDeep as error:
        start = error.offset
    return too_deep(start, start + 1)


def _constant(text: str) -> Fault:
    try:
        outline = build(text)
    except TooDeep as error:
        return too_deep(error.offset, error.offset + 1)
    word = next(found for start in outline.starts if (found := _NOT_JSON.match(text, start)))
    said = f"not valid JSON: {word[0]} is no value"
    return Fault("file/json", said, word.start(), word.end(), "write null, or a number")


def _broken(text: str, said: str, at: int) -> Fault:
    comma = _comma_before(text, at)
    reason = _REASONS.get(said) or ("this cannot be read", "compare it with JSON's grammar (json.org)")
    if comma is not None:
        reason, at = _COMMA, comma
    elif text.startswith(("//", "/*", "#"), at):
        reason = _COMMENT
    elif text.startswith("'", at):
        reason = _QUOTE
    elif not text[at:].strip(_SPACE) and said not in ("Unterminated string starting at", "Extra data"):
        at = len(text.rstrip(_SPACE))
        reason = ("the text ends too early", "close every brace and bracket, or fetch the file again")
    word = _WORD.match(text, at)
    end = max(at + 1, word.end()) if word and at < len(text) else at
    return Fault("file/json", f"not valid JSON: {reason[0]}", at, end, reason[1])


def _comma_before(text: str, at: int) -> int | None:
    """The comma that stands before a closing bracket at `at`, or that is at `at` itself (Python 3.13)."""
    if text.startswith(",", at):
        after = at + 1
        while after < len(text) and text[after] in _SPACE:
            after += 1
        return at if text.startswith(("}", "]"), after) else None
    if not text.startswith(("}", "]"), at):
        return None
    before = at - 1
    while before >= 0 and text[before] in _SPACE:
        before -= 1
    return before if before >= 0 and text[before] == "," else None


def _repeated(outline: Outline) -> Fault | None:
    """The first key that its object has before, and how many more there are."""
    again: list[tuple[int, int]] = []
    for node, kind in enumerate(outline.kinds):
        if kind == OBJECT:
            seen: set[str] = set()
            for child in outline.children(node):
                if outline.name(child) in seen:
                    again.append((outline.keys[child], child))
                seen.add(outline.name(child))
    if not again:
        return None
    _, node = min(again)
    return repeated(outline.name(node), outline.keys[node], outline.key_ends[node], len(again), "warning")
