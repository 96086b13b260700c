"""The words of one action of a template: what stands between `{{` and `}}`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.languages.go_strings import BadEscape, unquote
from generator.languages.refused import RefusedError

KEYWORDS = frozenset(("block", "break", "continue", "define", "else", "end", "if", "range", "template", "with"))

_BLANKS = re.compile(r"[ \t\r\n]*")
_NAME = re.compile(r"[.$]\w*|\w+")
_QUOTED = {
    '"': re.compile(r'"(?:[^"\\\n]|\\[^\n])*"'),
    "'": re.compile(r"'(?:[^'\\\n]|\\[^\n])*'"),
    "`": re.compile(r"`[^`]*`"),
}
_DIGITS, _HEX = r"\d(?:_?\d)*", r"(?:_?[\da-fA-F])"
_EXPONENT = rf"[eE][+-]?{_DIGITS}"
_FLOAT = (
    rf"(?:{_DIGITS}\.(?:{_DIGITS})?|\.{_DIGITS})(?:{_EXPONENT})?|{_DIGITS}{_EXPONENT}"
    rf"|0[xX](?:{_HEX}+\.?{_HEX}*|\.{_HEX}+)[pP][+-]?{_DIGITS}"
)
_INTEGER = rf"0[xX]{_HEX}+|0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])+|[1-9](?:_?\d)*|0"
_REAL = rf"[+-]?(?:{_FLOAT}|{_INTEGER})"
_IMAGINARY = rf"[+-]?(?:{_FLOAT}|{_DIGITS})i"
_NUMBER = re.compile(rf"(?:{_REAL}(?={_IMAGINARY}))?{_IMAGINARY}|{_REAL}".replace("(?=", "(?=[+-])(?="), re.ASCII)
_WHOLE = re.compile(_INTEGER, re.ASCII)
_NUMBER_LIKE = re.compile(r"[+-]?[\w.+-]*")

#: What may follow a name without a blank between.
_AFTER_NAME = frozenset(" \t\r\n.,|:)(")


@dataclass(frozen=True, slots=True)
class Token:
    """One word. `kind` is "end" for the closing braces, else what the word is; `spaced`: blanks stand before it."""

    kind: str
    text: str
    start: int
    end: int
    spaced: bool


def tokens(text: str, opening: int, start: int) -> list[Token]:
    """The words from `start` to the `}}` that closes the action begun at `opening`; that one is the last."""
    words: list[Token] = []
    position = start
    while True:
        match = _BLANKS.match(text, position)
        blank = match.end() if match else position
        spaced = blank > position
        if text.startswith("}}", blank) or (spaced and text.startswith("-}}", blank)):
            words.append(Token("end", "}}", blank, blank + 2 + text.startswith("-", blank), spaced))
            return words
        if blank >= len(text):
            raise RefusedError('the action "{{" is never closed', opening, min(opening + 2, len(text)), 'add "}}"')
        kind, position = _word(text, blank)
        words.append(Token(kind, text[blank:position], blank, position, spaced))


def _word(text: str, start: int) -> tuple[str, int]:
    char = text[start]
    following = text[start + 1 : start + 2]
    if char in _QUOTED:
        return _quoted(text, start)
    if char in "+-" or char in "0123456789" or (char == "." and following.isdigit()):
        return "number", _number(text, start)
    if name := _NAME.match(text, start):
        return _name(text, name)
    if char in "()|=":
        return {"|": "pipe", "=": "assign"}.get(char, char), start + 1
    if char == ":" and following == "=":
        return "assign", start + 2
    return "sign", start + 1


def _name(text: str, match: re.Match[str]) -> tuple[str, int]:
    word, end = match[0], match.end()
    after = text[end : end + 1]
    if after and after not in _AFTER_NAME and not text.startswith("}}", end):
        fix = 'the names of labels have "_" in its place' if word[0] == "." and after == "-" else ""
        raise RefusedError(f'"{after}" cannot follow "{word}"', end, end + 1, fix)
    if word == ".":
        return "dot", end
    if word[0] in ".$":
        return ("field" if word[0] == "." else "variable"), end
    if word in KEYWORDS:
        return "keyword", end
    return {"true": "bool", "false": "bool", "nil": "nil"}.get(word, "name"), end


def _quoted(text: str, start: int) -> tuple[str, int]:
    quote = text[start]
    match = _QUOTED[quote].match(text, start)
    if match is None:
        raise RefusedError(f"the quote {quote} is never closed", start, start + 1)
    meaning = unquote(match[0])
    if isinstance(meaning, BadEscape):
        at = start + meaning.start
        escape = text[at : start + meaning.end]
        raise RefusedError(
            f"{escape} is no escape that Go knows", at, start + meaning.end, "use `...` for a text with backslashes"
        )
    if quote == "'":
        if len(meaning.value) != 1:
            raise RefusedError(f"{match[0]} is not one character", start, match.end(), 'write "..." for a text')
        return "number", match.end()
    return "text", match.end()


def _number(text: str, start: int) -> int:
    match = _NUMBER.match(text, start)
    if match:
        after = text[match.end() : match.end() + 1]
        if not (after.isalnum() or (after and after in "_+-")) and _fits(match[0]):
            return match.end()
    whole = _NUMBER_LIKE.match(text, start)
    end = max(whole.end() if whole else 0, start + 1)
    shown = text[start : min(end, start + 30)]
    raise RefusedError(f'"{shown}" is not a number', start, end)


def _fits(number: str) -> bool:
    """Whether Go can hold it: 64 bits for a whole number."""
    if number[-1] == "i":
        return True
    digits = number.lstrip("+-")
    if _WHOLE.fullmatch(digits) is None:
        return "p" in digits.lower() or float(digits.replace("_", "")) != float("inf")
    if len(digits) > 70:
        return False
    value = int(digits.replace("_", ""), 8) if digits[0] == "0" and digits.isdigit() else int(digits, 0)
    return -value >= -(2**63) if number[0] == "-" else value < 2**64
