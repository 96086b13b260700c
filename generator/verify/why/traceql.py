"""Why a TraceQL query has no result: its sets of spans one by one, then the conditions of the one that is empty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.languages.traceql import analysis, parse, walk
from generator.languages.traceql.tree import (
    Attribute,
    Field,
    FieldBinary,
    Intrinsic,
    Metrics,
    MetricsQuery,
    Node,
    ScalarFilter,
    SpansetBinary,
    SpansetFilter,
    Static,
)
from generator.live.problem import StoreError
from generator.live.tempo import Tempo
from generator.verify.result import Reason
from generator.verify.why.rightly import asks_for_trouble, mentions_trouble
from generator.verify.why.words import known, short

_UNEXPLAINED = Reason("empty", "unexplained", "the spans are there, but nothing is made of them")
_UNREAD = Reason("empty", "unexplained", "nothing came back")
#: Intrinsics that are limits rather than names: nothing beyond them is no gap.
_LIMITS = frozenset(("duration", "traceDuration", "span:duration", "trace:duration", "span:childCount"))
_SERVICE = "resource.service.name"
_COMPARED = {"=", "!=", "=~", "!~", ">", ">=", "<", "<="}
#: Statuses of HTTP from here on say that something went wrong.
_WRONG = 400
#: One part of an attribute's name that says what went wrong: `error`, `exception`, `login_failed`, `error_type`, but
#: not `errors_enabled` or `on_error`.
_FAILURE = re.compile(
    r"(?i)(?!(?:no|on|ignore|skip)_)(?:[a-z0-9_]+_)?(?:err|errors?|exceptions?|fail(?:ed|ures?)|fatal)"
    r"(?:_(?:type|code|kind|message|reason))?"
)
#: Values of such an attribute by which nothing went wrong.
_QUIET = frozenset(("", "0", "0.0", "false", "nil", "no", "none"))


@dataclass(frozen=True)
class _Condition:
    """One of the conditions that a span has to fulfil together; `field` is what it is about, where it is about one."""

    text: str
    field: Attribute | Intrinsic | None
    operator: str
    value: Static | None
    trouble: bool

    @property
    def name(self) -> str:
        """As Tempo calls the field."""
        return "" if self.field is None else analysis.label(self.field)

    @property
    def limit(self) -> bool:
        """Whether it is a limit of a length or a number."""
        numeric = self.operator in (">", ">=", "<", "<=")
        return numeric or (isinstance(self.field, Intrinsic) and self.field.name in _LIMITS)

    @property
    def order(self) -> tuple[bool, bool, bool]:
        """Whose it is comes first, whether it failed and how long it took last."""
        return self.trouble, self.limit, not self.name.startswith("resource.")


@dataclass(frozen=True)
class TraceqlReasons:
    """Finds reasons on one Tempo."""

    tempo: Tempo

    def why(self, text: str, start: float, end: float) -> Reason:
        """Why `text` gave nothing between two moments."""
        tree = parse(text).tree
        if tree is None:
            return _UNREAD
        if not self._any("{ }", start, end):
            return Reason("empty", "no-traces", "Tempo has no trace in the range", "look at the trace exporter")
        # What `compare` sets apart is no condition.
        apart = {id(node.selection) for node in walk(tree) if isinstance(node, Metrics) and node.selection}
        sets = [node for node in walk(tree) if isinstance(node, SpansetFilter) and id(node) not in apart]
        reasons = [
            self._set(text, one, start, end)
            for one in sets
            if not self._any(_braced(text[one.start : one.end]), start, end)
        ]
        if reasons:
            # What is missing altogether explains more than what rightly did not happen.
            return next((one for one in reasons if one.verdict == "empty"), reasons[0])
        return self._together(text, tree, start, end)

    def _set(self, text: str, one: SpansetFilter, start: float, end: float) -> Reason:
        """Why one pair of braces finds no span: the conditions are added one after the other."""
        kept: list[_Condition] = []
        for condition in sorted(_conditions(text, one.condition), key=lambda each: each.order):
            if self._any(_all([*kept, condition]), start, end):
                kept.append(condition)
                continue
            written = short(condition.text, 70)
            if condition.trouble:
                return Reason("zero", "nothing-failed", f"no span with {written}")
            if condition.limit:
                return Reason("zero", "filtered", f"none with {written}")
            return self._culprit(condition, kept, start, end)
        return _UNEXPLAINED

    def _culprit(self, one: _Condition, kept: Sequence[_Condition], start: float, end: float) -> Reason:
        written = short(one.text, 70)
        if one.field is None:
            return Reason("empty", "value-unknown", f"no span with {written}", _LOOK)
        if isinstance(one.field, Attribute) and not self._any(f"{{ {one.name} != nil }}", start, end):
            there = known(one.field.name, self.tempo.tags(start, end))
            return Reason("empty", "field-unknown", f"no span has {one.name}; there is {there}", _LOOK)
        values = self.tempo.tag_values(one.name, start, end)
        wanted = str(one.value.value) if one.value is not None else ""
        if one.name == _SERVICE:
            words = f"no trace of {short(wanted, 60)}; there is {known(wanted, values)}"
            return Reason("empty", "value-unknown", words, "send traces of it, or correct the name")
        if kept and self._any(_all([one]), start, end):
            beside = short(" && ".join(each.text for each in kept), 70)
            return Reason("empty", "value-unknown", f"no span with {beside} has {written}; others have", _LOOK)
        there = f"; there is {known(wanted, values)}" if values and one.operator in ("=", "=~") else ""
        return Reason("empty", "value-unknown", f"no span with {written}{there}", _LOOK)

    def _together(self, text: str, tree: Node, start: float, end: float) -> Reason:
        """Why nothing is left of sets of spans each of which is there."""
        for node in walk(tree):
            if isinstance(node, SpansetBinary) and not self._any(text[node.start : node.end], start, end):
                words = "no trace has both" if node.operator == "&&" else "none stand in this relation"
                return Reason(
                    "empty",
                    "no-match",
                    f"spans of both sides of `{node.operator}` are there, but {words}",
                    "look at a trace: is the context passed on between them?",
                )
            if isinstance(node, ScalarFilter):
                return Reason("zero", "filtered", f"no trace has {short(text[node.start : node.end], 70)}")
            if isinstance(node, MetricsQuery) and node.stages:
                kept = short(text[node.stages[0].start : node.stages[-1].end], 40)
                return Reason("zero", "filtered", f"nothing is left after {kept}")
        return _UNEXPLAINED

    def _any(self, query: str, start: float, end: float) -> bool:
        try:
            return bool(self.tempo.search(query, start, end, 1))
        except StoreError as error:
            # A condition that cannot stand alone says nothing about the whole.
            if error.why == "refused":
                return True
            raise


_LOOK = "look at a trace: what are its attributes called?"


def _braced(text: str) -> str:
    return text if text.startswith("{") else f"{{ {text} }}"


def _all(conditions: Sequence[_Condition]) -> str:
    return f"{{ {' && '.join(each.text for each in conditions)} }}"


def _conditions(text: str, field: Field | None) -> list[_Condition]:
    """The sides of the `&&` of a filter, each as it can stand in a filter of its own."""
    found: list[_Condition] = []
    waiting = [] if field is None else [field]
    while waiting:
        one = waiting.pop()
        if isinstance(one, FieldBinary) and one.operator == "&&":
            waiting += [one.right, one.left]
            continue
        written = text[one.start : one.end]
        loose = isinstance(one, FieldBinary) and one.operator == "||"
        about, operator, value = _comparison(one)
        found.append(_Condition(f"({written})" if loose else written, about, operator, value, _is_trouble(one)))
    return found


def _comparison(node: Field) -> tuple[Attribute | Intrinsic | None, str, Static | None]:
    if isinstance(node, FieldBinary) and node.operator in _COMPARED:
        sides = (node.left, node.right)
        about = next((one for one in sides if isinstance(one, (Attribute, Intrinsic))), None)
        value = next((one for one in sides if isinstance(one, Static)), None)
        return about, node.operator, value
    return (node if isinstance(node, (Attribute, Intrinsic)) else None), "", None


def _is_trouble(node: Field) -> bool:
    """Whether a condition keeps only what went wrong; of alternatives each has to."""
    waiting, every = [node], True
    while waiting and every:
        one = waiting.pop()
        if isinstance(one, FieldBinary) and one.operator == "||":
            waiting += [one.left, one.right]
        else:
            every = _keeps_trouble(*_comparison(one))
    return every


def _keeps_trouble(about: Attribute | Intrinsic | None, operator: str, value: Static | None) -> bool:
    if about is None or value is None:
        return False
    name = analysis.label(about)
    if isinstance(about, Intrinsic):
        if name == "status":
            return (operator, value.value) in (("=", "error"), ("!=", "ok"), ("!=", "unset"))
        if name == "event:name":
            return operator in ("=", "=~") and mentions_trouble(str(value.value))
        return name == "statusMessage" and _is_set(operator, value)
    words = about.name.replace(".", "_")
    if any(_FAILURE.fullmatch(part) for part in about.name.split(".")):
        return _is_set(operator, value)
    if words.endswith("status_code") and isinstance(value.value, int) and not isinstance(value.value, bool):
        floor = value.value + (operator == ">")
        return operator in ("=", ">", ">=") and floor >= _WRONG
    return asks_for_trouble(words, operator, str(value.value))


def _is_set(operator: str, value: Static) -> bool:
    """Whether a condition wants something to stand there: `!= nil`, `= true`, but neither `= false` nor `!= "x"`."""
    quiet = str(value.value).lower() in _QUIET
    return quiet if operator == "!=" else operator in ("=", "=~") and not quiet
