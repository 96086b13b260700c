"""Server-side expressions of anybody's boards: asked with their queries, judged, and explained by them."""

from __future__ import annotations

from typing import Any

import pytest
from store_answers import StubLoki, StubPrometheus, StubStores, StubTempo

from generator.board_json import read
from generator.config import load
from generator.live.question import EXPRESSION, Question
from generator.live.reading import Reading
from generator.live.stores import LiveSource
from generator.verify.causes import Causes
from generator.verify.expected import Expected
from generator.verify.judging import Judge
from generator.verify.panels import Panels, Run
from generator.verify.result import PanelVerdict
from generator.verify.variables import Sources

SOURCE = LiveSource("p", "P", "prometheus", {})
EXPR = {"type": "__expr__", "uid": "__expr__"}
UP = {"refId": "A", "expr": "up", "hide": True, "datasource": {"type": "prometheus", "uid": "p"}}


class Recording(StubStores):
    """Keeps the questions."""

    def ask(self, question: Question) -> Reading:
        self.asked = [*getattr(self, "asked", []), question]
        return super().ask(question)


def look(readings: dict[str, Reading], *targets: dict[str, Any]) -> tuple[PanelVerdict, list[Question]]:
    stores = Recording(StubPrometheus(lambda _: ()), StubLoki(lambda _: ()), StubTempo({}), (SOURCE,), readings)
    causes = Causes(stores, "")
    panels = Panels(stores, Sources((SOURCE,), {}), Judge(stores, causes), Expected(load(None)), 1e9)
    board = read({"title": "T", "panels": [{"id": 1, "type": "stat", "title": "P", "targets": list(targets)}]})
    (verdict,) = panels.verdicts(Run(board, "T", "", {}))
    return verdict, stores.asked if hasattr(stores, "asked") else []


def math(ref: str, text: str, **more: Any) -> dict[str, Any]:
    return {"refId": ref, "type": "math", "expression": text, "datasource": EXPR, **more}


@pytest.mark.parametrize(
    ("query", "needs"),
    [
        (math("C", "$A / ${B}"), ["A", "B"]),
        (math("C", "A", type="reduce"), ["A"]),
        (math("C", "", type="classic_conditions", conditions=[{"query": {"params": ["B"]}}]), ["B"]),
        (math("C", "SELECT * FROM A JOIN B", type="sql"), ["A", "B"]),
        (math("C", "$D"), ["A", "D"]),
    ],
)
def test_it_is_asked_with_all_it_needs_also_what_is_hidden(query: dict[str, Any], needs: list[str]) -> None:
    other = {**UP, "refId": "B", "expr": "down"}
    verdict, asked = look({query["expression"]: Reading(rows=1)}, UP, other, math("D", "$A", hide=True), query)
    assert verdict.verdict == "data"
    (question,) = asked
    assert question.kind == EXPRESSION
    assert [one.model["refId"] for one in question.needs] == needs


def test_what_is_zero_is_so() -> None:
    assert look({"$A": Reading(rows=3, zero=True)}, UP, math("B", "$A"))[0].verdict == "zero"


@pytest.mark.parametrize(
    ("readings", "text", "verdict", "words"),
    [
        ({}, "$A * 2", "empty", "query A: no metric up"),
        ({"up": Reading(rows=1)}, "$A * 2", "empty", "nothing comes of the expression"),
        ({"up": Reading(error="parse error", why="refused")}, "$A * 2", "empty", "query A: parse error"),
        ({"$A + $Z": Reading(error="no", why="refused"), "up": Reading(rows=1)}, "$A + $Z", "error", "refers to Z"),
        (
            {"$A +": Reading(error="no", why="refused"), "up": Reading(rows=1)},
            "$A +",
            "error",
            "refuses the expression",
        ),
    ],
)
def test_what_gives_nothing_is_explained(readings: dict[str, Reading], text: str, verdict: str, words: str) -> None:
    found, _ = look(readings, UP, math("B", text))
    assert words in found.cause
    assert found.verdict == (verdict if "parse" not in words else "error")


def test_of_a_query_that_cannot_be_asked_it_says_so() -> None:
    foreign = {"refId": "A", "rawSql": "select 1", "hide": True, "datasource": {"type": "mysql", "uid": "m"}}
    found, asked = look({}, foreign, math("B", "$A"))
    assert (found.verdict, found.reason) == ("unchecked", "not-verified")
    assert "mysql" in found.cause
    assert asked == []


def test_expressions_that_name_each_other_end() -> None:
    found, _ = look({}, math("A", "$B"), math("B", "$A"))
    assert found.verdict == "empty"
