"""Why a PromQL query has no result: its parts are asked one by one, from the outside to the selector that is empty."""

from __future__ import annotations

from dataclasses import dataclass

from generator.detect.dialects import siblings
from generator.languages.promql import parse
from generator.languages.promql.tree import (
    Aggregate,
    Binary,
    Call,
    Matcher,
    Node,
    Number,
    Paren,
    Selector,
    String,
    Subquery,
    Unary,
)
from generator.live.prometheus import Prometheus
from generator.verify.result import Reason
from generator.verify.why.absent import AbsentMetrics
from generator.verify.why.rightly import asks_for_trouble, counts_trouble
from generator.verify.why.words import ago, few, known, short

#: Deeper than this the parts are not asked any more.
_DEEPEST = 24

_COMPARISONS = frozenset({"==", "!=", ">", "<", ">=", "<="})
#: Which argument holds the series.
_SERIES_ARGUMENT = {"histogram_quantile": 1, "quantile_over_time": 1, "histogram_fraction": 2}


@dataclass(frozen=True)
class _Window:
    """When the query was asked: seconds since 1970, and the step of its points."""

    start: float
    end: float
    instant: bool

    @property
    def range(self) -> str:
        return f"{max(int(self.end - self.start), 300)}s"

    @property
    def step(self) -> float:
        return max((self.end - self.start) / 60, 15.0)


@dataclass(frozen=True)
class PromqlReasons:
    """Finds reasons on one Prometheus. `profile` is the boards' telemetry profile; empty for somebody else's."""

    prometheus: Prometheus
    profile: str

    @property
    def _absent(self) -> AbsentMetrics:
        return AbsentMetrics(self.prometheus, self.profile)

    def why(self, text: str, start: float, end: float, *, instant: bool, hollow: bool) -> Reason:
        """Why `text` gave nothing. `hollow`: it gave series, and each value is no number."""
        tree = parse(text).tree
        if tree is None:
            return Reason("empty", "unexplained", "nothing came back")
        window = _Window(start, end, instant)
        if hollow:
            return Reason(
                "empty",
                "no-traffic",
                "each value is NaN: a quotient or a quantile of nothing",
                "there was no traffic in the range; make some, or take a longer range",
            )
        return self._why(text, tree, window, 0)

    def _why(self, text: str, node: Node, window: _Window, depth: int) -> Reason:
        if depth > _DEEPEST:
            return Reason("empty", "unexplained", "nothing came back")
        if isinstance(node, Paren | Unary):
            return self._why(text, node.expression, window, depth + 1)
        if isinstance(node, Aggregate | Subquery):
            return self._why(text, node.expression, window, depth + 1)
        if isinstance(node, Selector):
            return self._selector(text, node, window)
        if isinstance(node, Call):
            return self._call(text, node, window, depth)
        if isinstance(node, Binary):
            return self._binary(text, node, window, depth)
        return Reason("empty", "unexplained", "nothing came back")

    def _call(self, text: str, node: Call, window: _Window, depth: int) -> Reason:
        name = node.function.text
        if name in ("absent", "absent_over_time"):
            return Reason("zero", "nothing-failed", f"{name}() is silent: the series is there")
        at = _SERIES_ARGUMENT.get(name, 0)
        if len(node.arguments) <= at:
            return Reason("empty", "unexplained", f"{name}() gives nothing")
        inner = node.arguments[at]
        if isinstance(inner, Selector) and inner.range is not None:
            return self._selector(text, inner, window)
        if self._there(text, inner, window):
            if name == "histogram_quantile":
                return Reason(
                    "empty",
                    "label-unknown",
                    "histogram_quantile() finds no buckets: the label le is gone, or these are no _bucket series",
                    "keep le in the by (...) below it",
                )
            return Reason("empty", "unexplained", f"{name}() makes nothing of series that are there")
        return self._why(text, inner, window, depth + 1)

    def _binary(self, text: str, node: Binary, window: _Window, depth: int) -> Reason:
        operator = node.operator.text
        if operator == "or":
            return _either(
                self._why(text, node.left, window, depth + 1), self._why(text, node.right, window, depth + 1)
            )
        if not self._there(text, node.left, window):
            return self._why(text, node.left, window, depth + 1)
        if operator == "unless":
            return Reason("zero", "filtered", "all of it is taken away by `unless`")
        if not self._there(text, node.right, window):
            return self._why(text, node.right, window, depth + 1)
        condition = f"{operator} {short(text[node.right.start : node.right.end], 40)}"
        if operator in _COMPARISONS:
            return Reason("zero", "filtered", f"nothing is {condition}")
        return Reason(
            "empty",
            "no-match",
            f"both sides of `{operator}` have series, but none with the same labels",
            "compare the labels of the two sides; name those to match by in on (...)",
        )

    def _there(self, text: str, node: Node, window: _Window) -> bool:
        """Whether a part gives anything in the window of the query."""
        if isinstance(node, Number | String):
            return True
        part = text[node.start : node.end]
        if isinstance(node, Subquery) or (isinstance(node, Selector) and node.range is not None):
            return self._any(f"count(count_over_time({part}))", window)
        return self._any(f"count({part})", window) if not _is_scalar(node) else True

    def _any(self, expr: str, window: _Window) -> bool:
        if window.instant:
            return bool(self.prometheus.query(expr, window.end))
        return bool(self.prometheus.query_range(expr, window.start, window.end, window.step))

    def _selector(self, text: str, node: Selector, window: _Window) -> Reason:
        metric = _metric(node)
        matchers = [one for one in node.matchers if one.label.text != "__name__"]
        base = metric or _names_selector(text, node)
        if not self._seen(base, (), text, window):
            return self._absent.why(metric or base, window.start, window.end)
        if self._seen(base, matchers, text, window):
            return self._faded(base, matchers, text, node, window)
        for one in matchers:
            if not self._seen(base, [one], text, window):
                return self._culprit(base, one, text, window)
        trouble = [one for one in matchers if _troubled(one)]
        rest = [one for one in matchers if one not in trouble]
        if trouble and self._seen(base, rest, text, window):
            return Reason("zero", "nothing-failed", f"none with {_written(trouble, text)}")
        for one in reversed(matchers):
            others = [each for each in matchers if each is not one]
            if self._seen(base, others, text, window):
                label = one.label.text
                there = self._values(base, others, label, text, window)
                return Reason(
                    "empty",
                    "value-unknown",
                    f"no series of {base} has {_written([one], text)} beside {_written(others, text)}; "
                    f"{label} is {known(one.value.text, there) or 'not set'} there",
                    f"compare {label} with what is sent",
                )
        return Reason("empty", "value-unknown", f"no series of {base} has all of {_written(matchers, text)}")

    def _culprit(self, base: str, one: Matcher, text: str, window: _Window) -> Reason:
        label, wanted = one.label.text, _written([one], text)
        if _troubled(one) or counts_trouble(base):
            return Reason("zero", "nothing-failed", f"none with {wanted}")
        others = [name for name in siblings(base) if self._seen(name, [one], text, window)]
        if others:
            return Reason(
                "empty", "wrong-dialect", f"no {base} of {wanted}, but {few(others)}", self._absent.dialect(others)
            )
        there = self._values(base, (), label, text, window)
        if not there:
            return Reason(
                "empty",
                "label-unknown",
                f"{base} has no label {label}",
                f"find out what {label} is called there: query {base} and look at its labels",
            )
        return Reason(
            "empty",
            "value-unknown",
            f"no series of {base} has {wanted}; there is {known(one.value.text, there)}",
            f"correct the value of {label}, or send it",
        )

    def _faded(self, base: str, matchers: list[Matcher], text: str, node: Selector, window: _Window) -> Reason:
        """The series are there in the range, and yet there is nothing: too old, or too few points."""
        selector = _built(base, matchers, text)
        newest = self.prometheus.query(f"max(max_over_time(timestamp({selector})[{window.range}:15s]))", window.end)
        age = window.end - newest[0].last if newest else 0.0
        # A scrape that fails ends its series at once.
        if age > 300 or (window.instant and node.range is None and newest):
            return Reason(
                "empty", "stopped", f"{base} stopped {ago(age)} ago", "look whether it is still sent or scraped"
            )
        if node.range is not None:
            return Reason(
                "empty",
                "too-few-samples",
                f"{base} has fewer than two points in {node.range.seconds:.0f} s",
                "make the window at least twice the export interval: $__rate_interval, with the data source's "
                "scrape interval set",
            )
        return Reason("empty", "unexplained", f"{base} is there, but nothing is made of it")

    def _seen(self, base: str, matchers: list[Matcher] | tuple[()], text: str, window: _Window) -> bool:
        selector = _built(base, list(matchers), text)
        return bool(self.prometheus.query(f"count(last_over_time({selector}[{window.range}]))", window.end))

    def _values(
        self, base: str, matchers: list[Matcher] | tuple[()], label: str, text: str, window: _Window
    ) -> tuple[str, ...]:
        selector = _built(base, list(matchers), text)
        return self.prometheus.label_values(label, (selector,), window.start, window.end)


def _either(left: Reason, right: Reason) -> Reason:
    """The reason of `left or right`: the one that is about a metric that exists; rightly nothing only as a whole."""
    absent = ("metric-unknown", "wrong-dialect")
    if left.kind in absent and right.kind in absent:
        if "wrong-dialect" in (left.kind, right.kind):
            return left if left.kind == "wrong-dialect" else right
        return Reason("empty", "metric-unknown", f"{left.words}; {right.words}", left.fix)
    if left.kind in absent or right.kind in absent:
        return right if left.kind in absent else left
    return left if right.verdict == "zero" else right


def _troubled(one: Matcher) -> bool:
    return asks_for_trouble(one.label.text, one.operator.text, one.value.text)


def _metric(node: Selector) -> str:
    if node.name is not None:
        return node.name.text
    named = [one for one in node.matchers if one.label.text == "__name__" and one.operator.text == "="]
    return named[0].value.text if named else ""


def _names_selector(text: str, node: Selector) -> str:
    """`{__name__=~"..."}` for a selector that names its metrics by a pattern."""
    named = [text[one.start : one.end] for one in node.matchers if one.label.text == "__name__"]
    return "{" + (", ".join(named) or '__name__=~".+"') + "}"


def _built(base: str, matchers: list[Matcher], text: str) -> str:
    inside = ", ".join(text[one.start : one.end] for one in matchers)
    if base.startswith("{"):
        return base[:-1] + (f", {inside}" if inside else "") + "}"
    return f"{base}{{{inside}}}" if inside else base


def _written(matchers: list[Matcher], text: str) -> str:
    return " and ".join(short(text[one.start : one.end], 70) for one in matchers)


def _is_scalar(node: Node) -> bool:
    if isinstance(node, Number):
        return True
    if isinstance(node, Paren | Unary):
        return _is_scalar(node.expression)
    if isinstance(node, Binary):
        return _is_scalar(node.left) and _is_scalar(node.right)
    return isinstance(node, Call) and node.function.text in ("scalar", "time", "pi")
