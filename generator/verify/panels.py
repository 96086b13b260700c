"""Every query of every panel, annotation and variable of a board, asked for one tenant, with a verdict each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.board_json import Dashboard
from generator.board_json.dashboard import Annotation
from generator.board_json.parts import Panel, Query
from generator.interpolate import Chosen, Scope, Window
from generator.live.question import Question
from generator.live.reading import Reading
from generator.live.stores import Stores
from generator.signals.signal import NOBODY, Kind
from generator.signals.table import signals
from generator.verify.asking import NO_STORE, Asked, questions
from generator.verify.causes import Causes
from generator.verify.expected import NOT_EXPECTED, Expected
from generator.verify.moment import span
from generator.verify.result import WORST, PanelKind, PanelVerdict, QueryVerdict, Verdict
from generator.verify.variables import Sources, fill
from generator.verify.why.words import short

#: An answer that takes longer makes people look away. Seconds.
SLOW = 10.0
_MEND_QUERY = "correct the query; `generator validate` shows the place"
_KNOWN = ("prometheus", "loki", "tempo")


@dataclass(frozen=True)
class Run:
    """One board for one tenant. `overrides` sets its variables, `signals` is empty for somebody else's board."""

    board: Dashboard
    name: str
    tenant: str
    overrides: Mapping[str, Chosen | list[str]]
    signals: Mapping[tuple[int, int], str] = field(default_factory=dict)
    #: Seconds before now to look at, instead of the board's own range.
    back: float | None = None


@dataclass(frozen=True)
class _Item:
    owner: Panel | Annotation
    name: str
    kind: PanelKind
    #: Each query with its signal; the question is None where it cannot be asked.
    asked: tuple[tuple[Query, Asked | None, str], ...]


@dataclass(frozen=True)
class _Judged:
    """The verdict on one answer, and why."""

    verdict: Verdict
    cause: str = ""
    reason: str = ""
    fix: str = ""


@dataclass(frozen=True)
class Panels:
    """Looks at boards on one stack."""

    stores: Stores
    sources: Sources
    causes: Causes
    expected: Expected
    now: float
    #: Seconds from which on an answer is slow.
    slow: float = SLOW

    def verdicts(self, run: Run) -> list[PanelVerdict]:
        """All panels with queries, annotations and query variables of a board."""
        start, end = span(run.board.time_from, run.board.time_to, self.now)
        start = end - run.back if run.back else start
        window = Window(round(start * 1000), round(end * 1000), 15.0)
        filled = fill(run.board, self.stores, self.sources, run.overrides, window)
        lists = [
            PanelVerdict(
                run.name, f"${verdict.ref}", run.tenant, "variable", verdict.verdict, verdict.cause, verdict.reason,
                verdict.fix, (verdict,),
            )
            for _, verdict in filled.verdicts
        ]  # fmt: skip
        items = [*self._panels(run, filled.scope), *self._annotations(run, filled.scope)]
        every = [(item, query, asked, signal) for item in items for query, asked, signal in item.asked]
        judged = iter(self.stores.desk.all(lambda one: self._query(run, *one), every))
        return [*lists, *(self._panel(run, item, [next(judged) for _ in item.asked]) for item in items)]

    def _panels(self, run: Run, scope: Scope) -> list[_Item]:
        items = []
        for at, panel in enumerate(run.board.panels):
            places = {query.pointer: index for index, query in enumerate(panel.queries)}
            made = {one.query.pointer: one for one in questions(panel, scope, self.sources)}
            asked = tuple(
                (query, made.get(query.pointer), run.signals.get((at, places[query.pointer]), ""))
                for query in panel.queries
                if query.pointer in made or _worth_a_word(query)
            )
            if asked:
                items.append(_Item(panel, panel.title or panel.type or f"panel {panel.id}", "panel", asked))
        return items

    def _annotations(self, run: Run, scope: Scope) -> list[_Item]:
        items = []
        for annotation in run.board.annotations:
            made = list(questions(annotation, scope, self.sources)) if annotation.enabled else []
            if made:
                asked = tuple((one.query, one, "") for one in made)
                items.append(_Item(annotation, annotation.name or "annotation", "annotation", asked))
        return items

    def _query(self, run: Run, item: _Item, query: Query, asked: Asked | None, signal: str) -> QueryVerdict:
        ref = query.ref_id or "A"
        if asked is None or asked.question.kind not in _KNOWN:
            words = f"queries of {query.kind or 'an unknown data source'} are not verified"
            return QueryVerdict(ref, query.text or "", "unchecked", words, "not-verified")
        question = asked.question
        if not question.uid:
            words = f"this stack has no data source of the type {question.kind}"
            return QueryVerdict(ref, question.text, "unchecked", words, "no-source", "add one to Grafana")
        if signal and f'"{NOBODY}"' in question.text:
            words = "nothing in generator.toml says what it should show"
            return QueryVerdict(ref, question.text, "zero", words, "not-configured", signal=signal)
        reading = self.stores.ask(question)
        found = self._judged(question, reading, item.kind, signal)
        if found.verdict in ("empty", "zero") and not reading.rows and not self.expected.of(signal, run.tenant):
            found = _Judged("zero", NOT_EXPECTED, "not-expected")
        seconds = round(reading.seconds, 3)
        return QueryVerdict(ref, question.text, found.verdict, found.cause, found.reason, found.fix, seconds, signal)

    def _judged(self, question: Question, reading: Reading, kind: PanelKind, signal: str) -> _Judged:
        verdict = _verdict(reading, self.slow)
        if verdict == "error":
            return _Judged(verdict, reading.error, "query-error", _MEND_QUERY)
        if verdict == "slow":
            took = reading.error or f"took {reading.seconds:.1f} s"
            return _Judged(verdict, took, "slow", "ask for less: a shorter range, fewer series")
        if verdict == "zero":
            return _Judged("data") if _is_a_reading(signal) else _Judged(verdict, "the answer is 0", "zero")
        if verdict != "empty":
            return _Judged(verdict, reading.error)
        # An annotation marks events: no event is no gap.
        if kind == "annotation":
            return _Judged("zero", "no such event in the range", "nothing-happened")
        found = self.causes.of(question, reading)
        return _Judged(found.verdict, found.words, found.kind, found.fix)

    def _panel(self, run: Run, item: _Item, queries: Sequence[QueryVerdict]) -> PanelVerdict:
        verdict = _of_all([one.verdict for one in queries])
        telling = next((one for one in queries if one.verdict == verdict), queries[0])
        alike = [one for one in queries if one.verdict == verdict]
        cause = telling.cause
        if verdict != "data" and len(queries) > 1 and len({one.cause for one in alike}) > 1:
            cause = "; ".join(dict.fromkeys(short(one.cause, 160) for one in alike[:2]))
        partly = [one for one in queries if one.verdict == "empty"] if verdict == "data" else []
        if partly:
            cause = f"{len(partly)} of {len(queries)} queries are empty: {partly[0].cause}"
            telling = partly[0]
        return PanelVerdict(
            board=run.name,
            panel=item.name,
            tenant=run.tenant,
            kind=item.kind,
            verdict=verdict,
            cause=cause,
            reason=telling.reason,
            fix=telling.fix,
            queries=tuple(queries),
            expected=any(self.expected.of(signal, run.tenant) for _, _, signal in item.asked),
        )


def _is_a_reading(signal: str) -> bool:
    """Whether 0 of a signal is a value like any other: a state (down), an age (just now)."""
    known = signals().get(signal)
    return known is not None and known.kind in (Kind.STATE, Kind.AGE)


def _verdict(reading: Reading, slow: float) -> Verdict:
    if reading.why == "silent":
        return "slow"
    if reading.why in ("unreachable", "denied"):
        return "unchecked"
    if reading.error:
        return "error"
    if reading.seconds > slow:
        return "slow"
    if not reading.rows:
        return "empty"
    return "zero" if reading.zero else "data"


def _of_all(verdicts: Sequence[Verdict]) -> Verdict:
    """A panel is as bad as its worst error; but as good as its best data, for nobody sees an empty query beside it."""
    telling: tuple[Verdict, ...] = ("error", "slow", "data")
    return next((one for one in telling if one in verdicts), min(verdicts, key=WORST.index))


def _worth_a_word(query: Query) -> bool:
    return not query.hidden and query.kind not in (*NO_STORE, "__expr__", *_KNOWN)
