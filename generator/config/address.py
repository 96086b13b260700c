"""An HTTP address, as a person writes it and as the product uses it."""

from __future__ import annotations

from urllib.parse import urlsplit


def http_address(text: str) -> str:
    """The address without trailing slashes; a path in it (Grafana under `/grafana`) is kept.

    Raises ValueError with what is wrong, as an end of the sentence "KEY ...". The text itself is not repeated, for a
    password may stand in it.
    """
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        raise ValueError("is not a valid address") from None
    if "@" in parts.netloc:
        raise ValueError("has a user or a password in it")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("is not an http or https address")
    if any(character.isspace() or not character.isprintable() for character in text):
        raise ValueError("has a space in it")
    if parts.query or parts.fragment:
        raise ValueError("has a query or a fragment in it")
    return text.rstrip("/")
