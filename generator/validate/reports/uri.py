"""The files of a run as URI references (RFC 3986)."""

from __future__ import annotations

import re
from urllib.parse import quote

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://(?:\[[0-9A-Fa-f:.]+\])?")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def uri(file: str) -> str:
    """A relative path relative, an absolute one as `file:` URI, a URL as it is; each percent-encoded."""
    if url := _URL.match(file):
        rest = _STRAY_PERCENT.sub("%25", file[url.end() :])
        return url.group() + _quoted(rest, "/?:@!$&'()*+,;=%")
    while file.startswith("./"):
        file = file[2:].lstrip("/")
    return ("file://" if file.startswith("/") else "") + _quoted(file, "/")


def _quoted(text: str, safe: str) -> str:
    try:
        # Python reads bytes of a file name that are no UTF-8 as lone surrogates: they become those bytes again.
        return quote(text.encode("utf-8", "surrogateescape"), safe)
    except UnicodeEncodeError:
        return quote(text.encode("utf-8", "surrogatepass"), safe)
