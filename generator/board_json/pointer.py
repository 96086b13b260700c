"""JSON pointers (RFC 6901): where in a document a value stands."""

from __future__ import annotations

from typing import Any


def join(pointer: str, *tokens: str | int) -> str:
    """`pointer` extended by keys and indices, escaped as the RFC wants (`~` -> `~0`, `/` -> `~1`)."""
    for token in tokens:
        key = str(token)
        if "~" in key or "/" in key:
            key = key.replace("~", "~0").replace("/", "~1")
        pointer = f"{pointer}/{key}"
    return pointer


def resolve(document: Any, pointer: str) -> Any:
    """The value at `pointer`.

    Raises `KeyError` with the pointer when the document has nothing there, or when the text is no pointer.
    """
    if pointer == "":
        return document
    if not pointer.startswith("/"):
        raise KeyError(pointer)
    value = document
    for token in pointer[1:].split("/"):
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            raise KeyError(pointer)
    return value
