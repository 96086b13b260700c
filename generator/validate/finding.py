"""What a rule has to say of a place in a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]

#: The worst first.
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text inside the file, as its author wrote it (a query, a URL), and which part of it is meant."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect, or one thing that could not be judged (`info`).

    `file` is the path as it was given, `-` for standard input, the URL of a board for a running Grafana. `line` and
    `column` count from 1, in characters; None where the file could not be read that far. `pointer` is the RFC 6901
    pointer into the file's document. `uid` is the dashboard's. `row` is the titles of the rows around the panel.
    Everything unknown is None.
    """

    rule: str
    severity: Severity
    message: str
    file: str
    fix: str | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    pointer: str | None = None
    dashboard: str | None = None
    uid: str | None = None
    row: tuple[str, ...] = ()
    panel: str | None = None
    panel_id: int | None = None
    ref_id: str | None = None
    excerpt: Excerpt | None = None
    #: Whether `generator validate --fix` mends it.
    fixable: bool = False
