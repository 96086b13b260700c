"""Names as Kubernetes and file systems allow them."""

from __future__ import annotations

import re

_OTHER = re.compile(r"[^a-z0-9-]+")
#: As long as a label's value and most names may be.
_LONGEST = 63


def dns(text: str) -> str:
    """The text as the name of an object: lower-case letters, digits and `-`, at most 63 of them.

    Raises ValueError for a text that has no letter and no digit. Two texts can become one name.
    """
    name = _OTHER.sub("-", text.lower()).strip("-")[:_LONGEST].rstrip("-")
    if not name:
        raise ValueError(f'"{text}" has no letter and no digit')
    return name


def shared(texts: list[str]) -> tuple[str, str] | None:
    """The first two of the texts that become one name; None if each has its own."""
    owners: dict[str, str] = {}
    for text in texts:
        other = owners.setdefault(dns(text), text)
        if other != text:
            return other, text
    return None
