"""What was looked at, and how many findings came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.validate.finding import SEVERITIES, Finding, Severity


@dataclass(frozen=True, slots=True)
class Checked:
    """A board that was judged: the file it stands in, its title, and how many of its queries were judged."""

    file: str
    dashboard: str | None
    queries: int = 0


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not judged, and why, in one line."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """One run: everything that was read, and its findings counted.

    `by_severity` has every severity, the worst first; `by_rule` the rules that found something, by name.
    `suppressed` findings were muted by their authors, `fixed` ones are mended: neither is among the findings.
    """

    files: tuple[str, ...]
    boards: tuple[Checked, ...]
    skipped: tuple[Skipped, ...]
    by_severity: Mapping[Severity, int]
    by_rule: Mapping[str, int]
    suppressed: int = 0
    fixed: int = 0

    @property
    def queries(self) -> int:
        """How many queries were judged, in all boards."""
        return sum(board.queries for board in self.boards)

    @property
    def findings(self) -> int:
        """How many findings there are, of every severity."""
        return sum(self.by_severity.values())


def summarise(
    findings: Iterable[Finding],
    files: Iterable[str],
    boards: Iterable[Checked] = (),
    skipped: Iterable[Skipped] = (),
    suppressed: int = 0,
    fixed: int = 0,
) -> Summary:
    """The summary of a run that read `files` and has these `findings` to report."""
    severities: Counter[Severity] = Counter()
    rules: Counter[str] = Counter()
    for finding in findings:
        severities[finding.severity] += 1
        rules[finding.rule] += 1
    return Summary(
        files=tuple(files),
        boards=tuple(boards),
        skipped=tuple(skipped),
        by_severity={severity: severities[severity] for severity in SEVERITIES},
        by_rule=dict(sorted(rules.items())),
        suppressed=suppressed,
        fixed=fixed,
    )
