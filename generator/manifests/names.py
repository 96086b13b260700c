"""Names as Kubernetes and file systems allow them."""

from __future__ import annotations

import re

_OTHER = re.compile(r"[^a-z0-9-]+")
#: As long as a label's value and most names may be.
_LONGEST = 63


def dns(text: str) -> str:
    """The text as the name of an object: lower-case letters, digits and `-`, at most 63 of them.

    `unnamed` where nothing is left. Two texts can become one name: ask `shared` first.
    """
    return _OTHER.sub("-", text.lower()).strip("-")[:_LONGEST].rstrip("-") or "unnamed"


def shared(texts: list[str]) -> tuple[str, str] | None:
    """The first two of the texts that become one name; None if each has its own."""
    owners: dict[str, str] = {}
    for text in texts:
        other = owners.setdefault(dns(text), text)
        if other != text:
            return other, text
    return None
