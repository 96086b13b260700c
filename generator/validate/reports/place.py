"""Where in a board a finding is, in the words of the board."""

from __future__ import annotations

from generator.validate.finding import Finding


def panel(finding: Finding) -> str | None:
    """The panel by its title, or else by its id."""
    return finding.panel or (None if finding.panel_id is None else f"panel {finding.panel_id}")


def trail(finding: Finding) -> tuple[str, ...]:
    """Board, rows, panel and query, the widest first. What is unknown or has no title is left out."""
    query = f"query {finding.ref_id}" if finding.ref_id else None
    return tuple(part for part in (finding.dashboard, *finding.row, panel(finding), query) if part)


def path(parts: tuple[str, ...]) -> str:
    """A trail in one line."""
    return " › ".join(parts)
