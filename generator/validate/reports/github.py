"""For GitHub Actions: workflow commands that become annotations of a pull request's lines."""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.finding import SEVERITIES, Finding, Severity
from generator.validate.reports.characters import visible
from generator.validate.reports.counts import sentence
from generator.validate.reports.place import path, trail
from generator.validate.reports.report import Report

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report) -> str:
    """One line for each finding, and a last one, for the log only, that counts everything.

    GitHub shows ten errors, ten warnings and ten notices of a step, and fifty of a job: the worst come first.
    The others are still in the log.
    """
    findings = sorted(report.findings, key=lambda finding: SEVERITIES.index(finding.severity))
    return "\n".join((*map(_command, findings), sentence(report))) + "\n"


def _command(finding: Finding) -> str:
    properties = ",".join(f"{name}={_property(value)}" for name, value in _properties(finding))
    parts = trail(finding)
    lines = [visible(finding.message)]
    if parts:
        lines.append(visible(path(parts)))
    if finding.fix:
        first, *others = finding.fix.split("\n")
        lines += [f"fix: {visible(first)}", *map(visible, others)]
    message = "\n".join(lines)
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(message)}"


def _properties(finding: Finding) -> Iterator[tuple[str, str]]:
    yield "file", finding.file
    if finding.line is not None:
        yield "line", str(finding.line)
        if finding.end_line is not None:
            yield "endLine", str(finding.end_line)
        # GitHub takes columns for a part of one line only.
        if finding.column is not None and finding.end_line in (None, finding.line):
            yield "col", str(finding.column)
            if finding.end_column is not None:
                yield "endColumn", str(finding.end_column)
    yield "title", finding.rule


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
