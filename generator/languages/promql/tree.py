"""A query as a tree. Every part knows where it stands in the text: `text[start:end]`.

Parts are compared by identity: the same selector written twice is two selectors, and a part can be a key of a
dictionary. Nesting is limited, but a chain such as `a + b + c + ...` is as deep on its left as it is long: use `walk`
and not recursion.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

Operator = Literal["=", "!=", "=~", "!~"]


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A name, an operator or a value: `text` is what it means, without quotes and escapes."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Duration:
    """A range, a step or an offset in seconds; an offset may be negative."""

    seconds: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """What follows `@`: seconds since 1970, or an edge of the time range; the other one is None."""

    seconds: float | None
    edge: Literal["start", "end"] | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """One condition in braces. `{"a.b"}` is the metric name's: all three words stand where the name stands."""

    label: Word
    operator: Word
    value: Word
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """`by (...)` or `without (...)`."""

    without: bool
    labels: tuple[Word, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """`on (...)` or `ignoring (...)`; `many` is the side with many series (`group_left`), `include` its labels."""

    on: bool
    labels: tuple[Word, ...]
    many: Literal["left", "right"] | None
    include: tuple[Word, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """A number; a duration such as `5m` is one too, in seconds."""

    value: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class String:
    """A string, `value` without quotes and escapes. A byte that is not UTF-8 is U+FFFD."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Selector:
    """`name{matchers}[range] offset ... @ ...`; a range vector if it has a range, else an instant vector."""

    name: Word | None
    matchers: tuple[Matcher, ...]
    range: Duration | None
    offset: Duration | None
    at: Moment | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Subquery:
    """`expression[range:step]`; without a step the server's evaluation interval."""

    expression: Node
    range: Duration
    step: Duration | None
    offset: Duration | None
    at: Moment | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A function call. The function may be unknown and the arguments wrong: the problems say so."""

    function: Word
    arguments: tuple[Node, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Aggregate:
    """`sum by (x) (expression)`. `operator` is in small letters; `parameter` is the 5 of `topk(5, ...)`."""

    operator: Word
    parameter: Node | None
    expression: Node
    grouping: Grouping | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Binary:
    """`left operator right`. `operator` is in small letters; `returns_bool` is the word `bool` behind it."""

    operator: Word
    left: Node
    right: Node
    returns_bool: bool
    matching: Matching | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Unary:
    """`-expression` or `+expression`."""

    operator: Word
    expression: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Paren:
    """`(expression)`."""

    expression: Node
    start: int
    end: int


Node: TypeAlias = Number | String | Selector | Subquery | Call | Aggregate | Binary | Unary | Paren


def children(node: Node) -> tuple[Node, ...]:
    """The expressions right below one, in source order."""
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Binary):
        return (node.left, node.right)
    if isinstance(node, Aggregate):
        return (node.expression,) if node.parameter is None else (node.parameter, node.expression)
    if isinstance(node, Paren | Unary | Subquery):
        return (node.expression,)
    return ()


# Every rule goes over the trees of a board, one after the other.
@lru_cache(maxsize=512)
def walk(node: Node) -> tuple[Node, ...]:
    """The expression and all below it, in source order, each before what it holds. No depth is too deep."""
    found = []
    waiting = [node]
    while waiting:
        found.append(waiting.pop())
        waiting.extend(reversed(children(found[-1])))
    return tuple(found)
