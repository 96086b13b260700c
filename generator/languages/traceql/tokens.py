"""Cuts a text of TraceQL into tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from generator.languages.go_strings import BadEscape, unquote
from generator.languages.problem import Problem
from generator.languages.traceql.literals import fraction, integer, nanoseconds
from generator.languages.traceql.wording import clipped
from generator.languages.traceql.words import INTRINSIC_SCOPES, PARENT, SCOPES

Kind = Literal["symbol", "word", "attribute", "intrinsic", "string", "integer", "float", "duration", "error", "end"]


class Token(NamedTuple):
    """`text` is how it is written. An "error" says in `problem` why it is no token.

    `value` is the text of a string, the name of an attribute without its quotes, the name of an intrinsic without
    blanks. `prefix` is what stands before the name of an attribute: `span.`, `.`, `parent.resource.`.
    """

    kind: Kind
    text: str
    start: int
    end: int
    value: str = ""
    prefix: str = ""
    problem: Problem | None = None


#: What a person meant by a character that TraceQL does not know.
_INSTEAD = {"&": "write &&", "[": 'write =~ "a|b" instead of a list', "#": "write // before a comment"}

_BLANK = re.compile(r"[ \t\r\n]+|//[^\n]*|/\*.*?\*/", re.DOTALL)
_WORD = re.compile(r"[^\W\d]\w*")
_DIGITS = frozenset("0123456789")
_NUMBER = re.compile(r"(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?[\d_]*)?", re.ASCII)
#: What may follow a number in a duration. Longer ones than a person writes would cost time without end.
_UNITS = re.compile(r"[\d.nuµmshdwy]{1,100}", re.ASCII)
_SYMBOL = re.compile(r"[!&]>>|[!&]<<|&&|\|\||>>|<<|[><!]=|[=!]~|[!&][><~]|[{}()|,=<>~!+\-*/%^]")
#: An attribute's name ends where an operator, a bracket or a blank begins.
_NAME = re.compile(r'[^\s{}()=~!<>&|^,"]+')
_QUOTE_OR_ESCAPE = re.compile(r'["\\]')
_QUOTE_ESCAPE_OR_LINE = re.compile(r'["\\\n]')


def tokens(text: str) -> Iterator[Token]:
    """The tokens one after the other, up to the one of the kind "end", or to the first "error"."""
    nul = text.find("\0")
    position = _skip(text, int(text.startswith("\ufeff")))
    while True:
        token = _token(text, position)
        if 0 <= nul < token.end:
            token = _error(text, nul, nul + 1, "the query holds a NUL character", "delete it")
        yield token
        if token.kind in ("error", "end"):
            return
        position = _skip(text, token.end)


def _skip(text: str, position: int) -> int:
    while match := _BLANK.match(text, position):
        position = match.end()
    return position


def _token(text: str, start: int) -> Token:
    if start == len(text):
        return Token("end", "", start, start)
    first, second = text[start], text[start + 1 : start + 2]
    if first in "\"`'":
        return _string(text, start)
    if first in _DIGITS or (first == "." and second and second in _DIGITS):
        return _number(text, start)
    if first == ".":
        return _attribute(text, start, ".")
    if match := _WORD.match(text, start):
        return _word(text, match)
    if first == "/" and second == "*":
        return _error(text, start, len(text), "the comment has no end", "close it with */")
    if match := _SYMBOL.match(text, start):
        return Token("symbol", match[0], start, match.end())
    shown = f'"{first}"' if first.isprintable() else f"the character U+{ord(first):04X}"
    return _error(text, start, start + 1, f"{shown} means nothing in TraceQL", _INSTEAD.get(first, ""))


def _word(text: str, match: re.Match[str]) -> Token:
    start, end, word = match.start(), match.end(), match[0]
    following = text[end : end + 1]
    if following == "." and word == PARENT:
        scope = next((f"{scope}." for scope in ("span", "resource") if text.startswith(f"{scope}.", end + 1)), "")
        return _attribute(text, start, f"{PARENT}.{scope}")
    if following == "." and word in SCOPES:
        return _attribute(text, start, f"{word}.")
    if following == ":" and word in INTRINSIC_SCOPES:
        name = _WORD.match(text, _skip(text, end + 1))
        if name is None:
            return _error(text, start, end + 1, f'"{word}:" is not followed by a name')
        return Token("intrinsic", text[start : name.end()], start, name.end(), f"{word}:{name[0]}")
    return Token("word", word, start, end, word)


def _attribute(text: str, start: int, prefix: str) -> Token:
    parts: list[str] = []
    end = start + len(prefix)
    while end < len(text):
        if text[end] == '"':
            closing = _closing(_QUOTE_OR_ESCAPE, text, end)
            if closing < 0:
                return _error(text, start, len(text), "the quoted name has no closing quote", 'close it with "')
            inside = text[end + 1 : closing]
            if _has_other_escape(inside):
                return _error(text, end, closing + 1, 'a quoted name knows no escapes but \\" and \\\\')
            parts.append(re.sub(r"\\(.)", r"\1", inside))
            end = closing + 1
        elif match := _NAME.match(text, end):
            parts.append(match[0])
            end = match.end()
        else:
            break
    if not parts:
        return _error(text, start, end, f'"{prefix}" is not followed by the name of an attribute')
    return Token("attribute", text[start:end], start, end, "".join(parts), prefix)


def _has_other_escape(inside: str) -> bool:
    return "\\" in inside.replace("\\\\", "").replace('\\"', "")


def _number(text: str, start: int) -> Token:
    match = _NUMBER.match(text, start)
    written, end = (match[0], match.end()) if match else ("", start)
    if written == "0" and text[end : end + 1] in tuple("xXbBoO"):
        return _error(text, start, end + 1, "TraceQL has decimal numbers only", "write the number in decimal digits")
    units = _UNITS.match(text, end)
    kind: Kind = "integer" if written.replace("_", "").isdecimal() else "float"
    readable = (integer(written) if kind == "integer" else fraction(written)) is not None
    if units and readable and nanoseconds(written + units[0]) is not None:
        return Token("duration", written + units[0], start, units.end())
    if not readable:
        return _error(text, start, end, f'"{clipped(written)}" is no number that Tempo reads', _number_fix(written))
    return Token(kind, written, start, end)


def _number_fix(written: str) -> str:
    plain = written.replace("_", "").lstrip("0")
    return f"write {plain}" if plain != written and integer(plain) is not None else ""


def _string(text: str, start: int) -> Token:
    quote = text[start]
    if quote == "`":
        end = text.find("`", start + 1)
    elif quote == '"':
        end = _closing(_QUOTE_ESCAPE_OR_LINE, text, start)
    else:
        return _single_quoted(text, start)
    if end < 0:
        return _error(text, start, len(text), "the string has no closing quote", f"close it with {quote}")
    written = text[start : end + 1]
    read = unquote(written)
    if isinstance(read, BadEscape):
        escape = clipped(written[read.start : read.end])
        fix = f"write \\{escape}, or put the string in `"
        return _error(text, start + read.start, start + read.end, f'"{escape}" is no escape in a string', fix)
    return Token("string", written, start, end + 1, read.value)


def _single_quoted(text: str, start: int) -> Token:
    end = text.find("'", start + 1)
    fix = f'write "{clipped(text[start + 1 : end])}"' if 0 <= end <= start + 40 else "write \" instead of '"
    return _error(text, start, len(text) if end < 0 else end + 1, "a string stands in double quotes", fix)


def _closing(pattern: re.Pattern[str], text: str, start: int) -> int:
    """The offset of the quote that closes the one at `start`, or -1."""
    position = start + 1
    while match := pattern.search(text, position):
        if match[0] == "\n":
            return -1
        if match[0] == '"':
            return match.start()
        position = match.end() + 1
    return -1


def _error(text: str, start: int, end: int, message: str, fix: str = "") -> Token:
    return Token("error", text[start:end], start, end, problem=Problem(message, start, end, fix))
