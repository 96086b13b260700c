"""The table of signals as text, JSON or Markdown."""

from __future__ import annotations

import json as json_format
from dataclasses import asdict, dataclass, replace

from generator.signals.profile import Profile
from generator.signals.signal import View
from generator.signals.table import signals


@dataclass(frozen=True)
class Row:
    """A signal with its queries in one profile, grouped by the first label it can be grouped by."""

    id: str
    title: str
    description: str
    unit: str
    kind: str
    source: str
    by: tuple[str, ...]
    queries: tuple[str, ...]
    expected: bool


def rows(view: View, pattern: str = "") -> list[Row]:
    """All signals whose id contains the pattern, by id."""
    return [
        Row(
            signal.id,
            signal.title,
            signal.description,
            signal.unit,
            signal.kind.value,
            signal.source,
            signal.by,
            tuple(query.text for query in signal.queries(replace(view, by=signal.by[:1]))),
            view.config.expectation(signal.id).expected,
        )
        for signal in signals().values()
        if pattern in signal.id
    ]


def text(table: list[Row], profile: Profile) -> str:
    """For a terminal."""
    parts = [f"profile {profile.name}: {profile.summary}"]
    for row in table:
        unexpected = "" if row.expected else ", not expected"
        parts.append(f"\n{row.id}  ({row.source}, {row.kind}, {row.unit}{unexpected})\n  {row.title}")
        parts += [f"  {query}" for query in row.queries]
    return "\n".join(parts) + "\n"


def json(table: list[Row], profile: Profile) -> str:
    """For a program."""
    document = {"schema_version": 1, "profile": profile.name, "signals": [asdict(row) for row in table]}
    return json_format.dumps(document, indent=2, ensure_ascii=False) + "\n"


def markdown(table: list[Row], profile: Profile) -> str:
    """For a page."""
    lines = [f"# Signals\n\nQueries of the profile `{profile.name}`: {profile.summary}\n"]
    for row in table:
        lines.append(f"## `{row.id}`: {row.title}\n\n{row.description.replace(chr(10), '  ' + chr(10))}\n")
        lines.append(f"{row.source}, {row.kind}, unit `{row.unit}`\n")
        lines += [f"```\n{query}\n```\n" for query in row.queries]
    return "\n".join(lines)
