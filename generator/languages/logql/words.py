"""The words that LogQL gives a meaning: functions and what each of them takes, stages, keywords."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class RangeFunction:
    """What a function over a range takes: an `unwrap`, `by (...)` behind it, a number before its query."""

    unwrap: Literal["needed", "allowed", "forbidden"]
    groups: bool = False
    parameter: bool = False


@dataclass(frozen=True, slots=True)
class Aggregation:
    """What an aggregation of series takes: `by (...)`, and a whole number before its expression."""

    groups: bool = True
    parameter: bool = False


_NUMBERS = RangeFunction("needed", groups=True)

RANGE_FUNCTIONS: Mapping[str, RangeFunction] = {
    "rate": RangeFunction("allowed"),
    "rate_counter": RangeFunction("needed"),
    "count_over_time": RangeFunction("forbidden"),
    "bytes_rate": RangeFunction("forbidden"),
    "bytes_over_time": RangeFunction("forbidden"),
    "absent_over_time": RangeFunction("allowed"),
    "sum_over_time": RangeFunction("needed"),
    "avg_over_time": _NUMBERS,
    "max_over_time": _NUMBERS,
    "min_over_time": _NUMBERS,
    "first_over_time": _NUMBERS,
    "last_over_time": _NUMBERS,
    "stddev_over_time": _NUMBERS,
    "stdvar_over_time": _NUMBERS,
    "quantile_over_time": RangeFunction("needed", groups=True, parameter=True),
}

AGGREGATIONS: Mapping[str, Aggregation] = {
    "sum": Aggregation(),
    "avg": Aggregation(),
    "min": Aggregation(),
    "max": Aggregation(),
    "count": Aggregation(),
    "stddev": Aggregation(),
    "stdvar": Aggregation(),
    "topk": Aggregation(parameter=True),
    "bottomk": Aggregation(parameter=True),
    "approx_topk": Aggregation(groups=False, parameter=True),
    "sort": Aggregation(groups=False),
    "sort_desc": Aggregation(groups=False),
}

#: What `unwrap` can make of a label's text.
CONVERSIONS = ("bytes", "duration", "duration_seconds")

#: Words that mean a function where a parenthesis follows, and are names elsewhere.
FUNCTIONS = frozenset((*RANGE_FUNCTIONS, *AGGREGATIONS, *CONVERSIONS, "ip", "label_replace", "vector"))

#: What can be called to make a metric query.
METRIC_FUNCTIONS = (*RANGE_FUNCTIONS, *AGGREGATIONS, "label_replace", "vector")

STAGES = (
    "decolorize",
    "drop",
    "json",
    "keep",
    "label_format",
    "line_format",
    "logfmt",
    "pattern",
    "regexp",
    "unpack",
    "unwrap",
)

#: Words that are never a name. `variants` and `of` belong to an experiment that Loki has dropped again.
KEYWORDS = frozenset(
    (
        *STAGES,
        *("and", "bool", "by", "group_left", "group_right", "ignoring", "of", "offset", "on", "or", "unless"),
        *("variants", "without"),
    )
)

#: Of the operators between metrics, how strongly each binds.
PRECEDENCE: Mapping[str, int] = {
    "or": 1,
    "and": 2,
    "unless": 2,
    **dict.fromkeys(("==", "!=", ">", ">=", "<", "<="), 3),
    "+": 4,
    "-": 4,
    "*": 5,
    "/": 5,
    "%": 5,
    "^": 6,
}
SET_OPERATORS = frozenset(("and", "or", "unless"))

LINE_FILTERS = ("|=", "!=", "|~", "!~", "|>", "!>")
MATCHERS = ("=", "!=", "=~", "!~")
COMPARISONS = ("==", "=", "!=", ">", ">=", "<", "<=")
#: All that can stand between a label and its value in a label filter.
COMPARING = frozenset((*MATCHERS, *COMPARISONS))

#: Functions of PromQL that people reach for, and what LogQL has for the same question.
FOREIGN: Mapping[str, str] = {
    "histogram_quantile": "quantile_over_time",
    "increase": "count_over_time",
    "irate": "rate",
    "label_join": "label_format inside of the range",
    "quantile": "quantile_over_time",
    "scalar": "vector",
}

#: What Loki's templates can call besides Go's own functions; the capitals are old names that still work.
TEMPLATE_FUNCTIONS = frozenset(
    (
        *("__line__", "__timestamp__", "add", "addf", "alignLeft", "alignRight", "b64dec", "b64enc", "bytes", "ceil"),
        *("contains", "count", "date", "default", "div", "divf", "duration", "duration_seconds", "float64", "floor"),
        *("fromJson", "hasPrefix", "hasSuffix", "indent", "int", "lower", "max", "maxf", "min", "minf", "mod", "mul"),
        *("mulf", "nindent", "now", "regexReplaceAll", "regexReplaceAllLiteral", "repeat", "replace", "round", "sub"),
        *("subf", "substr", "title", "toDate", "toDateInZone", "trim", "trimAll", "trimPrefix", "trimSuffix", "trunc"),
        *("unixEpoch", "unixEpochMillis", "unixEpochNanos", "unixToTime", "upper", "urldecode", "urlencode"),
        *("Replace", "ToLower", "ToUpper", "Trim", "TrimLeft", "TrimPrefix", "TrimRight", "TrimSpace", "TrimSuffix"),
    )
)
