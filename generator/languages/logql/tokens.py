"""Cuts a LogQL query into words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from generator.languages.go_strings import BadEscape, unquote
from generator.languages.logql import units
from generator.languages.logql.words import AGGREGATIONS, FUNCTIONS, KEYWORDS
from generator.languages.problem import Problem
from generator.languages.refused import RefusedError

Kind = Literal["name", "keyword", "function", "text", "number", "duration", "bytes", "range", "flag", "symbol", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """One word. `text` is it as written; for keywords and functions, whose capitals do not matter, in small letters.

    `value` is the seconds of a duration or range, the count of bytes, the value of a number; `meaning` is what a quoted
    text means.
    """

    kind: Kind
    text: str
    start: int
    end: int
    value: float = 0.0
    meaning: str = ""


_SKIP = re.compile(r"(?:[ \t\r\n]+|#[^\n]*|//[^\n]*|/\*[\s\S]*?\*/)+")
_NAME = re.compile(r"[^\W\d]\w*")
_TEXT = re.compile(r'"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"|`[^`]*`')
_SYMBOL = re.compile(r"\|[=~>]|![=~>]|=[=~]|[<>]=|[{}(),.|=<>+\-*/%^\]]")
_FLAG = re.compile(r"--(?:strict|keep-empty)(?![\w-])")
_CALLED = re.compile(r"[ \t\r\n]*\(")
_GROUPED = re.compile(r"[ \t\r\n]*(?:by|without)[ \t\r\n]*\(", re.IGNORECASE)

_NUMBER = re.compile(
    r"0[xX][\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][+-]?[\d_]*)?|0[bBoO][\d_]*"
    r"|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eEpP][+-]?[\d_]*)?",
    re.ASCII,
)
_DIGITS = r"\d(?:_?\d)*"
#: What Go takes: 08 is refused as an octal number, 0.8 and 08.5 are not.
_VALID_NUMBER = re.compile(
    rf"0[xX](?:_?[\da-fA-F])+|0[xX](?:(?:_?[\da-fA-F])+\.?(?:[\da-fA-F](?:_?[\da-fA-F])*)?|\.[\da-fA-F]+)[pP][+-]?{_DIGITS}"
    rf"|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?\d)*"
    rf"|(?:{_DIGITS}\.(?:{_DIGITS})?|\.{_DIGITS})(?:[eE][+-]?{_DIGITS})?|{_DIGITS}[eE][+-]?{_DIGITS}",
    re.ASCII,
)
_PLAIN_NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+", re.ASCII)
_NEGATIVE = re.compile(r"-([\d.][\d.nsuµmhdwy]{0,100})", re.ASCII)
_DURATION_TAIL = re.compile(r"[\d.nsuµmhdwy]{1,100}", re.ASCII)
_SIZE_TAIL = re.compile(r"[BkKMGTPEi]{1,100}")
_WORD_TAIL = re.compile(r"[\w.]*")
#: What people mean by a character that LogQL does not have.
_MEANT = {
    "!": 'write != for "not equal"',
    "$": "a variable of Grafana that nothing has filled",
    "&": 'write "and"',
    ":": 'write label="value"',
    "~": "the operators with a regular expression are =~, !~ and |~",
}


def tokens(text: str) -> tuple[list[Token], Problem | None]:
    """The words of a query up to its end, or up to what is no word; the last is of the kind "end"."""
    words: list[Token] = []
    position = 1 if text.startswith("\ufeff") else 0
    while True:
        if skipped := _SKIP.match(text, position):
            position = skipped.end()
        try:
            word = _next(text, position) if position < len(text) else Token("end", "", position, position)
        except RefusedError as refused:
            words.append(Token("end", "", position, position))
            return words, refused.problem
        words.append(word)
        if word.kind == "end":
            return words, None
        position = word.end


def _next(text: str, start: int) -> Token:
    char = text[start]
    if char in "\"`'":
        return _quoted(text, start)
    if char == "[":
        return _range(text, start)
    if char in "0123456789" or (char == "." and text[start + 1 : start + 2].isdigit()):
        return _number(text, start)
    if char == "-":
        if flag := _FLAG.match(text, start):
            return Token("flag", flag[0], start, flag.end())
        if (negative := _NEGATIVE.match(text, start)) and (duration := _negative(negative)):
            return duration
    if name := _NAME.match(text, start):
        return _word(text, name)
    if symbol := _SYMBOL.match(text, start):
        if text.startswith("/*", start):
            raise RefusedError("the comment is never closed", start, start + 2, 'add "*/"')
        return Token("symbol", symbol[0], start, symbol.end())
    shown = f'"{char}"' if char.isprintable() else f"the character U+{ord(char):04X}"
    raise RefusedError(f"{shown} has no meaning in LogQL", start, start + 1, _MEANT.get(char, ""))


def _negative(match: re.Match[str]) -> Token | None:
    """A negative duration: "-5s" is one word, "-5" is two, "-0" is one again: Loki takes it for a duration."""
    seconds = 0.0 if match[1] == "0" else units.seconds(match[1])
    return None if seconds is None else Token("duration", match[0], match.start(), match.end(), -seconds)


def _word(text: str, match: re.Match[str]) -> Token:
    word, start, end = match[0], match.start(), match.end()
    lowered = word.lower()
    if lowered in KEYWORDS:
        return Token("keyword", lowered, start, end)
    if lowered in FUNCTIONS and (_CALLED.match(text, end) or (lowered in AGGREGATIONS and _GROUPED.match(text, end))):
        return Token("function", lowered, start, end)
    return Token("name", word, start, end)


def _quoted(text: str, start: int) -> Token:
    quote = text[start]
    if quote == "'":
        raise RefusedError("texts stand in double quotes or backticks, not in single quotes", start, start + 1)
    match = _TEXT.match(text, start)
    if match is None:
        raise RefusedError(f"the quote {quote} is never closed", start, start + 1, f"add {quote} at its end")
    if "\0" in match[0]:
        at = text.index("\0", start)
        raise RefusedError("a NUL character cannot be sent", at, at + 1)
    meaning = unquote(match[0])
    if isinstance(meaning, BadEscape):
        at = start + meaning.start
        escape = text[at : start + meaning.end]
        raise RefusedError(
            f"{escape} is not an escape", at, start + meaning.end, f"write \\{escape}, or put the text in backticks"
        )
    return Token("text", match[0], start, match.end(), meaning=meaning.value)


def _range(text: str, start: int) -> Token:
    close = text.find("]", start)
    if close < 0:
        raise RefusedError('"[" is never closed', start, start + 1, 'add "]" behind the duration')
    inside = text[start + 1 : close]
    seconds = units.range_seconds(inside)
    if seconds is not None:
        return Token("range", text[start : close + 1], start, close + 1, seconds)
    shown = text[start : close + 1] if close - start < 40 else text[start : start + 37] + "...]"
    if ":" in inside and units.range_seconds(inside.partition(":")[0]) is not None:
        raise RefusedError(f"LogQL has no subqueries: {shown}", start, close + 1, f"write [{inside.partition(':')[0]}]")
    fix = "write whole numbers with ms, s, m, h, d, w or y, the largest first, without blanks: [1h30m]"
    raise RefusedError(f"{shown} is not a range", start, close + 1, fix)


def _number(text: str, start: int) -> Token:
    if unit := _with_unit(text, start):
        return unit
    match = _NUMBER.match(text, start)
    end = match.end() if match else start + 1
    written = text[start:end]
    value = _value(written) if _VALID_NUMBER.fullmatch(written) else None
    if value is None:
        raise not_a_quantity(text, start)
    return Token("number", written, start, end, value)


def _with_unit(text: str, start: int) -> Token | None:
    """A duration or a size, when one begins here."""
    number = _PLAIN_NUMBER.match(text, start)
    if number is None:
        return None
    if tail := _DURATION_TAIL.match(text, number.end()):
        seconds = units.seconds(text[start : tail.end()])
        if seconds is not None:
            return Token("duration", text[start : tail.end()], start, tail.end(), seconds)
    if tail := _SIZE_TAIL.match(text, number.end()):
        size = units.size(text[start : tail.end()])
        if size is not None:
            return Token("bytes", text[start : tail.end()], start, tail.end(), size)
    return None


def not_a_quantity(text: str, start: int) -> RefusedError:
    """What to say of a number with something behind it that is no unit."""
    match = _WORD_TAIL.match(text, start)
    end = match.end() if match else start + 1
    shown = text[start : min(end, start + 30)]
    fix = "durations have ns, us, ms, s, m, h, d, w or y; sizes have B, KB, MB, GB, TB, KiB, MiB, GiB or TiB"
    return RefusedError(f'"{shown}" is not a number, a duration or a size', start, end, fix)


def _value(number: str) -> float | None:
    """The value of a valid number; None when no 64-bit float can hold it."""
    plain = number.replace("_", "").lower()
    if len(plain) > 400:
        return None
    if "p" in plain:
        value = float.fromhex(plain)
    elif plain.startswith(("0x", "0b", "0o")):
        value = float(int(plain, 0))
    else:
        value = float(plain)
    return value if abs(value) != float("inf") else None
