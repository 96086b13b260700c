"""What the reader has to say of a file, as a rule says it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.view import TroubleView


def told(view: TroubleView) -> Iterator[Found]:
    """The reader's finding: it has its place and its words already."""
    yield Found(view.finding.pointer or "", view.finding.message, view.finding.fix or "")
