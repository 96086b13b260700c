"""The verdict on one question: what its answer says, and where there is none, why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.board_json.expression import named
from generator.live.question import EXPRESSION, Question
from generator.live.reading import Reading
from generator.live.stores import Stores
from generator.signals.signal import Kind
from generator.signals.table import signals
from generator.verify.causes import Causes
from generator.verify.result import PanelKind, Verdict
from generator.verify.why.words import short

#: An answer that takes longer makes people look away. Seconds.
SLOW = 10.0
#: Kinds of queries that are asked as they are.
ASKED = ("prometheus", "loki", "tempo")
_MEND_QUERY = "correct the query; `generator validate` shows the place"


@dataclass(frozen=True)
class Judged:
    """The verdict on one answer, and why. `rows` counts what the answer shows."""

    verdict: Verdict
    cause: str = ""
    reason: str = ""
    fix: str = ""
    seconds: float = 0.0
    rows: int = 0


@dataclass(frozen=True)
class Judge:
    """Asks and judges on one stack. From `slow` seconds on an answer is slow."""

    stores: Stores
    causes: Causes
    slow: float = SLOW

    def of(self, question: Question, kind: PanelKind, signal: str) -> Judged:
        """The verdict on a question of a panel or an annotation; `signal` is the project's own, or empty."""
        if not self._can(question):
            return self._not_asked(question)
        reading = self.stores.ask(question)
        found = self._judged(question, reading, kind, signal)
        return replace(found, seconds=round(reading.seconds, 3), rows=reading.rows)

    def _can(self, question: Question) -> bool:
        known = question.kind in ASKED and bool(question.uid)
        return known or (question.kind == EXPRESSION and all(self._can(one) for one in question.needs))

    def _not_asked(self, question: Question) -> Judged:
        if question.kind == EXPRESSION:
            need = next(one for one in question.needs if not self._can(one))
            return Judged("unchecked", f"it computes with another query: {self._not_asked(need).cause}", "not-verified")
        if question.kind not in ASKED:
            return Judged(
                "unchecked", f"queries of {question.kind or 'an unknown data source'} are not verified", "not-verified"
            )
        words = f"this stack has no data source of the type {question.kind}"
        return Judged("unchecked", words, "no-source", "add one to Grafana")

    def _judged(self, question: Question, reading: Reading, kind: PanelKind, signal: str) -> Judged:
        verdict = _verdict(reading, self.slow)
        if question.kind == EXPRESSION and verdict in ("error", "empty"):
            return self._computed(question, reading, kind)
        if verdict == "error":
            return Judged(verdict, reading.error, "query-error", _MEND_QUERY)
        if verdict == "slow":
            took = reading.error or f"took {reading.seconds:.1f} s"
            return Judged(verdict, took, "slow", "ask for less: a shorter range, fewer series")
        if verdict == "zero":
            return Judged("data") if _is_a_reading(signal) else Judged(verdict, "the answer is 0", "zero")
        if verdict != "empty":
            return Judged(verdict, reading.error)
        # An annotation marks events: no event is no gap.
        if kind == "annotation":
            return Judged("zero", "no such event in the range", "nothing-happened")
        found = self.causes.of(question, reading)
        return Judged(found.verdict, found.words, found.kind, found.fix)

    def _computed(self, question: Question, reading: Reading, kind: PanelKind) -> Judged:
        """Why an expression gave nothing: for what one of its queries says, or for a reason of its own."""
        for need in question.needs:
            if need.kind == EXPRESSION:
                continue
            found = self.of(need, kind, "")
            if not found.rows:
                return replace(found, cause=f"query {need.model.get('refId')}: {found.cause}")
        if reading.error:
            return _refused(question, reading.error)
        words = "the queries have data, and nothing comes of the expression"
        return Judged("empty", words, "no-match", "compare the labels of its queries: only equal ones are computed")


def _refused(question: Question, said: str) -> Judged:
    """An expression that Grafana cannot compute. Of most it says no more than that."""
    there = {one.model.get("refId") for one in question.needs}
    gone = [one for one in named(question.model) if one not in there]
    if gone:
        words = f"the expression refers to {gone[0]}, which is no query of the panel"
        return Judged("error", words, "query-error", "name one of its queries")
    if question.model.get("type") == "sql":
        fix = "SQL expressions have to be switched on: the feature toggle sqlExpressions"
        return Judged("error", f"Grafana refuses the SQL expression: {said}", "query-error", fix)
    words = f"Grafana refuses the expression {short(question.text, 60)}: {said}"
    return Judged("error", words, "query-error", "correct it; Grafana's log says what it cannot read")


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
