"""Every query of every panel, annotation and variable of a board, asked for one tenant, with a verdict each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.board_json import Dashboard
from generator.board_json.dashboard import Annotation
from generator.board_json.parts import Panel, Query
from generator.interpolate import Chosen, Scope, Window, find
from generator.live.stores import Stores
from generator.signals.signal import NOBODY
from generator.verify.asking import NO_STORE, Asked, questions
from generator.verify.expected import NOT_EXPECTED, Expected
from generator.verify.judging import ASKED, Judge, Judged
from generator.verify.moment import span
from generator.verify.result import WORST, PanelKind, PanelVerdict, QueryVerdict, Verdict
from generator.verify.variables import Filled, Sources, fill
from generator.verify.why.words import short


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
class Panels:
    """Looks at boards on one stack."""

    stores: Stores
    sources: Sources
    judge: Judge
    expected: Expected
    now: float

    def verdicts(self, run: Run) -> list[PanelVerdict]:
        """All panels with queries, annotations and query variables of a board."""
        start, end = span(run.board.time_from, run.board.time_to, self.now)
        start = end - run.back if run.back else start
        window = Window(round(start * 1000), round(end * 1000), 15.0)
        filled = fill(run.board, self.stores, self.sources, run.overrides, window)
        lists = [self._list(run, verdict) for _, verdict in filled.verdicts]
        items = [*self._panels(run, filled.scope), *self._annotations(run, filled.scope)]
        every = [(item, query, asked, signal) for item in items for query, asked, signal in item.asked]
        judged = iter(self.stores.desk.all(lambda one: self._query(run, filled, *one), every))
        return [*lists, *(self._panel(run, item, [next(judged) for _ in item.asked]) for item in items)]

    def _list(self, run: Run, one: QueryVerdict) -> PanelVerdict:
        """The list of a variable. Of one that only unexpected signals are narrowed by nobody expects anything."""
        narrowed = [
            run.signals.get((at, index), "")
            for at, panel in enumerate(run.board.panels)
            for index, query in enumerate(panel.queries)
            if any(reference.name == one.ref for reference in find(query.text or ""))
        ]
        expected = not narrowed or any(self.expected.of(signal, run.tenant) for signal in narrowed)
        if one.verdict == "empty" and not expected:
            one = replace(one, verdict="zero", cause=NOT_EXPECTED, reason="not-expected", fix="")
        return PanelVerdict(
            run.name,
            f"${one.ref}",
            run.tenant,
            "variable",
            one.verdict,
            one.cause,
            one.reason,
            one.fix,
            (one,),
            expected,
        )

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

    def _query(
        self, run: Run, filled: Filled, item: _Item, query: Query, asked: Asked | None, signal: str
    ) -> QueryVerdict:
        ref = query.ref_id or "A"
        if asked is None:
            words = f"queries of {query.kind or 'an unknown data source'} are not verified"
            return QueryVerdict(ref, query.text or "", "unchecked", words, "not-verified")
        text = asked.question.text
        if signal and f'"{NOBODY}"' in text:
            words = "nothing in generator.toml says what it should show"
            return QueryVerdict(ref, text, "zero", words, "not-configured", signal=signal)
        missing = filled.missing(query.text or "")
        if missing:
            return QueryVerdict(ref, text, "unchecked", missing, "no-value", signal=signal)
        found = self.judge.of(asked.question, item.kind, signal)
        if found.verdict in ("empty", "zero") and not found.rows and not self.expected.of(signal, run.tenant):
            found = Judged("zero", NOT_EXPECTED, "not-expected", seconds=found.seconds)
        return QueryVerdict(ref, text, found.verdict, found.cause, found.reason, found.fix, found.seconds, signal)

    def _panel(self, run: Run, item: _Item, queries: Sequence[QueryVerdict]) -> PanelVerdict:
        verdict = _of_all([one.verdict for one in queries])
        telling = next((one for one in queries if one.verdict == verdict), queries[0])
        alike = [one for one in queries if one.verdict == verdict]
        cause = telling.cause
        if verdict != "data" and len(queries) > 1 and len({one.cause for one in alike}) > 1:
            cause = "; ".join(short(one, 160) for one in _told(alike)[:2])
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


def _told(queries: Sequence[QueryVerdict]) -> list[str]:
    """Each cause once. What an expression says of the query that it computes with, that query says itself."""
    causes = list(dict.fromkeys(one.cause for one in queries if one.cause))
    return [one for one in causes if not any(other in one for other in causes if other != one)]


def _of_all(verdicts: Sequence[Verdict]) -> Verdict:
    """A panel is as bad as its worst error; but as good as its best data, for nobody sees an empty query beside it."""
    telling: tuple[Verdict, ...] = ("error", "slow", "data")
    return next((one for one in telling if one in verdicts), min(verdicts, key=WORST.index))


def _worth_a_word(query: Query) -> bool:
    return not query.hidden and query.kind not in (*NO_STORE, *ASKED)
