"""What every report format renders: findings in order, their summary, and what the rules mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.validate.finding import SEVERITIES, Finding, Severity
from generator.validate.reports.place import trail
from generator.validate.summary import Summary


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a rule is about: its id (`area/name`), one line, all of its documentation in Markdown, its severity."""

    id: str
    summary: str
    documentation: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Screen:
    """Where a person reads: how many cells a line has, and whether it shows colours."""

    width: int = 100
    colour: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of a run, by file, line and column, and all that is said about them."""

    findings: tuple[Finding, ...]
    summary: Summary
    #: Each id once. A finding's rule need not be among them.
    rules: tuple[RuleInfo, ...] = ()
    screen: Screen = Screen()

    def down_to(self, severity: Severity) -> Report:
        """The same report without lesser findings; the summary still counts them."""
        shown = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return replace(self, findings=tuple(one for one in self.findings if one.severity in shown))


def report(
    findings: Iterable[Finding], summary: Summary, rules: Iterable[RuleInfo] = (), screen: Screen | None = None
) -> Report:
    """A report of these findings, put in order: what is said of a whole file comes before its first line."""
    return Report(tuple(sorted(findings, key=_order)), summary, tuple(rules), screen or Screen())


def _order(finding: Finding) -> tuple[str, int, int, int, str, str, str, tuple[str, ...]]:
    return (
        finding.file,
        finding.line or 0,
        finding.column or 0,
        SEVERITIES.index(finding.severity),
        finding.rule,
        finding.message,
        finding.pointer or "",
        trail(finding),
    )
