"""The list of a custom or an interval variable, as a person types it."""

from __future__ import annotations

import json
import re
from typing import Any

from generator.board_json import Option

_ENTRY = re.compile(r"(?:\\,|[^,])+")
_INTERVAL = re.compile(r"""(["'])(.*?)\1|(\w+)""")


def custom_options(query: str, values_format: str | None = None) -> tuple[Option, ...]:
    """`a, b : 2, c\\,d` -> a; the text b for the value 2; "c,d". Spaces around an entry do not count.

    With the values format "json" the list is a JSON array of texts or of `{"text", "value"}`; anything else
    there gives no option at all, as in Grafana.
    """
    if values_format == "json":
        return _json_options(query)
    return tuple(_option(match[0].replace("\\,", ",")) for match in _ENTRY.finditer(query))


def interval_options(query: str) -> tuple[str, ...]:
    """`1m,10m, "1h"` -> 1m, 10m, 1h."""
    return tuple(match[2] if match[1] else match[3] for match in _INTERVAL.finditer(query))


def _option(entry: str) -> Option:
    body = entry.lstrip()
    # Grafana splits at the last ` : ` that leaves something on both sides, within one line.
    for at in range(len(body) - 4, 0, -1):
        if body[at + 1] == ":" and body[at].isspace() and body[at + 2].isspace():
            text, value = body[:at], body[at + 3 :]
            if "\n" not in text and "\n" not in value:
                return Option(text.strip(), value.strip(), False)
            break
    return Option(entry.strip(), entry.strip(), False)


def _json_options(query: str) -> tuple[Option, ...]:
    try:
        entries = json.loads(query)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(entries, list):
        return ()
    found = (_json_option(entry) for entry in entries)
    return tuple(option for option in found if option is not None)


def _json_option(entry: Any) -> Option | None:
    if isinstance(entry, str):
        return Option(entry.strip(), entry.strip(), False)
    if not isinstance(entry, dict) or not isinstance(entry.get("value"), (str, int, float)):
        return None
    value = str(entry["value"]).strip()
    text = entry.get("text")
    return Option(text.strip() if isinstance(text, str) and text else value, value, False)
