"""Which labels can be on the series of each part of a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.languages.promql.functions import FUNCTIONS
from generator.languages.promql.tree import (
    Aggregate,
    Binary,
    Call,
    Matcher,
    Matching,
    Node,
    Number,
    Paren,
    Selector,
    String,
    Unary,
    walk,
)
from generator.languages.promql.types import Types, types
from generator.languages.promql.words import COMPARISONS, SELECTING_AGGREGATIONS, SET_OPERATORS, TRIMS

_NAME = "__name__"

#: With more names than any query of a person has, every label is possible: sets that grow with each operator would
#: take time quadratic in the query's length.
_MOST = 1000

#: Functions that leave the series' labels as they are, the metric's name included.
_KEEPING_NAME = frozenset(
    {"last_over_time", "first_over_time", "sort", "sort_desc", "sort_by_label", "sort_by_label_desc"}
)


@dataclass(frozen=True, slots=True)
class Labels:
    """Exactly the labels `names`, or all but them. A label that is not in it is on no series, whatever the data."""

    names: frozenset[str]
    all_but: bool

    def may_have(self, label: str) -> bool:
        """Whether a series can have the label."""
        return (label in self.names) != self.all_but

    def adding(self, labels: Iterable[str]) -> Labels:
        """These labels and those."""
        more = frozenset(labels)
        return _bounded(self.names - more if self.all_but else self.names | more, self.all_but)

    def dropping(self, labels: Iterable[str]) -> Labels:
        """These labels without those."""
        less = frozenset(labels)
        return _bounded(self.names | less if self.all_but else self.names - less, self.all_but)

    def keeping(self, labels: Iterable[str]) -> Labels:
        """Only those of these labels."""
        return only(label for label in labels if self.may_have(label))

    def common(self, other: Labels) -> Labels:
        """The labels that are in both."""
        if other.all_but:
            return self.dropping(other.names)
        return self.keeping(other.names)

    def either(self, other: Labels) -> Labels:
        """The labels that are in one or both."""
        if not other.all_but:
            return self.adding(other.names)
        if not self.all_but:
            return other.adding(self.names)
        return Labels(self.names & other.names, True)


def only(labels: Iterable[str] = ()) -> Labels:
    """Exactly these."""
    return _bounded(frozenset(labels), False)


def _bounded(names: frozenset[str], all_but: bool) -> Labels:
    return Labels(names, all_but) if len(names) <= _MOST else ANY


ANY = Labels(frozenset(), True)
NONE = only()


@lru_cache(maxsize=512)
def label_sets(tree: Node) -> Mapping[Node, Labels]:
    """The labels after every part, in one pass. `__name__` counts as a label; a number and a string have none."""
    known: dict[Node, Labels] = {}
    kinds = types(tree)
    # What a part holds comes behind it in a walk, so it is known first from behind.
    for node in reversed(walk(tree)):
        known[node] = _labels(node, known, kinds)
    return known


def labels_after(node: Node) -> Labels:
    """The labels that can be on the series of one part."""
    return label_sets(node)[node]


def _labels(node: Node, known: Mapping[Node, Labels], kinds: Types) -> Labels:
    if isinstance(node, Selector):
        return ANY.dropping(matcher.label.text for matcher in node.matchers if _wants_none(matcher))
    if isinstance(node, Aggregate):
        return _aggregated(node, known[node.expression])
    if isinstance(node, Call):
        return _called(node, known)
    if isinstance(node, Binary):
        return _joined(node, known, kinds)
    if isinstance(node, Number | String):
        return NONE
    below = known[node.expression]
    return below.dropping({_NAME}) if isinstance(node, Unary) and node.operator.text == "-" else below


def _wants_none(matcher: Matcher) -> bool:
    return (matcher.operator.text, matcher.value.text) in (("=", ""), ("=~", ""), ("!~", ".+"))


def _aggregated(node: Aggregate, below: Labels) -> Labels:
    if node.operator.text in SELECTING_AGGREGATIONS:
        return below
    group = node.grouping
    labels = {label.text for label in group.labels} if group else set()
    left = below.dropping({_NAME, *labels}) if group and group.without else below.keeping(labels)
    if node.operator.text == "count_values" and isinstance(node.parameter, String):
        return left.adding({node.parameter.value})
    return left


def _called(node: Call, known: Mapping[Node, Labels]) -> Labels:
    name, arguments = node.function.text, node.arguments
    function = FUNCTIONS.get(name)
    if function is None:
        return ANY
    if name in ("absent", "absent_over_time") and arguments:
        return _absent(arguments[0])
    vectors = [index for index, one in enumerate(function.takes) if one in ("vector", "matrix")]
    if function.gives == "scalar" or not vectors or vectors[0] >= len(arguments):
        return NONE
    below = known[arguments[vectors[0]]]
    if name in ("label_replace", "label_join"):
        return _labelled(name, arguments, below)
    if name == "info":
        return ANY
    if name in _KEEPING_NAME:
        return below
    below = below.dropping({_NAME})
    if name in ("histogram_quantile", "histogram_fraction"):
        return below.dropping({"le"})
    if name == "histogram_quantiles":
        return below.dropping({"le"}).adding(_strings(arguments[1:2]))
    return below


def _labelled(name: str, arguments: tuple[Node, ...], below: Labels) -> Labels:
    target = _strings(arguments[1:2])
    if not target:
        return ANY
    # label_replace(x, "a", "", ...) can only remove.
    removes = name == "label_replace" and _strings(arguments[2:3]) == [""]
    return below if removes else below.adding(target)


def _strings(arguments: tuple[Node, ...]) -> list[str]:
    """The values of those arguments that are strings."""
    return [one.value for one in map(_bare, arguments) if isinstance(one, String)]


def _bare(node: Node) -> Node:
    while isinstance(node, Paren):
        node = node.expression
    return node


def _absent(argument: Node) -> Labels:
    """What `absent` makes of a selector: the labels that it compares once, and with `=`."""
    selector = _bare(argument)
    if not isinstance(selector, Selector):
        return NONE
    return only(one.label.text for one in selector.matchers if one.operator.text == "=" and one.value.text).dropping(
        {_NAME}
    )


def _joined(node: Binary, known: Mapping[Node, Labels], kinds: Types) -> Labels:
    left, right = known[node.left], known[node.right]
    name = node.operator.text
    if name == "or":
        return left.either(right)
    filters = name in COMPARISONS | TRIMS | SET_OPERATORS and not node.returns_bool
    lost = set() if filters else {_NAME}
    vectors = (kinds[node.left] != "scalar", kinds[node.right] != "scalar")
    if vectors != (True, True):
        return NONE if vectors == (False, False) else (left if vectors[0] else right).dropping(lost)
    if name == "unless":
        return left
    matching = node.matching
    flipped = matching is not None and matching.many == "right"
    many, one = (right, left) if flipped else (left, right)
    agreed = _agreed(many, one, matching)
    if name == "and":
        return agreed
    agreed = agreed.dropping(lost)
    if matching is None:
        return agreed
    labels = {label.text for label in matching.labels}
    if matching.many is None:
        return agreed.keeping(labels) if matching.on else agreed.dropping(labels)
    included = {label.text for label in matching.include}
    return agreed.dropping(included).adding(label for label in included if one.may_have(label))


def _agreed(many: Labels, one: Labels, matching: Matching | None) -> Labels:
    """The labels of series that find a partner: a compared label that the partner cannot have is not there."""
    labels = {label.text for label in matching.labels} if matching else set()
    if matching and matching.on:
        return many.dropping(label for label in labels if not one.may_have(label))
    return many.common(one.adding({_NAME, *labels}))
