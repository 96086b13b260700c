"""Reads a query from its filters outwards: operators between filters, stages behind `|`, arithmetic between queries.

Brackets decide what may follow. Stages follow filters only, not a pipeline in brackets; operators stand between
filters, or between pipelines of which each is in brackets.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import cast

from generator.languages.traceql.arithmetic import negative
from generator.languages.traceql.constants import number
from generator.languages.traceql.cursor import Cursor
from generator.languages.traceql.join import BINDING, TIGHT, Part, Shape, joined
from generator.languages.traceql.metrics import metrics_stage, second_stage
from generator.languages.traceql.mistakes import closing, refuse_stage
from generator.languages.traceql.stages import aggregate, span_stage, spanset_filter
from generator.languages.traceql.tokens import Token
from generator.languages.traceql.tree import (
    MetricsBinary,
    MetricsQuery,
    Node,
    Pipeline,
    SecondStage,
    Spans,
    Static,
    Threshold,
)
from generator.languages.traceql.words import AGGREGATES, COMPARISONS, METRICS, STAGES

#: What cannot be a stage, or the whole of a query: what is wrong, and how to mend it.
ALONE: dict[Shape, tuple[str, str]] = {
    "aggregate": ("a function of spans is compared with a number", "write count() > 2"),
    "number": ("a number alone selects nothing", "begin with a filter: { }"),
    "series": ("a metrics query cannot be a stage", "put it in front, or combine two with + - * /"),
    "finished": ("a metrics query cannot be a stage", "put it in front, or combine two with + - * /"),
    "pipeline": ("a stage does not stand in brackets", "leave the brackets out"),
}


def pipeline(cursor: Cursor) -> Part:
    """Everything up to the bracket that closes, the hints, or the end."""
    start = cursor.token.start
    if cursor.at_word("by", "select"):
        first = Part(span_stage(cursor), start, cursor.end, "stages")
    elif cursor.at_word("coalesce", *METRICS):
        name = cursor.token.text
        cursor.fail(f"{name}() needs spans before it", f"write {{ }} | {name}(...)")
    else:
        first = combination(cursor)
    if first.shape in ("series", "finished"):
        return _second_stages(cursor, first, "finished")
    if cursor.at("|") and first.shape == "pipeline":
        cursor.fail("no stage can follow a pipeline in brackets", "move the closing bracket behind the last stage")
    if cursor.at("|") and first.shape in ALONE:
        cursor.fail(*ALONE[first.shape], first)
    stages = [first.node]
    while cursor.at("|"):
        end = cursor.end
        cursor.take()
        if cursor.at_word(*METRICS):
            spans = _whole(stages, start, end)
            metrics = metrics_stage(cursor)
            query = MetricsQuery(start, cursor.end, cast("Spans", spans), metrics, ())
            return _second_stages(cursor, Part(query, start, cursor.end, "series"), "series")
        stages.append(_stage(cursor))
    return first if len(stages) == 1 else Part(_whole(stages, start, cursor.end), start, cursor.end, "stages")


def combination(cursor: Cursor, loosest: int = 1) -> Part:
    """Operands with operators between them that bind at least so tightly as `loosest`."""
    reader = _Combination(cursor)
    while True:
        reader.add(reader.bracket() if cursor.at("(") else reader.operand())
        if not reader.read_operator(loosest):
            return reader.whole()


@dataclass(slots=True)
class _Combination:
    """Operands and operators on two stacks: no length is too much for it."""

    cursor: Cursor
    parts: list[Part] = field(default_factory=list)
    waiting: list[Token] = field(default_factory=list)
    spans: Part | None = None

    def operand(self) -> Part:
        """Anything but a bracket."""
        cursor, start = self.cursor, self.cursor.token.start
        if cursor.at("{"):
            return Part(spanset_filter(cursor), start, cursor.end, "filters")
        if cursor.at("-"):
            return self._negative()
        if cursor.at_word(*AGGREGATES):
            return Part(aggregate(cursor), start, cursor.end, "aggregate")
        constant = number(cursor.token)
        if constant is None:
            refuse_stage(cursor)
        cursor.take()
        return Part(constant, start, cursor.end, "number")

    def bracket(self) -> Part:
        """A pipeline in brackets."""
        self.cursor.descend()
        opened = self.cursor.take()
        inner = pipeline(self.cursor)
        if inner.shape == "finished":
            message = "topk and thresholds on metrics queries in brackets stand outside of all brackets"
            self.cursor.fail(message, "move the closing bracket before them", inner)
        closing(self.cursor, ")")
        self.cursor.ascend()
        shape: Shape = "pipeline" if inner.shape == "stages" else inner.shape
        return Part(inner.node, opened.start, self.cursor.end, shape, bracketed=True)

    def add(self, part: Part) -> None:
        """One more operand. What the first filter or pipeline is, all others have to be."""
        if part.shape in ("filters", "pipeline"):
            first = self.spans = self.spans or part
            if first.shape == "filters" and part.shape == "pipeline":
                self.cursor.fail("a pipeline cannot stand behind a filter", "put the pipeline first", part)
            if first.shape == "pipeline" and not part.bracketed:
                self.cursor.fail("beside a pipeline a filter stands in brackets", "write ({ ... })", part)
        self.parts.append(part)

    def read_operator(self, loosest: int) -> bool:
        token = self.cursor.token
        binding = BINDING.get(token.text, 0) if token.kind == "symbol" else 0
        if binding < loosest:
            return False
        self._reduce(binding)
        if token.text in COMPARISONS and not self.waiting and self.parts[0].shape == "series":
            # A threshold, which may be one of many.
            return False
        self.waiting.append(self.cursor.take())
        return True

    def whole(self) -> Part:
        self._reduce(1)
        return self.parts[0]

    def _reduce(self, binding: int) -> None:
        while self.waiting and BINDING[self.waiting[-1].text] >= binding:
            operator, right, left = self.waiting.pop(), self.parts.pop(), self.parts.pop()
            self.parts.append(joined(self.cursor, left, operator, right))

    def _negative(self) -> Part:
        self.cursor.descend()
        sign = self.cursor.take()
        part = self.bracket() if self.cursor.at("(") else self.operand()
        if not isinstance(part.node, Static):
            self.cursor.fail("only a number can be negative", "write 0 - (...) for a metrics query", sign)
        self.cursor.ascend()
        return Part(negative(part.node, sign.start), sign.start, part.end, "number")


def _stage(cursor: Cursor) -> Node:
    """What follows a `|`, metrics functions apart."""
    if cursor.at_word(*STAGES):
        return span_stage(cursor)
    part = combination(cursor)
    if part.shape in ALONE:
        cursor.fail(*ALONE[part.shape], part)
    return part.node


def _whole(stages: list[Node], start: int, end: int) -> Node:
    return stages[0] if len(stages) == 1 else Pipeline(start, end, cast("tuple[Spans, ...]", tuple(stages)))


def _second_stages(cursor: Cursor, part: Part, shape: Shape) -> Part:
    """topk, bottomk and thresholds, one after the other; `shape` is what the query is with them."""
    stages: list[SecondStage | Threshold] = []
    while cursor.at("|", *COMPARISONS):
        if cursor.accept("|"):
            stages.append(second_stage(cursor))
            continue
        operator = cursor.take()
        value = combination(cursor, TIGHT).node
        if not isinstance(value, Static):
            cursor.fail("a metrics query can only be compared with a number", "divide one by the other first", operator)
        stages.append(Threshold(operator.start, cursor.end, operator.text, value))
    if shape == "series" and cursor.token.text in BINDING:
        message = f'"{cursor.token.text}" stands between metrics queries in brackets'
        cursor.fail(message, "write ({ } | rate()) / ({ } | rate())")
    if stages and isinstance(part.node, (MetricsQuery, MetricsBinary)):
        query = replace(part.node, start=part.start, end=cursor.end, stages=(*part.node.stages, *stages))
        return Part(query, part.start, cursor.end, shape)
    return part
