"""Finds the reason of an empty answer, whatever the language of its query."""

from __future__ import annotations

from dataclasses import dataclass

from generator.live.problem import StoreError
from generator.live.question import Question
from generator.live.reading import Reading
from generator.live.stores import Stores
from generator.verify.result import Reason
from generator.verify.why.logql import LogqlReasons
from generator.verify.why.promql import PromqlReasons
from generator.verify.why.traceql import TraceqlReasons


@dataclass(frozen=True)
class Causes:
    """`profile` is the telemetry profile of the boards; empty where they are not ours."""

    stores: Stores
    profile: str

    def of(self, question: Question, reading: Reading) -> Reason:
        """Why there is nothing. Where the stores do not tell, the reason says so."""
        try:
            return self._of(question, reading)
        except StoreError as error:
            return Reason("empty", "unexplained", f"nothing came back, and asking why failed: {error.said}")

    def _of(self, question: Question, reading: Reading) -> Reason:
        start, end = question.start, question.end
        if question.kind == "prometheus":
            reasons = PromqlReasons(self.stores.prometheus(question.uid), self.profile)
            return reasons.why(question.text, start, end, instant=question.instant, hollow=reading.hollow > 0)
        if question.kind == "loki":
            return LogqlReasons(self.stores.loki(question.uid)).why(question.text, start, end)
        if question.form == "map":
            return Reason(
                "empty",
                "no-edges",
                f"no calls between services fit {question.text or '{}'}",
                "enable service-graphs in Tempo's metrics generator",
            )
        return TraceqlReasons(self.stores.tempo(question.uid)).why(question.text, start, end)
