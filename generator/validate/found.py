"""What a rule finds, in the terms of the document it looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

#: A span of a text: offsets from 0, the end exclusive.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mend:
    """The one right answer to a finding, as a change of the document.

    `set` puts `value` where `pointer` leads; `add` gives the object at `pointer` the key `key`; `remove` takes away
    what stands at `pointer`; `replace` puts the text `value` in the place of `span` of the text at `pointer`.
    """

    action: Literal["set", "add", "remove", "replace"]
    pointer: str
    value: Any = None
    key: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One defect, or a doubt.

    `pointer` leads from the document's own root (of a board: the dashboard as it was given) to what is meant, with
    `key` to its key instead of its value, with `span` to a part of the text that stands there. `unsure` says that
    the rule could not decide: such a finding is never more than `info`.
    """

    pointer: str
    message: str
    fix: str = ""
    span: Span | None = None
    key: bool = False
    unsure: bool = False
    mend: tuple[Mend, ...] = ()
