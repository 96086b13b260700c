"""A TraceQL query as a tree. Every node knows where it stands: `text[node.start:node.end]` is how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.languages.traceql.words import INTRINSICS, Type


@dataclass(frozen=True, slots=True)
class Node:
    """Offsets into the text, without brackets around the node. Its other fields are in the order of the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribute(Node):
    """A key of the telemetry. `scope` is empty for `.name`, which is looked for in every scope."""

    scope: str
    name: str
    parent: bool = False


@dataclass(frozen=True, slots=True)
class Intrinsic(Node):
    """A field that every span has. `duration` and `span:duration` are two names of one."""

    name: str

    @property
    def type(self) -> Type:
        return INTRINSICS[self.name].type


@dataclass(frozen=True, slots=True)
class Static(Node):
    """A constant. Numbers that are computed from numbers (`1024 * 1024`) are one constant, except inside a filter.

    `value` is the number (of a duration in nanoseconds), the text, the word; None for `nil`.
    """

    type: Type
    value: str | int | float | bool | None

    @property
    def number(self) -> int | float:
        """The value of a number or a duration; 0 of anything else."""
        return self.value if isinstance(self.value, (int, float)) else 0


@dataclass(frozen=True, slots=True)
class FieldUnary(Node):
    operator: str
    operand: Field


@dataclass(frozen=True, slots=True)
class FieldBinary(Node):
    left: Field
    operator: str
    right: Field


Field = Attribute | Intrinsic | Static | FieldUnary | FieldBinary


@dataclass(frozen=True, slots=True)
class SpansetFilter(Node):
    """`{ condition }`; `{ }` has none."""

    condition: Field | None


@dataclass(frozen=True, slots=True)
class SpansetBinary(Node):
    """Two sets of spans and a structural (`>>`) or a logical operator (`&&`) between them."""

    left: Spans
    operator: str
    right: Spans


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """`avg(duration)`; `count()` has no field."""

    function: str
    field: Field | None


@dataclass(frozen=True, slots=True)
class ScalarFilter(Node):
    """`count() > 2`: keeps the sets of spans for which it holds."""

    aggregate: Aggregate
    operator: str
    value: Static


@dataclass(frozen=True, slots=True)
class By(Node):
    """One set of spans becomes one for each value of the field."""

    field: Field


@dataclass(frozen=True, slots=True)
class Select(Node):
    """Fields that come with the result."""

    fields: tuple[Attribute | Intrinsic, ...]


@dataclass(frozen=True, slots=True)
class Coalesce(Node):
    """All sets of spans become one again."""


@dataclass(frozen=True, slots=True)
class Pipeline(Node):
    """At least two stages with `|` between them."""

    stages: tuple[Spans, ...]


Spans = SpansetFilter | SpansetBinary | ScalarFilter | By | Select | Coalesce | Pipeline


@dataclass(frozen=True, slots=True)
class Metrics(Node):
    """The stage that turns spans into series: `rate() by (name)`.

    `selection` is the filter of `compare`; `parameters` are the quantiles, or what follows that filter.
    """

    function: str
    selection: SpansetFilter | None
    field: Attribute | Intrinsic | None
    parameters: tuple[Static, ...]
    by: tuple[Attribute | Intrinsic, ...]


@dataclass(frozen=True, slots=True)
class SecondStage(Node):
    """`topk(5)`, `bottomk(5)`."""

    function: str
    limit: Static


@dataclass(frozen=True, slots=True)
class Threshold(Node):
    """`> 10` after a metrics query: other points are left out."""

    operator: str
    value: Static


@dataclass(frozen=True, slots=True)
class MetricsQuery(Node):
    """Spans, the stage that makes series of them, and what is done with these one after the other."""

    spans: Spans
    metrics: Metrics
    stages: tuple[SecondStage | Threshold, ...]


@dataclass(frozen=True, slots=True)
class MetricsBinary(Node):
    """Arithmetic between two metrics queries, or one and a number; what is done with the result."""

    left: Series
    operator: str
    right: Series
    stages: tuple[SecondStage | Threshold, ...]


Series = MetricsQuery | MetricsBinary | Static


@dataclass(frozen=True, slots=True)
class Hint(Node):
    name: str
    value: Static


@dataclass(frozen=True, slots=True)
class Hints(Node):
    """`with (exemplars=true)`. Of several only the last counts."""

    entries: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class Query(Node):
    """The whole of a text."""

    expression: Spans | MetricsQuery | MetricsBinary
    hints: tuple[Hints, ...]


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below, in source order."""
    for name in node.__slots__:
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from value


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in source order, however deep."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting += reversed(tuple(children(current)))
