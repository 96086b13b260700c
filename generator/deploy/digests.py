"""Short digests: of a value as we wrote it, kept where Grafana keeps it, so that an edit of it is seen. Pure."""

from __future__ import annotations

import hashlib
from typing import Any

from generator.deploy.content import canonical, written

#: Hexadecimal digits of one: enough to tell an edit, and short where space is little.
LENGTH = 16


def short(value: Any) -> str:
    """SHA-256 of any JSON data, its first 16 hexadecimal digits."""
    return hashlib.sha256(written(canonical(value)).encode()).hexdigest()[:LENGTH]
