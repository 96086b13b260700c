"""What a verify found, as values that every report is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["data", "zero", "empty", "error", "slow", "unchecked"]
PanelKind = Literal["panel", "annotation", "variable"]

#: From bad to good.
WORST = ("error", "empty", "slow", "unchecked", "zero", "data")
#: These are findings.
BAD = frozenset({"error", "empty", "slow"})


@dataclass(frozen=True)
class Reason:
    """Why there is nothing: rightly ("zero") or not ("empty"). `kind` names the sort of reason for a program."""

    verdict: Literal["zero", "empty"]
    kind: str
    words: str
    fix: str = ""


@dataclass(frozen=True)
class ReachCheck:
    """One thing on the way to the data. `ok` is None where it could not be checked."""

    what: str
    ok: bool | None
    said: str
    fix: str = ""


@dataclass(frozen=True)
class TelemetryRow:
    """One signal of one service. `expected` is false where nobody expects it: then its absence is no finding."""

    service: str
    tenant: str
    signal: str
    present: bool
    expected: bool = True
    dialect: str = ""
    age_s: float | None = None
    interval_s: float | None = None
    reason: str = ""
    fix: str = ""

    @property
    def bad(self) -> bool:
        """Whether it is a finding: absent, or there and in need of mending."""
        return self.expected and (not self.present or bool(self.reason))


def gaps(rows: Iterable[TelemetryRow]) -> list[tuple[TelemetryRow, ...]]:
    """The findings among the rows; what one step mends for one service is one: a service that is silent altogether."""
    found: dict[tuple[str, bool, str], list[TelemetryRow]] = {}
    for row in rows:
        if row.bad:
            found.setdefault((row.service, row.present, row.fix), []).append(row)
    return [tuple(alike) for alike in found.values()]


@dataclass(frozen=True)
class QueryVerdict:
    """One query. `text` is the query as it was asked, `reason` the sort of its cause."""

    ref: str
    text: str
    verdict: Verdict
    cause: str = ""
    reason: str = ""
    fix: str = ""
    seconds: float = 0.0
    #: The project's own signal that it shows; empty for somebody else's board.
    signal: str = ""


@dataclass(frozen=True)
class PanelVerdict:
    """One panel, annotation or variable of a board, for one tenant (empty: for whatever the board opens with)."""

    board: str
    panel: str
    tenant: str
    kind: PanelKind
    verdict: Verdict
    cause: str = ""
    reason: str = ""
    fix: str = ""
    queries: tuple[QueryVerdict, ...] = ()
    #: False where nobody expects its signals: then emptiness is no finding.
    expected: bool = True

    @property
    def bad(self) -> bool:
        """Whether it is a finding."""
        return self.verdict in ("error", "slow") or (self.verdict == "empty" and self.expected)

    @property
    def partly(self) -> tuple[QueryVerdict, ...]:
        """Queries with nothing in them, in a panel that shows something all the same."""
        return tuple(one for one in self.queries if one.verdict == "empty") if self.verdict == "data" else ()


@dataclass(frozen=True)
class Failure:
    """Why some of the tries failed: the sort of reason, in words, how many, and the line that shows it."""

    reason: str
    words: str
    count: int
    example: str = ""
    fix: str = ""


@dataclass(frozen=True)
class CorrelationRow:
    """One way between two stores for one service. `note` says why nothing was tried, where nothing was."""

    direction: str
    service: str
    tried: int
    ok: int
    failures: tuple[Failure, ...] = ()
    note: str = ""
    #: False where it is not expected to work.
    expected: bool = True

    @property
    def bad(self) -> bool:
        """Whether it is a finding."""
        return self.expected and bool(self.failures)


@dataclass(frozen=True)
class ProbeRow:
    """How long a marked piece of telemetry took to appear; `seconds` is None when it did not."""

    signal: str
    seconds: float | None
    said: str = ""
    fix: str = ""


@dataclass(frozen=True)
class Report:
    """Everything that was found. `asked` counts the questions, `seconds` the time."""

    reach: tuple[ReachCheck, ...] = ()
    telemetry: tuple[TelemetryRow, ...] = ()
    panels: tuple[PanelVerdict, ...] = ()
    correlation: tuple[CorrelationRow, ...] = ()
    probe: tuple[ProbeRow, ...] = ()
    notes: tuple[str, ...] = ()
    asked: int = 0
    seconds: float = 0.0
    boards: tuple[str, ...] = field(default=())

    @property
    def findings(self) -> int:
        """How many things are not as they should be."""
        return (
            sum(one.ok is False for one in self.reach)
            + len(gaps(self.telemetry))
            + sum(one.bad for one in self.panels)
            + sum(one.bad for one in self.correlation)
            + sum(one.seconds is None for one in self.probe)
        )

    @property
    def unchecked(self) -> int:
        """How many things could not be checked."""
        return sum(one.ok is None for one in self.reach) + sum(one.verdict == "unchecked" for one in self.panels)
