"""Findings that somebody has looked at and accepts, each with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from generator.validate.finding import Finding
from generator.validate.rule import matches


@dataclass(frozen=True)
class Suppression:
    """One acceptance. `rule` is a pattern of rule ids; `file` a pattern of paths; `dashboard` a uid or a title,
    `panel` a title or an id; what is empty does not narrow. From the day after `until` on it counts no more.

    It is written in the file `file_of`, at `line` of it where that is known.
    """

    rule: str
    reason: str
    file_of: str
    line: int | None = None
    file: str = ""
    dashboard: str = ""
    panel: str = ""
    until: date | None = None

    def expired(self, today: date) -> bool:
        """Whether its time is over."""
        return self.until is not None and today > self.until

    def covers(self, finding: Finding) -> bool:
        """Whether it speaks of that finding."""
        return (
            matches(finding.rule, self.rule)
            and self.speaks_of(finding.file, finding.uid, finding.dashboard)
            and self.panel in ("", finding.panel, str(finding.panel_id))
        )

    def speaks_of(self, file: str, uid: str | None, title: str | None) -> bool:
        """Whether it can cover a finding in that file and dashboard."""
        named = not self.file or fnmatchcase(file, self.file) or file.endswith(f"/{self.file}")
        return named and self.dashboard in ("", uid, title)
