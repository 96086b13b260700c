"""Why a LogQL query has no result: the selector first, then its stages one by one."""

from __future__ import annotations

from dataclasses import dataclass

from generator.languages.logql import parse, walk
from generator.languages.logql.tree import (
    Comparison,
    LabelFilter,
    LineFilter,
    LogQuery,
    LogSelector,
    Matcher,
    Text,
)
from generator.live.loki import Loki
from generator.verify.result import Reason
from generator.verify.why.rightly import asks_for_trouble, mentions_trouble
from generator.verify.why.words import known, short

_NOTHING = Reason("empty", "unexplained", "nothing came back")
#: Not every request logs: lines of one trace may rightly be none.
_IDS = ("trace_id", "traceid")
_SEND = "send logs of it to Loki: OTLP, or a scraper that sets the label"


@dataclass(frozen=True)
class LogqlReasons:
    """Finds reasons on one Loki."""

    loki: Loki

    def why(self, text: str, start: float, end: float) -> Reason:
        """Why `text` gave nothing between two moments."""
        tree = parse(text).tree
        queries = [] if tree is None else [node for node in walk(tree) if isinstance(node, LogQuery)]
        if not queries:
            return _NOTHING
        # Of alternatives the one that asks for least is the one that should have found something.
        widest = min(queries, key=lambda one: len(one.selector.matchers))
        if not self._lines(text, widest, len(widest.stages), start, end):
            return self._stages(text, widest, start, end)
        return Reason("zero", "filtered", "there are lines, and none that the query's last comparison keeps")

    def _stages(self, text: str, query: LogQuery, start: float, end: float) -> Reason:
        if not self._lines(text, query, 0, start, end):
            return self._selector(text, query.selector, start, end)
        for at, stage in enumerate(query.stages):
            if self._lines(text, query, at + 1, start, end):
                continue
            written = short(text[stage.start : stage.end].lstrip("| "), 70)
            if isinstance(stage, LabelFilter):
                return self._filter(text, query, at, stage, start, end)
            if isinstance(stage, LineFilter):
                words = [value.value for value in stage.values if isinstance(value, Text)]
                if any(mentions_trouble(one) for one in words):
                    return Reason("zero", "nothing-failed", f"no line with {written}")
                return Reason("empty", "no-lines", f"no line with {written}", "correct the text that is looked for")
            return Reason("empty", "unexplained", f"nothing is left after {written}")
        return _NOTHING

    def _filter(self, text: str, query: LogQuery, at: int, stage: LabelFilter, start: float, end: float) -> Reason:
        written = short(text[stage.start : stage.end].lstrip("| "), 70)
        compared = [node for node in walk(stage) if isinstance(node, Comparison)]
        for one in compared:
            value = one.value.value if isinstance(one.value, Text) else text[one.value.start : one.value.end]
            if asks_for_trouble(one.label.name, one.operator, value) or mentions_trouble(value):
                return Reason("zero", "nothing-failed", f"no line with {written}")
            if one.operator in ("=", "==") and value == "":
                return Reason("zero", "nothing-failed", f"every line has {one.label.name}")
        if not compared:
            return Reason("empty", "no-lines", f"no line with {written}")
        label = compared[0].label.name
        before = text[query.start : query.stages[at].start].rstrip(" |")
        lines = self.loki.lines(f'{before} | {label} != ""', start, end, 100)
        if not lines:
            return Reason(
                "empty",
                "field-unknown",
                f"no line has the field {label}",
                f"log it as {label}, beside the line (OTLP) or inside it (JSON)",
            )
        if label.lower() in _IDS:
            return Reason("zero", "filtered", "no line of this trace; lines of others are there")
        there = {line.labels.get(label, "") for line in lines} - {""}
        value = text[compared[0].value.start : compared[0].value.end].strip('"`')
        return Reason(
            "empty",
            "value-unknown",
            f"no line with {written}; {label} is {known(value, there)}",
            f"correct the values of {label}, for example under [events] in generator.toml",
        )

    def _selector(self, text: str, selector: LogSelector, start: float, end: float) -> Reason:
        names = self.loki.label_names(start, end)
        if not names:
            return Reason("empty", "no-lines", "Loki has no log line in the range", _SEND)
        for one in selector.matchers:
            written = text[one.start : one.end]
            label = one.label.name
            if not _needs_a_value(one) or self.loki.streams("{" + written + "}", start, end):
                continue
            if label not in names:
                return Reason(
                    "empty",
                    "label-unknown",
                    f"no log stream has the label {label}",
                    f"the labels are {known(label, names)}; set {label} where the logs are sent",
                )
            there = self.loki.label_values(label, "", start, end)
            return Reason(
                "empty",
                "value-unknown",
                f"no log stream has {short(written, 70)}; there is {known(one.value.value, there)}",
                _SEND,
            )
        return Reason("empty", "no-lines", f"no log line of {short(text[selector.start : selector.end])}", _SEND)

    def _lines(self, text: str, query: LogQuery, stages: int, start: float, end: float) -> bool:
        cut = query.stages[stages - 1].end if stages else query.selector.end
        return bool(self.loki.lines(text[query.start : cut], start, end, 1))


def _needs_a_value(one: Matcher) -> bool:
    """Loki refuses a selector that an empty label would fit: such a condition cannot be asked alone."""
    return one.operator in ("=", "=~") and one.value.value not in ("", ".*")
