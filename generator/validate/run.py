"""Holds documents against rules, and the findings against what is accepted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from generator.board_json import Dashboard, Panel, read
from generator.board_json.pointer import resolve
from generator.validate.document import BoardDocument, Document, ProvidersDocument, SourcesDocument
from generator.validate.finding import Excerpt, Finding, Severity
from generator.validate.found import Found, Mend
from generator.validate.known import Known
from generator.validate.reports.characters import visible
from generator.validate.rule import NamedRule, matches
from generator.validate.summary import Checked
from generator.validate.suppression import Suppression
from generator.validate.view import (
    AcceptanceView,
    BoardView,
    CarrierView,
    LinkView,
    PanelView,
    ProviderView,
    QueryView,
    SourceView,
    TroubleView,
    VariableView,
)

Views = Mapping[type, Iterable[Any]]

#: Characters of a message: names of metrics are long, and lists of them longer.
_LONGEST = 600


@dataclass(frozen=True)
class Settings:
    """With which rules to judge, how much each matters, what is accepted, and what day it is.

    `severities` are patterns of rule ids with what their findings count as; the last one that fits wins.
    """

    rules: tuple[NamedRule, ...]
    today: date
    severities: Mapping[str, Severity | Literal["off"]] = field(default_factory=dict)
    suppressions: tuple[Suppression, ...] = ()
    #: Whether all rules are there, so that what nothing is found of is accepted for nothing.
    whole: bool = True

    def severity(self, rule: str) -> Severity | Literal["off"] | None:
        """What was said of a rule; None where nothing was."""
        said = None
        for pattern, severity in self.severities.items():
            if matches(rule, pattern):
                said = severity
        return said


@dataclass(frozen=True)
class Judgement:
    """One finding, and the change of its document that would mend it, if there is one right one."""

    finding: Finding
    mend: tuple[Mend, ...] = ()
    document: Document | None = None


#: File, uid and title of something that was judged.
Address = tuple[str, str | None, str | None]


class Run:
    """One run over some documents. It keeps counts and which suppressions were of use, but no document."""

    def __init__(self, settings: Settings, known: Known) -> None:
        self.settings = settings
        self._known = known
        self._said = _said_of(settings)
        self._rules = tuple(one for one in settings.rules if self._said.get(one.id) != "off")
        self.used: set[Suppression] = set()
        self.suppressed = 0
        self.boards: list[Checked] = []
        self.judged: set[Address] = set()

    def judge(self, document: Document, *, ours: bool = False) -> Iterator[Judgement]:
        """What the rules find in a document, less what is accepted."""
        board = read(document.data) if isinstance(document, BoardDocument) else None
        self.judged.add((document.file, board.uid if board else None, board.title if board else None))
        views = self._views(document, board, ours)
        panels = _panels(board)
        for rule in self._rules:
            for view in views.get(rule.rule.looks_at, ()):
                if rule.rule.kind is not None and rule.rule.kind != view.kind:
                    continue
                for found in rule.rule.check(view):
                    panel = _around(found.pointer, panels)
                    finding = _finding(document, board, panel, found, rule.id, self._weight(rule, found, ours=ours))
                    if not self._accepted(finding):
                        yield Judgement(finding, found.mend, document)

    def troubled(self, finding: Finding) -> Iterator[Judgement]:
        """What the reader has to say of a file, if its rule is among the chosen ones."""
        rule = next((one for one in self._rules if one.id == finding.rule), None)
        if rule is not None:
            for _ in rule.rule.check(TroubleView(finding)):
                said = replace(finding, severity=_severity(self._said, rule, finding.severity))
                if not self._accepted(said):
                    yield Judgement(said)

    def _weight(self, rule: NamedRule, found: Found, *, ours: bool) -> Severity:
        usual = rule.rule.severity if ours or rule.rule.others is None else rule.rule.others
        return "info" if found.unsure else _severity(self._said, rule, usual)

    def _accepted(self, finding: Finding) -> bool:
        for one in self.settings.suppressions:
            if not one.expired(self.settings.today) and one.covers(finding):
                self.used.add(one)
                self.suppressed += 1
                return True
        return False

    def _views(self, document: Document, dashboard: Dashboard | None, ours: bool) -> Views:
        known = self._known
        if isinstance(document, SourcesDocument):
            entries = document.entries
            return {
                SourceView: [
                    SourceView(entry, entries[:at], document, known, escaped=document.expands, ours=ours)
                    for at, entry in enumerate(entries)
                ]
            }
        if isinstance(document, ProvidersDocument):
            providers = document.entries
            return {
                ProviderView: [
                    ProviderView(entry, providers[:at], document, known, ours=ours)
                    for at, entry in enumerate(providers)
                ]
            }
        if dashboard is None or not isinstance(document, BoardDocument):
            return {}
        board = BoardView(dashboard, document, known, ours=ours)
        queries = tuple(board.queries)
        self.boards.append(Checked(document.file, dashboard.title, len(queries)))
        carriers = [] if document.resource is None else [CarrierView(document, document.resource, known)]
        return {
            BoardView: (board,),
            PanelView: board.panels,
            QueryView: queries,
            VariableView: board.variables,
            LinkView: tuple(board.links),
            CarrierView: carriers,
        }


def acceptances(settings: Settings, used: Collection[Suppression], judged: Collection[Address]) -> Iterator[Finding]:
    """What is to be said of the acceptances themselves, once everything was judged."""
    said = _said_of(settings)
    rules = [one for one in settings.rules if one.rule.looks_at is AcceptanceView and said.get(one.id) != "off"]
    for one in settings.suppressions:
        is_about = any(one.speaks_of(*address) for address in judged)
        useful = one in used or not settings.whole or not is_about
        view = AcceptanceView(one, used=useful, expired=one.expired(settings.today))
        for rule in rules:
            for found in rule.rule.check(view):
                severity = "info" if found.unsure else _severity(said, rule, rule.rule.severity)
                yield Finding(rule.id, severity, found.message, one.file_of, found.fix or None, line=one.line)


_Weight = Severity | Literal["off"]


def _said_of(settings: Settings) -> dict[str, _Weight]:
    """What was said of rules, by their ids."""
    said = {one.id: settings.severity(one.id) for one in settings.rules}
    return {name: weight for name, weight in said.items() if weight is not None}


def _severity(said: Mapping[str, _Weight], rule: NamedRule, usual: Severity) -> Severity:
    weight = said.get(rule.id, usual)
    return usual if weight == "off" else weight


def _within(pointer: str, around: str) -> bool:
    return pointer == around or pointer.startswith(f"{around}/")


def _panels(board: Dashboard | None) -> dict[str, Panel]:
    """The panels by their pointers; those of the new model by that of their place in the layout, too."""
    if board is None:
        return {}
    panels = {panel.pointer: panel for panel in board.panels}
    elements = {panel.element: panel for panel in board.panels}
    return panels | {one.pointer: elements[one.element] for one in board.placements if one.element in elements}


def _around(pointer: str, panels: Mapping[str, Panel]) -> Panel | None:
    """The innermost panel around what a pointer leads to."""
    while pointer and pointer not in panels:
        pointer = pointer.rpartition("/")[0]
    return panels.get(pointer)


def _finding(
    document: Document, board: Dashboard | None, panel: Panel | None, found: Found, rule: str, severity: Severity
) -> Finding:
    place = document.place(found.pointer, found.span, key=found.key)
    query = next((one for one in (panel.queries if panel else ()) if _within(found.pointer, one.pointer)), None)
    fixable = bool(found.mend) and isinstance(document, BoardDocument) and document.unfixable is None
    return Finding(
        rule=rule,
        severity=severity,
        message=_said(found.message),
        file=document.file,
        fix=_said(found.fix) or None,
        line=place.line,
        column=place.column,
        end_line=place.end_line,
        end_column=place.end_column,
        pointer=document.pointer(found.pointer),
        dashboard=board.title if board else None,
        uid=board.uid if board else None,
        row=panel.row.path if panel and panel.row else (),
        panel=panel.title if panel else None,
        panel_id=panel.id if panel else None,
        ref_id=query.ref_id if query else None,
        excerpt=_excerpt(document, found),
        fixable=fixable,
    )


def _said(text: str) -> str:
    """A message or a fix in one line of bearable length: it may quote anything that stands in a file."""
    return visible(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}...")


def _excerpt(document: Document, found: Found) -> Excerpt | None:
    if found.span is None:
        return None
    try:
        text = resolve(document.data, found.pointer)
    except KeyError:
        return None
    return Excerpt(text, *found.span) if isinstance(text, str) else None
