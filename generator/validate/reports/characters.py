"""Text out of a file as somebody may be shown it: nothing in it acts on a terminal or on a CI's log."""

from __future__ import annotations

import re
import unicodedata

# First and last of each kind, named one by one so that every Python shows the same. Joiners are not among them:
# emoji and Persian need them.
_HIDDEN = (
    (0x00, 0x1F),  # C0 controls: they drive terminals
    (0x7F, 0x9F),  # DEL and C1 controls: so do they
    (0xAD, 0xAD),  # soft hyphen
    (0x61C, 0x61C),  # bidirectional marks, here and below: text that is not what it seems
    (0x180E, 0x180E),
    (0x200B, 0x200B),  # zero-width space
    (0x200E, 0x200F),
    (0x2028, 0x202E),  # and what breaks lines and paragraphs
    (0x2060, 0x206F),
    (0xD800, 0xDFFF),  # lone surrogates
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFF9, 0xFFFB),
    (0xFFFE, 0xFFFF),  # not allowed in XML
    (0xE0000, 0xE007F),  # tags
)
_ESCAPES = {
    code: chr(code).encode("unicode_escape").decode("ascii")
    for first, last in _HIDDEN
    for code in range(first, last + 1)
}
# How the logs of GitHub, Azure DevOps and TeamCity are told to do something: `::name` begins a line (after blanks),
# `##[name]`, `##vso[name]` and `##teamcity[name]` stand anywhere in it.
_COLONS = re.compile(r"^(\s*):(?=:)")
_HASHES = re.compile(r"#(?=#[A-Za-z]*\[)")


def visible(text: str) -> str:
    """The text in one line, with `\\n`, `\\x1b` or `\\u202e` where a character would be unseen, or act."""
    return text if text.isprintable() else text.translate(_ESCAPES)


def inert(line: str) -> str:
    """The line as no CI takes it for a command."""
    return _HASHES.sub(r"\\x23", _COLONS.sub(r"\1\\x3a", line))


def cells(character: str) -> int:
    """How many cells of a terminal a visible character takes: 2 for wide ones, 0 for what joins the one before."""
    if character.isascii():
        return 1
    if "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff":
        return 0  # vowels and final consonants of decomposed Hangul
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
