"""What can be made to go wrong with single requests."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

#: `status`, `html`, `text`: this instead of the answer. `truncated`: half of it. `reset`: the connection breaks
#: before anything is done, `reset_after`: when it is done. `delay`, `call`: first this, then the answer.
FaultKind = Literal["status", "html", "text", "truncated", "reset", "reset_after", "delay", "call"]


@dataclass
class Fault:
    """For the next `times` requests whose method fits and whose path matches a regular expression."""

    method: str
    path: str
    kind: FaultKind
    times: int = 1
    status: int = 200
    body: Any = None
    text: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    call: Callable[[], None] = lambda: None

    def takes(self, method: str, path: str) -> bool:
        return self.times > 0 and method == self.method and re.search(self.path, path) is not None
