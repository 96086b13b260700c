"""What came back: a status and JSON, or a description of what it was instead."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Answer:
    """An answer of Grafana's API. `body` is its JSON, None when there was none."""

    status: int
    body: Any = None

    @property
    def message(self) -> str:
        """Grafana's own words of an error, or those of the Prometheus behind it; or nothing."""
        return self._text("message") or self._text("error")

    @property
    def message_id(self) -> str:
        """Grafana's name of an error (`api-key.invalid`), or nothing."""
        return self._text("messageId")

    @property
    def reason(self) -> str:
        """The `status` key that some errors have (`version-mismatch`), or nothing."""
        return self._text("status")

    def _text(self, key: str) -> str:
        value = self.body.get(key) if isinstance(self.body, dict) else None
        return value if isinstance(value, str) else ""


def parse(content: bytes) -> Any:
    """The JSON in `content`, None for an empty body; ValueError when it is something else."""
    return json.loads(content) if content.strip() else None


def describe(status: int, content_type: str, server: str, content: bytes) -> str:
    """What answered, for a person: kind, page title or first words, and the server's name where it gives one."""
    text = content[:20_000].decode("utf-8", "replace").strip()
    title = _TITLE.search(text)
    if looks_like_html(content_type, content):
        what = f"an HTML page “{_line(title.group(1))}”" if title else "an HTML page"
    elif text.startswith(("{", "[")):
        what = "JSON of another service"
    elif text:
        what = f"the text “{_line(text)}”"
    else:
        what = "an empty body"
    return f"{what} (status {status}{f', server {server}' if server else ''})"


def looks_like_html(content_type: str, content: bytes) -> bool:
    """Whether a body is a page for a browser, whatever its header says."""
    return "html" in content_type.lower() or content.lstrip()[:1] == b"<"


def _line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"
