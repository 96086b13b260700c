"""PromQL's keywords and operators, and how tightly the operators bind."""

from __future__ import annotations

from typing import Literal

#: Aggregations, each with what it takes before the vector.
AGGREGATIONS: dict[str, Literal["scalar", "string"] | None] = {
    "sum": None,
    "avg": None,
    "count": None,
    "min": None,
    "max": None,
    "group": None,
    "stddev": None,
    "stdvar": None,
    "topk": "scalar",
    "bottomk": "scalar",
    "quantile": "scalar",
    "limitk": "scalar",
    "limit_ratio": "scalar",
    "count_values": "string",
}
EXPERIMENTAL_AGGREGATIONS = frozenset({"limitk", "limit_ratio"})
#: These pass on some of the series as they are; the others make new ones.
SELECTING_AGGREGATIONS = frozenset({"topk", "bottomk", "limitk", "limit_ratio"})

SET_OPERATORS = frozenset({"and", "or", "unless"})
COMPARISONS = frozenset({"==", "!=", ">", "<", ">=", "<="})
#: Cut a native histogram at a value; Prometheus has them since 3.11.
TRIMS = frozenset({"</", ">/"})
ARITHMETIC = frozenset({"+", "-", "*", "/", "%", "^", "atan2"})
SIGNS = frozenset({"+", "-"})

#: How tightly each binary operator binds. All but `^` group from the left.
BINDING: dict[str, int] = {
    "or": 1,
    "and": 2,
    "unless": 2,
    **dict.fromkeys(COMPARISONS | TRIMS, 3),
    "+": 4,
    "-": 4,
    "*": 5,
    "/": 5,
    "%": 5,
    "atan2": 5,
    "^": 6,
}
#: A sign binds as `*` does: `-a ^ b` is `-(a ^ b)`.
SIGN_BINDING = 5
#: The binding of `^`, which groups from the right.
RIGHT_BINDING = 6

#: Words that no metric may be named like, capitals aside. (`inf` and `nan` are numbers.)
RESERVED = frozenset({"on", "ignoring", "group_left", "group_right", "bool", "atan2"})
KEYWORDS = frozenset(AGGREGATIONS) | SET_OPERATORS | RESERVED | {"offset", "by", "without", "start", "end"}
#: Keywords that name a metric where a value is expected.
METRIC_WORDS = KEYWORDS - RESERVED
#: Keywords that name a label in `by (...)` and `on (...)`.
LABEL_WORDS = KEYWORDS - {"without"}
