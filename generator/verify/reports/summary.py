"""The numbers at the end of a report."""

from __future__ import annotations

from collections import Counter
from typing import Any

from generator.verify.result import Report


def counts(report: Report) -> dict[str, Any]:
    """How many of each verdict, how much of the correlation works, and what it cost."""
    verdicts = Counter(one.verdict for one in report.panels)
    queries = sum(len(one.queries) for one in report.panels)
    expected = [one for one in report.telemetry if one.expected]
    tried = sum(one.tried for one in report.correlation if one.expected)
    ok = sum(one.ok for one in report.correlation if one.expected)
    return {
        "ok": report.findings == 0,
        "findings": report.findings,
        "unchecked": report.unchecked,
        "boards": len(report.boards),
        "panels": {name: verdicts[name] for name in ("data", "zero", "empty", "error", "slow", "unchecked")},
        "partly_empty": sum(bool(one.partly) for one in report.panels),
        "queries": queries,
        "telemetry": {"expected": len(expected), "well": sum(not one.bad for one in expected)},
        "correlation": {"tried": tried, "ok": ok},
        "questions": report.asked,
        "seconds": report.seconds,
    }


def percent(part: int, whole: int) -> str:
    """A share: 100%, and never 100% for less than all."""
    if not whole:
        return "none tried"
    return f"{min(99, round(100 * part / whole)) if part < whole else 100}%"
