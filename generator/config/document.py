"""One TOML text: its values, and where each of them stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.config.places import KeyPath, Places, scan
from generator.errors import UsageError

#: What a key may look like without quotes.
BARE = re.compile(r"[A-Za-z0-9_-]+")

#: What tomlkit says where the text, or a line, ends too early.
ENDS = {
    "Unexpected character: '\\x00'": "Unexpected end of file",
    "Unexpected character: '\\n'": "Unexpected end of line",
}


@dataclass(frozen=True)
class Document:
    """A text that is valid TOML; `name` is what messages call it."""

    name: str
    data: Mapping[str, Any]
    places: Places

    def error(self, path: KeyPath, summary: str, fix: str) -> UsageError:
        """The error to raise about the key at `path`: `generator.toml:12: ...`."""
        return UsageError(f"{self.name}:{self.places.line(path)}: {summary}", fix)


def read(text: str, name: str) -> Document:
    """The values and places of `text`.

    Raises UsageError with the line when it is not valid TOML, or sets a key twice; the message repeats nothing of
    the line but a single character or a key, for the line may hold a secret.
    """
    import tomlkit
    from tomlkit.exceptions import ParseError, TOMLKitError

    try:
        data = tomlkit.parse(text).unwrap()
    except TOMLKitError as error:
        reason = str(error).partition(" at line ")[0]
        if isinstance(error, ParseError) and not re.search("already exists|Redefinition", reason):
            raise _broken(name, error.line, reason) from None
        raise _twice(name, text, reason) from None
    return Document(name, data, scan(text))


def dotted(path: KeyPath) -> str:
    """A path as it would be written in the file: `signals."kafka.publish".tenants`; elements as `[1]`."""
    written = ""
    for part in path:
        if isinstance(part, int):
            written += f"[{part}]"
        else:
            written += ("." if written else "") + quoted(part)
    return written


def quoted(key: str) -> str:
    """One part of a key, in quotes if it needs them."""
    if BARE.fullmatch(key):
        return key
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda match: f"\\u{ord(match[0]):04x}", escaped) + '"'


def _broken(name: str, line: int, reason: str) -> UsageError:
    if reason.startswith("Invalid key"):
        reason = "Invalid key"
    elif reason in ENDS:
        reason = ENDS[reason]
    elif reason.startswith("Control characters"):
        reason = "a string does not end on its line, or holds a control character"
    return UsageError(
        f"{name}:{line}: not valid TOML: {reason[0].lower()}{reason[1:]}",
        "put text in quotes, and close every quote, bracket and brace",
    )


def _twice(name: str, text: str, reason: str) -> UsageError:
    places = scan(text)
    if places.twice is None:
        return UsageError(f"{name}: not valid TOML: {reason}", "set every key and open every table once")
    path, line = places.twice
    return UsageError(
        f"{name}:{line}: {dotted(path)} is already set in line {places.line(path)}", "keep one of the two"
    )
