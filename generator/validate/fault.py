"""What is wrong with a text as a whole, before anybody asks what it says."""

from __future__ import annotations

import json
from dataclasses import dataclass

from generator.validate.finding import Finding, Severity
from generator.validate.lines import Place
from generator.validate.outline import DEPTH


@dataclass(frozen=True, slots=True)
class Fault:
    """One defect of a text; `start:end` are offsets into it, and `rule` is what a finding of it is called."""

    rule: str
    message: str
    start: int
    end: int
    fix: str
    severity: Severity = "error"

    def finding(self, file: str, place: Place, pointer: str | None = None) -> Finding:
        """The finding of it, in its place in a file."""
        return Finding(
            self.rule,
            self.severity,
            self.message,
            file,
            self.fix,
            place.line,
            place.column,
            place.end_line,
            place.end_column,
            pointer,
        )


def byte_order_mark() -> Fault:
    """A byte order mark before JSON: the parser that every Grafana uses stops at it."""
    said = "begins with a byte order mark (BOM), so Grafana cannot load it from a file"
    return Fault("file/bom", said, 0, 0, "save it as UTF-8 without BOM")


def too_deep(start: int, end: int) -> Fault:
    """A document that nests more than `DEPTH` levels."""
    return Fault("file/depth", f"nested deeper than {DEPTH} levels", start, end, "flatten it: no dashboard needs that")


def repeated(name: str, start: int, end: int, times: int, severity: Severity) -> Fault:
    """A key that its object has already, the first of `times` in the text."""
    more = f"; {times - 1} more like it in the file" if times > 1 else ""
    said = f"the key {json.dumps(name, ensure_ascii=False)} comes twice in one object{more}"
    return Fault("file/duplicate-key", said, start, end, "keep one of the two", severity)
