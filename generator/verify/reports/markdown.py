"""For a ticket or a page: the same facts as a table of each kind."""

from __future__ import annotations

from collections.abc import Iterable

from generator.verify.reports.summary import counts, percent
from generator.verify.result import Report
from generator.verify.why.words import ago, counted, short


def render(report: Report) -> str:
    """The report in Markdown."""
    numbers = counts(report)
    verdict = "All well." if not report.findings and not report.unchecked else f"{counted(report.findings, 'finding')}."
    parts = [f"# Verify\n\n{verdict} {report.asked} questions in {report.seconds:.1f} s.\n"]
    parts.append(
        _table("Reach", ("what", "ok", "said", "fix"), ((r.what, _yes(r.ok), r.said, r.fix) for r in report.reach))
    )
    telemetry = (
        (
            row.service or "servers",
            row.signal,
            "yes" if row.present else "no" if row.expected else "not expected",
            row.dialect,
            "" if row.age_s is None else ago(row.age_s),
            row.reason,
            row.fix,
        )
        for row in report.telemetry
    )
    parts.append(_table("Telemetry", ("service", "signal", "present", "dialect", "age", "reason", "fix"), telemetry))
    ways = (
        (
            row.direction,
            row.service,
            f"{row.ok} of {row.tried} ({percent(row.ok, row.tried)})",
            "; ".join(f"{one.words} ({one.count})" for one in row.failures) or row.note,
            "; ".join(one.fix for one in row.failures),
        )
        for row in report.correlation
    )
    parts.append(_table("Correlation", ("way", "service", "leads there", "remark", "fix"), ways))
    panels = (
        (one.board, one.panel, one.tenant, one.verdict, one.cause, one.fix)
        for one in report.panels
        if one.verdict != "data" or one.partly
    )
    words = ", ".join(f"{count} {name}" for name, count in numbers["panels"].items() if count)
    parts.append(_table(f"Panels: {words}", ("board", "panel", "tenant", "verdict", "cause", "fix"), panels))
    return "\n".join(part for part in parts if part)


def _yes(ok: bool | None) -> str:
    return "not checked" if ok is None else "yes" if ok else "no"


def _table(title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    listed = list(rows)
    if not listed:
        return f"## {title}\n" if title.startswith("Panels") else ""
    lines = [f"## {title}\n", f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    lines += [f"| {' | '.join(_cell(value) for value in row)} |" for row in listed]
    return "\n".join(lines) + "\n"


def _cell(value: str) -> str:
    return short(value, 300).replace("|", "\\|").replace("<", "&lt;")
