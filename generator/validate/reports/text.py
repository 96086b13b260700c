"""For people, on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.validate.finding import Finding
from generator.validate.reports.block import block
from generator.validate.reports.characters import inert, visible
from generator.validate.reports.counts import counted, sentence
from generator.validate.reports.report import Report

#: So many findings of one board may say the same; of more, the first few are shown, and how many there are.
HANDFUL = 5
_FIRST = 3


def render(report: Report) -> str:
    """Each finding as a block of lines, then the files that were skipped, then a line that counts everything."""
    blocks = ["\n".join(lines) for lines in _blocks(report)]
    if report.summary.skipped:
        blocks.append("\n".join(_skipped(report)))
    return "\n\n".join((*blocks, sentence(report))) + "\n"


def _blocks(report: Report) -> Iterator[list[str]]:
    alike = Counter(_same(finding) for finding in report.findings)
    seen: Counter[tuple[str | None, ...]] = Counter()
    for finding in report.findings:
        key = _same(finding)
        seen[key] += 1
        many = alike[key] > HANDFUL
        if many and seen[key] > _FIRST:
            continue
        lines = list(block(finding, report.screen))
        if many and seen[key] == _FIRST:
            lines.append(f"  and {alike[key] - _FIRST} more like this")
        yield lines


def _same(finding: Finding) -> tuple[str | None, ...]:
    return finding.file, finding.dashboard, finding.rule, finding.severity, finding.message


def _skipped(report: Report) -> Iterator[str]:
    skipped = report.summary.skipped
    few = skipped if len(skipped) <= HANDFUL else skipped[:_FIRST]
    for one in few:
        yield inert(f"{visible(one.file)}: skipped: {visible(one.reason)}")
    if len(few) < len(skipped):
        yield f"and {counted(len(skipped) - len(few), 'skipped file', 'skipped files')} more"
