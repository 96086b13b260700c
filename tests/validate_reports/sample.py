"""Findings as rules make them, and reports of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.validate.finding import Excerpt, Finding
from generator.validate.reports.registry import report_format
from generator.validate.reports.report import Report, RuleInfo, Screen, report
from generator.validate.summary import Checked, Skipped, summarise

QUERY = "sum(rate(http_requests_total)) by (job)"
RULES = (
    RuleInfo("promql/type", "Functions get what they take", "A query of the wrong type.\n\n```\nrate(x)\n```", "error"),
    RuleInfo("panel/unit", "Numbers have a unit", "Nobody knows what 12 means.", "warning"),
)
BOARDS = (Checked("boards/overview.json", "Overview", 20), Checked("boards/logs.json", "Logs", 3))


def type_error(**changes: Any) -> Finding:
    """A query that Prometheus refuses, with everything known about it."""
    known: dict[str, Any] = {
        "rule": "promql/type",
        "severity": "error",
        "message": "rate() takes a range of samples, not one sample",
        "file": "boards/overview.json",
        "fix": "write http_requests_total[$__rate_interval]",
        "line": 41,
        "column": 23,
        "end_line": 41,
        "end_column": 42,
        "pointer": "/panels/3/targets/0/expr",
        "dashboard": "Overview",
        "row": ("Traffic",),
        "panel": "Requests",
        "panel_id": 7,
        "ref_id": "A",
        "excerpt": Excerpt(QUERY, 9, 28),
        "fixable": True,
    }
    return Finding(**known | changes)


def no_unit(**changes: Any) -> Finding:
    """A panel without a unit: neither a query nor a fix."""
    known: dict[str, Any] = {
        "rule": "panel/unit",
        "severity": "warning",
        "message": "no unit",
        "file": "boards/overview.json",
        "line": 60,
        "column": 5,
        "dashboard": "Overview",
        "panel": "Errors",
    }
    return Finding(**known | changes)


def unreadable(**changes: Any) -> Finding:
    """A file that is not JSON: nothing is known but the file."""
    known: dict[str, Any] = {"rule": "file/json", "severity": "error", "message": "not JSON", "file": "boards/a.json"}
    return Finding(**known | changes)


def reported(
    findings: Iterable[Finding],
    rules: Iterable[RuleInfo] = RULES,
    screen: Screen | None = None,
    boards: Iterable[Checked] = BOARDS,
    skipped: Iterable[Skipped] = (),
    **counts: int,
) -> Report:
    findings, boards = tuple(findings), tuple(boards)
    files = dict.fromkeys(board.file for board in boards)
    return report(findings, summarise(findings, files, boards, skipped, **counts), rules, screen)


def rendered(name: str, *findings: Finding, **parts: Any) -> str:
    """The findings in that format."""
    return report_format(name)(reported(findings, **parts))
