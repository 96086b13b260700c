"""For programs: the document that `schema.json` beside this module describes."""

from __future__ import annotations

import json
from typing import Any

from generator.validate.finding import Finding
from generator.validate.reports.report import Report
from generator.validate.summary import Summary

#: Grows when a key changes its meaning or goes; new keys do not count.
SCHEMA_VERSION = 1


def render(report: Report) -> str:
    """The whole report. In ASCII: no terminal, pipe or locale changes it, and every text survives as it was."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "findings": [_finding(finding) for finding in report.findings],
        "summary": _summary(report.summary),
    }
    return json.dumps(document, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    excerpt = finding.excerpt
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "pointer": finding.pointer,
        "rule": finding.rule,
        "severity": finding.severity,
        "dashboard": finding.dashboard,
        "row": list(finding.row),
        "panel": finding.panel,
        "panel_id": finding.panel_id,
        "ref_id": finding.ref_id,
        "message": finding.message,
        "fix": finding.fix,
        "fixable": finding.fixable,
        "excerpt": None if excerpt is None else {"text": excerpt.text, "start": excerpt.start, "end": excerpt.end},
    }


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "files": len(summary.files),
        "boards": len(summary.boards),
        "queries": summary.queries,
        "skipped": [{"file": one.file, "reason": one.reason} for one in summary.skipped],
        "findings": dict(summary.by_severity),
        "rules": dict(summary.by_rule),
        "suppressed": summary.suppressed,
        "fixed": summary.fixed,
    }
