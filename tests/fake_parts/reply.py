"""Answers of the fake, and what all of its parts share."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

CREATED = "2026-11-22T08:24:33Z"
UID = re.compile(r"[a-zA-Z0-9\-_]*")

Body = Any
Reply = tuple[int, Body]


class ApiError(Exception):
    """An answer that ends the handling of a request."""

    def __init__(self, status: int, body: Body) -> None:
        super().__init__(status)
        self.reply: Reply = (status, body)


def refusal(code: int, message: str, **more: Any) -> ApiError:
    """The usual form of an error."""
    return ApiError(code, {"message": message, **more})


def numbers() -> Iterator[int]:
    """Grafana's running ids."""
    return itertools.count(1)


def slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
