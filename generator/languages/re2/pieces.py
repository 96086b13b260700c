"""The two pieces of a regular expression with rules of their own: what follows a backslash, and `[...]`."""

from __future__ import annotations

import re

from generator.config.nearest import did_you_mean
from generator.languages.re2.unicode_classes import CLASSES, is_class
from generator.languages.refused import RefusedError

_POSIX = (
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph",
    "lower", "print", "punct", "space", "upper", "word", "xdigit",
)  # fmt: skip
_OCTAL = re.compile(r"\\(?:0[0-7]{0,2}|[1-7][0-7]{1,2})")
_HEX = re.compile(r"\\x(?:[0-9A-Fa-f]{2}|\{0*([0-9A-Fa-f]{1,6})\})")
_CHARACTERS = frozenset("aftnrv")
_LARGEST = 0x10FFFF


def escape(text: str, start: int) -> tuple[int, tuple[bool, ...]]:
    """Where the escape at `start` ends, and of each thing that it stands for: does it match the empty text?

    A quoted text of several characters counts as two: what comes before the last, and the last, which a `*` repeats.
    """
    if text.startswith(r"\Q", start):
        return _quoted(text, start)
    letter = text[start + 1 : start + 2]
    if letter and letter in "AzB":
        return start + 2, (True,)
    if letter == "b":
        return start + 2, (False,)
    return _class(text, start) or character(text, start), (False,)


def _quoted(text: str, start: int) -> tuple[int, tuple[bool, ...]]:
    r"""`\Q...\E`: everything between is literal; without its end it goes on to the end."""
    end = text.find(r"\E", start + 2)
    if end < 0:
        end = len(text)
    return min(end + 2, len(text)), (False,) * min(end - start - 2, 2)


def _class(text: str, start: int) -> int | None:
    r"""Where `\d` or `\p{Greek}` at `start` ends; None when it is no class."""
    letter = text[start + 1 : start + 2]
    if letter and letter in "dDsSwW":
        return start + 2
    if not letter or letter not in "pP":
        return None
    end = start + 3
    name = text[start + 2 : end]
    if name == "{":
        end = text.find("}", start) + 1 or len(text)
        name = text[start + 3 : end - 1]
    if not is_class(name.removeprefix("^")):
        shown = name[:40]
        message = (
            f'"{shown}" is no Unicode class{did_you_mean(shown, CLASSES)}' if name else "a Unicode class has no name"
        )
        raise RefusedError(message, start, min(end, len(text)))
    return end


def character(text: str, start: int) -> int:
    """Where the single character at `start`, escaped or not, ends."""
    if text[start] != "\\":
        return start + 1
    letter = text[start + 1 : start + 2]
    if not letter:
        raise RefusedError("a backslash at the very end", start, start + 1, r'write "\\" for the character')
    if letter in _CHARACTERS or (letter.isascii() and not letter.isalnum()):
        return start + 2
    if octal := _OCTAL.match(text, start):
        return octal.end()
    if (code := _HEX.match(text, start)) and (code[1] is None or int(code[1], 16) <= _LARGEST):
        return code.end()
    written = text[start : start + 2]
    if letter in "123456789":
        raise RefusedError(f'RE2 has no back-references: "{written}"', start, start + 2)
    if letter == "Z":
        raise RefusedError(r'RE2 has no "\Z"', start, start + 2, r'write "\z"')
    raise RefusedError(f'"{written}" is no escape that RE2 knows', start, start + 2)


def bracket(text: str, start: int) -> int:
    """Where the class `[...]` that begins at `start` ends."""
    position = start + 1 + text.startswith("[^", start)
    last_posix = text.rfind(":]")
    first = True
    while first or not text.startswith("]", position):
        first = False
        if position >= len(text):
            raise RefusedError(
                'the class "[" is never closed', start, start + 1, r'add "]", or write "\[" for the character'
            )
        if text.startswith("[:", position) and last_posix >= position + 2:
            position = _posix(text, position)
        else:
            position = (text[position] == "\\" and _class(text, position)) or _range(text, position)
    return position + 1


def _posix(text: str, start: int) -> int:
    end = text.index(":]", start + 2)
    name = text[start + 2 : end].removeprefix("^")
    if name not in _POSIX:
        shown = name[:40]
        raise RefusedError(f'"[:{shown}:]" is no class{did_you_mean(shown, _POSIX)}', start, end + 2)
    return end + 2


def _range(text: str, start: int) -> int:
    """Where the character or range such as `a-z` at `start` ends."""
    end = character(text, start)
    if not text.startswith("-", end) or text.startswith("-]", end) or end + 1 >= len(text):
        return end
    second = end + 1
    last = character(text, second)
    if _code(text[start:end]) > _code(text[second:last]):
        message = f'the range "{text[start:last]}" is the wrong way round'
        raise RefusedError(message, start, last)
    return last


def _code(written: str) -> int:
    r"""The code point of one character as it is written, `\n` and `\x41` included."""
    if len(written) == 1:
        return ord(written)
    letter = written[1]
    if letter in _CHARACTERS:
        return ord("\a\f\t\n\r\v"["aftnrv".index(letter)])
    if letter == "x":
        return int(written[2:].strip("{}"), 16)
    return int(written[1:], 8) if letter.isdigit() else ord(letter)
