"""The words of TraceQL: what a span has of its own, the scopes, the constants, the functions.

From the public documentation of the language, as of the Tempo that follows 3.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Type(Enum):
    """What a value is. An attribute may be of any type: only the telemetry knows."""

    STRING = "string"
    INTEGER = "integer"
    FLOAT = "float"
    DURATION = "duration"
    BOOLEAN = "boolean"
    STATUS = "status"
    KIND = "kind"
    NIL = "nil"
    ANY = "any"

    @property
    def called(self) -> str:
        """How a person says it."""
        return _CALLED.get(self, f"a {self.value}")


_CALLED: Mapping[Type, str] = {
    Type.INTEGER: "a number",
    Type.FLOAT: "a number",
    Type.BOOLEAN: "true or false",
    Type.NIL: "nil",
    Type.ANY: "an attribute",
}

#: These compare with each other: a duration counts nanoseconds.
NUMERIC = frozenset({Type.INTEGER, Type.FLOAT, Type.DURATION})


@dataclass(frozen=True, slots=True)
class Meaning:
    """`name` is the documented name of an intrinsic, with its scope where it has one."""

    name: str
    type: Type


_SCOPED: Mapping[str, Type] = {
    "event:name": Type.STRING,
    "event:timeSinceStart": Type.DURATION,
    # Documented as strings, but Tempo compares them with anything.
    "instrumentation:name": Type.ANY,
    "instrumentation:version": Type.ANY,
    "link:spanID": Type.STRING,
    "link:traceID": Type.STRING,
    "span:childCount": Type.INTEGER,
    "span:duration": Type.DURATION,
    "span:id": Type.STRING,
    "span:kind": Type.KIND,
    "span:name": Type.STRING,
    "span:parentID": Type.STRING,
    "span:status": Type.STATUS,
    "span:statusMessage": Type.STRING,
    "trace:duration": Type.DURATION,
    "trace:id": Type.STRING,
    "trace:rootName": Type.STRING,
    "trace:rootService": Type.STRING,
}

#: The older names, which stand without a scope.
_PLAIN: Mapping[str, str] = {
    "duration": "span:duration",
    "kind": "span:kind",
    "name": "span:name",
    "rootName": "trace:rootName",
    "rootServiceName": "trace:rootService",
    "status": "span:status",
    "statusMessage": "span:statusMessage",
    "traceDuration": "trace:duration",
}

_NESTED_SET = ("nestedSetLeft", "nestedSetParent", "nestedSetRight")

#: The span's parent as a whole: Tempo reads the word, and then has no use for it.
PARENT = "parent"

INTRINSICS: Mapping[str, Meaning] = {
    **{name: Meaning(name, type_) for name, type_ in _SCOPED.items()},
    **{name: Meaning(scoped, _SCOPED[scoped]) for name, scoped in _PLAIN.items()},
    **{name: Meaning(name, Type.INTEGER) for name in _NESTED_SET},
    PARENT: Meaning(PARENT, Type.ANY),
}

#: What may stand before the dot of an attribute, and before the colon of an intrinsic.
SCOPES = ("event", "instrumentation", "link", "resource", "span")
INTRINSIC_SCOPES = ("event", "instrumentation", "link", "parent", "span", "trace")

#: The one attribute that Tempo takes to be on every span: (scope, name).
ALWAYS_THERE = ("resource", "service.name")

STATUSES = ("error", "ok", "unset")
KINDS = ("client", "consumer", "internal", "producer", "server", "unspecified")

CONSTANTS: Mapping[str, tuple[Type, bool | int | str]] = {
    "true": (Type.BOOLEAN, True),
    "false": (Type.BOOLEAN, False),
    "minInt": (Type.INTEGER, -(2**63)),
    "maxInt": (Type.INTEGER, 2**63 - 1),
    **{word: (Type.STATUS, word) for word in STATUSES},
    **{word: (Type.KIND, word) for word in KINDS},
}
NIL = "nil"

AGGREGATES = ("avg", "count", "max", "min", "sum")
STAGES = ("by", "coalesce", "select")
#: Metrics functions without a field, those with one, and all.
COUNTING = ("count_over_time", "rate")
MEASURING = (
    "avg_over_time",
    "histogram_over_time",
    "max_over_time",
    "min_over_time",
    "quantile_over_time",
    "sum_over_time",
)
METRICS = (*COUNTING, *MEASURING, "compare")
SECOND_STAGES = ("bottomk", "topk")
FUNCTIONS = (*AGGREGATES, *STAGES, *METRICS, *SECOND_STAGES)

#: Words that cannot name a hint, because they mean something elsewhere in the language.
RESERVED = frozenset(
    {
        *(name.rpartition(":")[2] for name in INTRINSICS),
        *(word for word in CONSTANTS if word not in ("minInt", "maxInt")),
        *FUNCTIONS,
        NIL,
        "with",
    }
)

#: The documented hints. Tempo takes any other name too, and ignores it.
HINTS = (
    "exemplars",
    "extrapolate",
    "most_recent",
    "sample",
    "skip_optimization",
    "span_sample",
    "spanonly_fetch",
    "trace_sample",
)

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
STRUCTURAL = (">", ">>", "<", "<<", "~", *(f"{sign}{arrow}" for sign in "!&" for arrow in (">", ">>", "<", "<<", "~")))
LOGICAL = ("&&", "||")
ARITHMETIC = ("+", "-", "*", "/", "%", "^")
