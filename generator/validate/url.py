"""Links of dashboards taken apart: to which board or Explore query they lead, and with which variables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

#: Grafana's tokens; they stand for text that is percent-encoded when the link is followed.
TOKEN = re.compile(r"\$\{[^}]{1,200}\}|\$\w+", re.ASCII)


def is_grafana(url: str) -> bool:
    """Whether it leads to a page of the same Grafana: a path, or the address of a token."""
    return url.startswith(("/", "d/", "explore", "?")) and not url.startswith("//")


def path(url: str) -> str:
    """The path without query and fragment."""
    return url.partition("?")[0].partition("#")[0]


def dashboard_uid(url: str) -> str | None:
    """The uid in `/d/UID/slug`, None for any other link."""
    parts = [part for part in path(url).split("/") if part]
    if not is_grafana(url) or "d" not in parts:
        return None
    at = parts.index("d")
    return parts[at + 1] if at + 1 < len(parts) else None


def is_explore(url: str) -> bool:
    """Whether it leads to Explore."""
    return is_grafana(url) and path(url).rstrip("/").endswith("explore")


def parameters(url: str) -> Iterator[tuple[str, str]]:
    """Its parameters, names and values decoded. A bare token (`${x:queryparam}`) has an empty value."""
    query = urlsplit(url.partition("#")[0]).query if "?" in url else ""
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if name:
            yield unquote(name), unquote(value.replace("+", " "))


def panes(url: str) -> Any:
    """The decoded `panes` of an Explore link; None without any, ValueError where they are no JSON."""
    for name, value in parse_qsl(url.partition("?")[2].partition("#")[0], keep_blank_values=True):
        if name == "panes":
            return json.loads(value)
    return None
