"""What a LogQL query is made of. Every node knows where it stands: `text[node.start:node.end]`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of a query."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A quoted text; `value` is what it means. A byte that is not UTF-8 is a lone surrogate in it."""

    value: str


@dataclass(frozen=True, slots=True)
class Label(Node):
    """The name of a label."""

    name: str


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number, with its sign."""

    value: float


@dataclass(frozen=True, slots=True)
class Duration(Node):
    """A duration with its unit: a range with its brackets, an offset, or the value of a filter."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Size(Node):
    """A number of bytes with its unit."""

    count: float


@dataclass(frozen=True, slots=True)
class Ip(Node):
    """`ip("...")`: an address, a range of addresses, or a network."""

    pattern: Text


@dataclass(frozen=True, slots=True)
class Matcher(Node):
    """`label="value"` in a selector, in `drop` or in `keep`. `operator` is `=`, `!=`, `=~` or `!~`."""

    label: Label
    operator: str
    value: Text


@dataclass(frozen=True, slots=True)
class LogSelector(Node):
    """`{...}`."""

    matchers: tuple[Matcher, ...]


@dataclass(frozen=True, slots=True)
class LineFilter(Node):
    """`|= "a" or "b"`. `operator` is `|=`, `!=`, `|~`, `!~`, `|>` or `!>`."""

    operator: str
    values: tuple[Text | Ip, ...]


@dataclass(frozen=True, slots=True)
class Extraction(Node):
    """What `json` or `logfmt` puts into one label; without an expression, the field of the label's own name."""

    label: Label
    expression: Text | None


@dataclass(frozen=True, slots=True)
class Parser(Node):
    """`| json`, `| logfmt`, `| unpack`, `| regexp "..."` or `| pattern "..."`."""

    name: str
    flags: tuple[str, ...] = ()
    extractions: tuple[Extraction, ...] = ()
    expression: Text | None = None


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`label > 5s` in a label filter. `operator` is one of `=`, `!=`, `=~`, `!~`, `==`, `>`, `>=`, `<`, `<=`."""

    label: Label
    operator: str
    value: Text | Ip | Number | Duration | Size


@dataclass(frozen=True, slots=True)
class Logical(Node):
    """Two conditions of a label filter. A comma or a blank between them is an "and"."""

    operator: Literal["and", "or"]
    left: Condition
    right: Condition


@dataclass(frozen=True, slots=True)
class Grouped(Node):
    """A condition in parentheses."""

    condition: Condition


Condition = Comparison | Logical | Grouped


@dataclass(frozen=True, slots=True)
class LabelFilter(Node):
    """`| label="value" and other > 5`. It keeps the lines that its condition is true of."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class LineFormat(Node):
    """`| line_format "{{.message}}"`."""

    template: Text


@dataclass(frozen=True, slots=True)
class Assignment(Node):
    """`label=other` renames, `label="{{.template}}"` writes."""

    label: Label
    value: Label | Text


@dataclass(frozen=True, slots=True)
class LabelFormat(Node):
    """`| label_format a=b, c="{{.d}}"`."""

    assignments: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Drop(Node):
    """`| drop a, b="c"`."""

    targets: tuple[Label | Matcher, ...]


@dataclass(frozen=True, slots=True)
class Keep(Node):
    """`| keep a, b="c"`."""

    targets: tuple[Label | Matcher, ...]


@dataclass(frozen=True, slots=True)
class Decolorize(Node):
    """`| decolorize`."""


@dataclass(frozen=True, slots=True)
class Unwrap(Node):
    """`| unwrap label` or `| unwrap duration(label)`. Only label filters can come after it."""

    label: Label
    conversion: str | None


Stage = LineFilter | Parser | LabelFilter | LineFormat | LabelFormat | Drop | Keep | Decolorize | Unwrap


@dataclass(frozen=True, slots=True)
class LogQuery(Node):
    """A selector and the stages behind it, in order."""

    selector: LogSelector
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True, slots=True)
class Grouping(Node):
    """`by (a, b)` or `without (a, b)`."""

    kind: Literal["by", "without"]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class RangeAggregation(Node):
    """`rate({...}[5m] offset 1h)`. The range may stand before the stages: then the query reaches around it."""

    function: str
    parameter: Number | None
    query: LogQuery
    range: Duration
    offset: Duration | None
    grouping: Grouping | None

    @property
    def unwrap(self) -> Unwrap | None:
        """The stage that says which label holds the numbers."""
        return next((stage for stage in self.query.stages if isinstance(stage, Unwrap)), None)


@dataclass(frozen=True, slots=True)
class VectorAggregation(Node):
    """`sum by (a) (...)` or `topk(5, ...)`."""

    operation: str
    parameter: Number | None
    expression: Expression
    grouping: Grouping | None


@dataclass(frozen=True, slots=True)
class LabelReplace(Node):
    """`label_replace(expression, target, replacement, source, pattern)`."""

    expression: Expression
    target: Text
    replacement: Text
    source: Text
    pattern: Text


@dataclass(frozen=True, slots=True)
class Vector(Node):
    """`vector(0)`."""

    value: Number


@dataclass(frozen=True, slots=True)
class Matching(Node):
    """`on (a)` or `ignoring (a)`, and `group_left (b)`: `group` is the side with several series for one."""

    kind: Literal["on", "ignoring"]
    labels: tuple[Label, ...]
    group: Literal["left", "right"] | None
    include: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """`left + right`. `returns_bool`: 0 and 1 in place of dropping series."""

    operator: str
    left: Expression
    right: Expression
    returns_bool: bool
    matching: Matching | None


@dataclass(frozen=True, slots=True)
class Paren(Node):
    """An expression in parentheses."""

    inner: Expression


Expression = LogQuery | RangeAggregation | VectorAggregation | LabelReplace | Vector | Binary | Number | Paren
