"""A run in one line: how much was found in how much."""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.finding import Severity
from generator.validate.reports.report import Report
from generator.validate.summary import Summary

_PLURALS: dict[Severity, str] = {"error": "errors", "warning": "warnings", "info": "info"}


def counted(number: int, one: str, many: str) -> str:
    """`1 board`, `6 boards`."""
    return f"{number} {one if number == 1 else many}"


def sentence(report: Report) -> str:
    """For example `no findings in 6 boards, 214 queries`; of the rest, only what there is."""
    line = f"{_found(report.summary)} in {', '.join(_looked_at(report.summary))}"
    besides = ", ".join(_besides(report))
    return f"{line}; {besides}" if besides else line


def _found(summary: Summary) -> str:
    if not summary.findings:
        return "no findings"
    severities = [
        counted(number, severity, _PLURALS[severity]) for severity, number in summary.by_severity.items() if number
    ]
    return f"{counted(summary.findings, 'finding', 'findings')} ({', '.join(severities)})"


def _looked_at(summary: Summary) -> Iterator[str]:
    # Most often each file is one board.
    if len(summary.files) != len(summary.boards) or not summary.boards:
        yield counted(len(summary.files), "file", "files")
    if summary.boards:
        yield counted(len(summary.boards), "board", "boards")
        yield counted(summary.queries, "query", "queries")


def _besides(report: Report) -> Iterator[str]:
    summary = report.summary
    fixable = sum(finding.fixable for finding in report.findings)
    if fixable:
        yield f"{fixable} fixable with --fix"
    if summary.fixed:
        yield f"{summary.fixed} fixed"
    if summary.suppressed:
        yield f"{summary.suppressed} suppressed"
    if summary.skipped:
        yield f"{counted(len(summary.skipped), 'file', 'files')} skipped"
