"""What an operator outside of filters makes of the two sides it stands between."""

from __future__ import annotations

from typing import Literal, NamedTuple, NoReturn, cast

from generator.languages.traceql.arithmetic import computed
from generator.languages.traceql.cursor import Cursor
from generator.languages.traceql.tokens import Token
from generator.languages.traceql.tree import (
    Aggregate,
    MetricsBinary,
    Node,
    ScalarFilter,
    Series,
    Spans,
    SpansetBinary,
    Static,
)
from generator.languages.traceql.words import COMPARISONS, LOGICAL, STRUCTURAL, Type

#: filters: filters, with operators and brackets between them. pipeline: a pipeline in brackets, or several with
#: operators. stages: a pipeline without brackets. series: a metrics query in brackets, or arithmetic with such.
#: finished: these with topk or a threshold behind them, which cannot be part of anything.
Shape = Literal["filters", "pipeline", "stages", "aggregate", "number", "series", "finished"]

_NAMES: dict[Shape, str] = {
    "filters": "a filter",
    "pipeline": "a pipeline",
    "aggregate": "a function of spans",
    "number": "a number",
    "series": "a metrics query",
}

_SUM = 3
_ARITHMETIC = {"+": _SUM, "-": _SUM, "*": 4, "/": 4}
#: How tightly an operator binds; from `TIGHT` on they compute numbers.
BINDING = {
    **dict.fromkeys(LOGICAL, 1),
    **dict.fromkeys((*COMPARISONS, *STRUCTURAL), 2),
    **_ARITHMETIC,
    "%": 4,
    "^": 5,
}
TIGHT = _SUM


class Part(NamedTuple):
    """A piece of a query, where it stands with the brackets around it, and what may be done with it."""

    node: Node
    start: int
    end: int
    shape: Shape
    bracketed: bool = False


def joined(cursor: Cursor, left: Part, operator: Token, right: Part) -> Part:
    """The two sides as one, or the reason why not."""
    symbol, one, other = operator.text, left.node, right.node
    shapes = left.shape, right.shape
    place = (left.start, right.end)
    if _spans(left) and _spans(right) and symbol in (*STRUCTURAL, *LOGICAL):
        return Part(SpansetBinary(*place, cast("Spans", one), symbol, cast("Spans", other)), *place, left.shape)
    if isinstance(one, Aggregate) and isinstance(other, Static) and symbol in COMPARISONS:
        return Part(ScalarFilter(*place, one, symbol, other), *place, "stages")
    if isinstance(one, Static) and isinstance(other, Static) and symbol in _ARITHMETIC:
        return Part(computed(cursor, one, operator, other, *place), *place, "number")
    if shapes in (("series", "series"), ("series", "number"), ("number", "series")) and symbol in _ARITHMETIC:
        if any(isinstance(side, Static) and side.type is Type.DURATION for side in (one, other)):
            cursor.fail("a duration cannot be computed with a metrics query", "write the number of seconds", operator)
        return Part(MetricsBinary(*place, cast("Series", one), symbol, cast("Series", other), ()), *place, "series")
    return _refuse(cursor, left, operator, right)


def _spans(part: Part) -> bool:
    return part.shape in ("filters", "pipeline")


def _refuse(cursor: Cursor, left: Part, operator: Token, right: Part) -> NoReturn:
    symbol = operator.text
    shapes = {left.shape, right.shape}
    if "stages" in shapes:
        cursor.fail(
            f'"{symbol}" cannot stand beside a stage',
            "put the stage behind |, or each side in brackets, stages first: (count() > 1) && ({ })",
            operator,
        )
    if "aggregate" in shapes and symbol in (*_ARITHMETIC, "%", "^"):
        cursor.fail("Tempo does not compute with functions of spans", "compare one function with one number", operator)
    if shapes <= {"aggregate", "number"} and "aggregate" in shapes:
        cursor.fail("a function of spans stands left of a comparison, a number right", "write count() > 2", operator)
    if "series" in shapes and symbol in COMPARISONS:
        cursor.fail("a metrics query stands left of a comparison, a number right", "write ({ } | rate()) > 5", operator)
    if shapes <= {"series", "number"} and symbol in ("%", "^"):
        cursor.fail(f'"{symbol}" is known inside of filters only', "write +, -, * or /", operator)
    message = f'"{symbol}" cannot stand between {_NAMES[left.shape]} and {_NAMES[right.shape]}'
    fix = "write &&, ||, or a structural operator such as >>" if _spans(left) and _spans(right) else ""
    cursor.fail(message, fix, operator)
