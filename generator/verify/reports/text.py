"""For a person at a terminal: what is wrong, the worst first, each with what mends it; then the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.verify.reports.summary import counts, percent
from generator.verify.result import CorrelationRow, PanelVerdict, Report, TelemetryRow, gaps
from generator.verify.why.words import ago, counted, short

#: Findings that are written out; the rest is counted. What has one cause is one finding.
MOST = 12


def render(report: Report, *, width: int = 100, every: bool = False) -> str:
    """The report. `every` writes out all findings and all partly empty panels."""
    lines = [*_matrix(report.telemetry), *_findings(report, width, every=every), *_probe(report)]
    return "\n".join([*lines, *_numbers(report)]) + "\n"


def _matrix(rows: Iterable[TelemetryRow]) -> Iterator[str]:
    table: dict[str, list[str]] = {}
    for row in rows:
        if row.present and not row.reason:
            cell = f"{row.signal} {ago(row.age_s or 0)}" + (f" {row.dialect}" if row.service else "")
        elif not row.expected:
            cell = f"{row.signal} -"
        else:
            cell = f"{row.signal} {'WRONG' if row.present else 'MISSING'}"
        table.setdefault(row.service or "servers", []).append(cell)
    if not table:
        return
    wide = max(len(name) for name in table)
    for name, cells in table.items():
        yield f"{name:<{wide}}  {' | '.join(cells)}"
    yield ""


def _findings(report: Report, width: int, *, every: bool) -> Iterator[str]:
    found = list(_all(report))
    shown = found if every else found[:MOST]
    for head, cause, fix in shown:
        yield short(head, width)
        if cause:
            yield f"  {short(cause, 3 * width)}"
        if fix:
            yield f"  fix: {short(fix, 3 * width)}"
    if len(found) > len(shown):
        yield f"and {len(found) - len(shown)} more: --all, or -o json"
    if found:
        yield ""
    partly = [one for one in report.panels if one.partly and one.expected]
    if partly:
        yield f"{len(partly)} panels show something, but not all they ask for:"
        for one in partly if every else partly[:4]:
            yield short(f"  {_where(one)}: {one.cause}", width * 2)
        if not every and len(partly) > 4:
            yield f"  and {len(partly) - 4} more"
        yield ""
    for note in report.notes:
        yield f"note: {note}"


def _all(report: Report) -> Iterator[tuple[str, str, str]]:
    """Every finding as (where, cause, fix), the worst first; panels with one cause together."""
    for check in report.reach:
        if check.ok is not True:
            yield f"{'FAILED' if check.ok is False else 'NOT CHECKED'} {check.what}: {check.said}", "", check.fix
    for alike in gaps(report.telemetry):
        (first, *_), signals = alike, ", ".join(row.signal for row in alike)
        name = f"{first.service}: {signals}" if first.service else signals
        yield f"{'WRONG' if first.present else 'MISSING'} {name}", first.reason, first.fix
    for way in report.correlation:
        if way.bad:
            yield from _broken(way)
    yield from _of_panels(report.panels)


def _of_panels(panels: Iterable[PanelVerdict]) -> Iterator[tuple[str, str, str]]:
    grouped: dict[str, dict[tuple[str, str], list[PanelVerdict]]] = {}
    for panel in panels:
        if panel.bad or panel.verdict == "unchecked":
            grouped.setdefault(panel.verdict, {}).setdefault((panel.cause, panel.fix), []).append(panel)
    for verdict in ("error", "empty", "slow", "unchecked"):
        for (cause, fix), alike in sorted(grouped.get(verdict, {}).items(), key=lambda one: -len(one[1])):
            more = f" and {len(alike) - 1} more" if len(alike) > 1 else ""
            yield f"{verdict.upper()} {_where(alike[0])}{more}", cause, fix


def _broken(way: CorrelationRow) -> Iterator[tuple[str, str, str]]:
    for failure in way.failures:
        head = f"BROKEN {way.direction} of {way.service}: {percent(way.ok, way.tried)} of {way.tried}"
        shown = f"; see: {failure.example}" if failure.example else ""
        yield head, f"{failure.words}{shown}", failure.fix


def _where(one: PanelVerdict) -> str:
    tenant = f" ({one.tenant})" if one.tenant else ""
    return f"{one.board} / {one.panel}{tenant}"


def _probe(report: Report) -> Iterator[str]:
    for one in report.probe:
        said = f"{one.seconds:.1f} s" if one.seconds is not None else f"did not arrive: {one.said}"
        yield f"probe: {one.signal} {said}"
        if one.fix:
            yield f"  fix: {one.fix}"


def _numbers(report: Report) -> Iterator[str]:
    numbers = counts(report)
    panels = ", ".join(f"{count} {name}" for name, count in numbers["panels"].items() if count)
    if panels:
        yield f"{counted(numbers['boards'], 'board')}, {counted(sum(numbers['panels'].values()), 'panel')}: {panels}"
    for direction, (ok, tried) in _ways(report).items():
        yield f"{direction:<26} {percent(ok, tried)} of {tried}" if tried else f"{direction:<26} none tried"
    verdict = "all well" if not report.findings and not report.unchecked else counted(report.findings, "finding")
    unchecked = f", {report.unchecked} not checked" if report.unchecked else ""
    yield f"{verdict}{unchecked}; {counted(report.asked, 'question')} in {report.seconds:.1f} s"


def _ways(report: Report) -> dict[str, tuple[int, int]]:
    ways: dict[str, tuple[int, int]] = {}
    for row in report.correlation:
        ok, tried = ways.get(row.direction, (0, 0))
        ways[row.direction] = (ok + row.ok, tried + row.tried) if row.expected else (ok, tried)
    return ways
