"""One finding as a person reads it: where and what, the query with carets, how to mend it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.finding import Finding
from generator.validate.reports.characters import inert, visible
from generator.validate.reports.colour import paint
from generator.validate.reports.excerpt import shown
from generator.validate.reports.place import path, trail
from generator.validate.reports.report import Screen

_INDENT = "  "
_FIX = f"{_INDENT}fix: "


def block(finding: Finding, screen: Screen) -> Iterator[str]:
    """The lines of a finding. The first begins with `file:line:column`, which editors and terminals can open."""
    return map(inert, _lines(finding, screen))


def position(finding: Finding) -> str:
    """`file:line:column`, as far as it is known."""
    numbers = (finding.line, finding.column if finding.line is not None else None)
    return ":".join((visible(finding.file), *(str(number) for number in numbers if number is not None)))


def _lines(finding: Finding, screen: Screen) -> Iterator[str]:
    colour = screen.colour
    where = paint(inert(position(finding)), "place", colour)
    severity = paint(finding.severity, finding.severity, colour)
    rule = paint(f"({visible(finding.rule)})", "faint", colour)
    yield f"{where}: {severity}: {visible(finding.message)} {rule}"
    if parts := trail(finding):
        yield _INDENT + visible(path(parts))
    if finding.excerpt is not None:
        for source, carets in shown(finding.excerpt, screen.width - len(_INDENT)):
            yield _INDENT + source
            if carets:
                yield _INDENT + paint(carets, finding.severity, colour)
    if finding.fix:
        first, *others = finding.fix.split("\n")
        yield paint(_FIX, "fix", colour) + visible(first)
        for line in others:
            yield " " * len(_FIX) + visible(line)
