"""Holds documents against rules, and the findings against what is accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from generator.board_json import Dashboard, Panel, read
from generator.board_json.pointer import resolve
from generator.validate.finding import Excerpt, Finding, Severity
from generator.validate.found import Found, Mend
from generator.validate.known import Known
from generator.validate.reader import BoardDocument, Document, ProvidersDocument, SourcesDocument
from generator.validate.rule import NamedRule
from generator.validate.suppression import Suppression
from generator.validate.view import (
    BoardView,
    CarrierView,
    LinkView,
    PanelView,
    ProviderView,
    QueryView,
    SourceView,
    VariableView,
)


@dataclass(frozen=True)
class Settings:
    """With which rules to judge, how much each matters, what is accepted, and what day it is."""

    rules: tuple[NamedRule, ...]
    today: date
    severities: Mapping[str, Severity] = field(default_factory=dict)
    suppressions: tuple[Suppression, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """One finding, and the change that would mend it, if there is one right one."""

    finding: Finding
    mend: tuple[Mend, ...] = ()


class Run:
    """One run over any number of documents. It keeps counts, and which suppressions were of use; no document."""

    def __init__(self, settings: Settings, known: Known) -> None:
        self._settings = settings
        self._known = known
        self._rules = {one.id: one for one in settings.rules}
        self._used: set[int] = set()
        self.suppressed = 0
        self.counts: Counter[str] = Counter()

    def judge(self, document: Document, *, ours: bool = False) -> Iterator[Judgement]:
        """What the rules find in a document, less what is accepted."""
        for found, rule, place in self._found(document, ours):
            finding = _finding(document, found, rule, self._severity(rule, found, ours), place)
            if not self._accepted(finding):
                yield Judgement(finding, found.mend)

    def troubled(self, finding: Finding) -> Iterator[Judgement]:
        """A finding of the reader's, which has no document: it passes if its rule is among the chosen ones."""
        rule = self._rules.get(finding.rule)
        if rule is not None:
            finding = replace(finding, severity=self._settings.severities.get(rule.id, finding.severity))
            if not self._accepted(finding):
                yield Judgement(finding)

    def finish(self) -> Iterator[Judgement]:
        """What the suppressions themselves have wrong with them, once everything was judged."""
        for at, one in enumerate(self._settings.suppressions):
            if one.expired(self._settings.today):
                yield from self._about(one, "suppression/expired", f"accepts {one.rule} until {one.until}, which is over")
            elif at not in self._used:
                yield from self._about(one, "suppression/unused", f"accepts {one.rule}, and nothing is found there")

    def _about(self, one: Suppression, name: str, message: str) -> Iterator[Judgement]:
        rule = self._rules.get(name)
        if rule is not None:
            severity = self._settings.severities.get(name, rule.rule.severity)
            file, _, line = one.where.rpartition(":")
            place = (file, int(line)) if line.isdecimal() else (one.where, None)
            yield Judgement(
                Finding(name, severity, message, place[0], fix="mend what it accepts, or remove it", line=place[1])
            )

    def _accepted(self, finding: Finding) -> bool:
        for at, one in enumerate(self._settings.suppressions):
            if not one.expired(self._settings.today) and one.covers(finding):
                self._used.add(at)
                self.suppressed += 1
                return True
        return False

    def _severity(self, rule: NamedRule, found: Found, ours: bool) -> Severity:
        usual = rule.rule.severity if ours or rule.rule.others is None else rule.rule.others
        said = self._settings.severities.get(rule.id, usual)
        return "info" if found.unsure else said

    def _found(self, document: Document, ours: bool) -> Iterator[tuple[Found, NamedRule, _Place]]:
        views, place = self._views(document, ours)
        for rule in self._settings.rules:
            for view in views.get(rule.rule.looks_at, ()):
                if rule.rule.kind is None or rule.rule.kind == view.kind:
                    for found in rule.rule.check(view):
                        yield found, rule, place

    def _views(self, document: Document, ours: bool) -> tuple[Mapping[type, Iterable[Any]], _Place]:
        if isinstance(document, SourcesDocument):
            self.counts["data sources"] += len(document.entries)
            return {
                SourceView: [
                    SourceView(raw, pointer, document, self._known, escaped=document.escaped)
                    for pointer, raw in document.entries
                ]
            }, _Place(None)
        if isinstance(document, ProvidersDocument):
            return {
                ProviderView: [ProviderView(raw, pointer, document, self._known) for pointer, raw in document.entries]
            }, _Place(None)
        dashboard = read(document.data)
        board = BoardView(dashboard, document, self._known, ours=ours)
        views: dict[type, Iterable[Any]] = {
            BoardView: (board,),
            PanelView: board.panels,
            QueryView: tuple(board.queries),
            VariableView: board.variables,
            LinkView: tuple(board.links),
        }
        if document.container in ("configmap", "operator"):
            views[CarrierView] = (CarrierView(document, self._known),)
        self.counts["boards"] += 1
        self.counts["queries"] += len(list(board.queries))
        return views, _Place(dashboard)


class _Place:
    """Of which panel and query of a board a pointer speaks."""

    def __init__(self, board: Dashboard | None) -> None:
        self.board = board

    def panel(self, pointer: str) -> Panel | None:
        inside = (one for one in (self.board.panels if self.board else ()) if _within(pointer, one.pointer))
        return max(inside, key=lambda one: len(one.pointer), default=None)


def _within(pointer: str, around: str) -> bool:
    return pointer == around or pointer.startswith(f"{around}/")


def _finding(document: Document, found: Found, rule: NamedRule, severity: Severity, place: _Place) -> Finding:
    where = document.source.place(document.pointer_base + found.pointer, found.span, key=found.key)
    panel = place.panel(found.pointer)
    query = next((one for one in panel.queries if _within(found.pointer, one.pointer)), None) if panel else None
    return Finding(
        rule=rule.id,
        severity=severity,
        message=found.message,
        file=document.name,
        fix=found.fix or None,
        line=where.line,
        column=where.column,
        end_line=where.end_line,
        end_column=where.end_column,
        pointer=document.pointer_base + found.pointer,
        dashboard=place.board.title if place.board else None,
        uid=place.board.uid if place.board else None,
        row=panel.row.path if panel and panel.row else (),
        panel=panel.title if panel else None,
        panel_id=panel.id if panel else None,
        ref_id=query.ref_id if query else None,
        excerpt=_excerpt(document, found),
        fixable=bool(found.mend),
    )


def _excerpt(document: Document, found: Found) -> Excerpt | None:
    if found.span is None:
        return None
    try:
        text = resolve(document.data, found.pointer)
    except KeyError:
        return None
    return Excerpt(text, *found.span) if isinstance(text, str) else None
