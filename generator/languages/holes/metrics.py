"""Guesses for PromQL and LogQL, which have selectors, ranges, functions and groupings in common."""

from __future__ import annotations

from collections.abc import Mapping

from generator.languages.holes.place import Place
from generator.languages.holes.tokens import Kind
from generator.languages.holes.words import (
    DURATION,
    NAME,
    NUMBER,
    QUOTED,
    SHARE,
    duration_part,
    follows_operand,
    name_part,
    starts_operand,
)

_COMPARISONS = frozenset({"==", "!=", ">", "<", ">=", "<="})
_MATCHES = frozenset({"=", "=~", "!=", "!~"})
_GROUPINGS = frozenset({"by", "without", "on", "ignoring", "group_left", "group_right"})
#: Words between two operands, or before one.
_INFIX = frozenset({"and", "or", "unless", "atan2", "bool", "offset"}) | _GROUPINGS
_AGGREGATIONS = frozenset(
    {"avg", "bottomk", "count", "count_values", "group", "limitk", "limit_ratio", "max", "min", "quantile", "stddev"}
    | {"stdvar", "sum", "topk"}
)
_NUMBER_FIRST = frozenset({"approx_topk", "bottomk", "limitk", "topk", "vector"})
_SHARE_FIRST = frozenset({"histogram_quantile", "limit_ratio", "quantile", "quantile_over_time"})
_NUMBER_LATER = frozenset({"clamp", "clamp_max", "clamp_min", "predict_linear", "round"})
_TEXT_LATER = frozenset({"label_join", "label_replace"})

#: Stages of LogQL that a text follows, and those that a label follows.
_BEFORE_TEXT = frozenset({"line_format", "pattern", "regexp"})
_BEFORE_LABEL = frozenset({"drop", "keep", "label_format", "unwrap"})
_LINE_FILTERS = frozenset({"|=", "|~", "|>", "!>", "!~", "=~"})

_MATCHER = f"{NAME}={QUOTED}"
_STREAM = f"{{{_MATCHER}}}"
#: What a call can be whose function is a variable, by what it takes: one series, a range, a number first, and last.
_CALLS: Mapping[Kind, tuple[str, ...]] = {
    "prometheus": ("sum", "rate", "topk", "clamp_max", "quantile_over_time", "on"),
    "loki": ("sum", "rate", "topk", "quantile_over_time", "on"),
}
_RATE = f"rate({_STREAM}[{DURATION}])"
_OPERANDS: Mapping[Kind, tuple[str, ...]] = {
    "prometheus": (NAME, NUMBER, DURATION, f"{NAME}[{DURATION}]", QUOTED),
    "loki": (_STREAM, NUMBER, _RATE, QUOTED, DURATION, NAME),
}
_COMPARED: Mapping[Kind, tuple[str, ...]] = {
    "prometheus": (NUMBER, NAME, DURATION),
    "loki": (NUMBER, DURATION, QUOTED, _RATE),
}


def guesses(place: Place, kind: Kind) -> tuple[str, ...]:
    """At least one, the likeliest first."""
    if place.bracket == "[" or _after_offset(place):
        return duration_part(place)
    if place.bracket == "{":
        return _in_selector(place)
    if place.bracket == "(" and place.head in _GROUPINGS:
        return _in_list(place)
    if place.before.value in _GROUPINGS:
        return (f"({NAME})", "")
    return (
        (_in_pipeline(place) if kind == "loki" else ())
        or _call(place, kind)
        or name_part(place)
        or _between(place)
        or _argument(place)
        or _operand(place, kind)
    )


def _after_offset(place: Place) -> bool:
    partly = place.before.value == "-" or place.joined_before
    return place.before.value == "offset" or (partly and place.earlier.value == "offset")


def _in_selector(place: Place) -> tuple[str, ...]:
    before, after = place.before, place.after
    if before.value in _MATCHES:
        return (QUOTED,)
    if before.kind in ("word", "hole") and after.kind == "text":
        return ("=", f"{_MATCHER},")
    if before.kind == "word" and after.kind == "hole":
        return ("=", NAME)
    if name := name_part(place):
        return name
    if after.value in _MATCHES:
        return (NAME,)
    more = "," if after.kind in ("word", "text", "hole") else ""
    if before.kind == "hole":
        return (_MATCHER + more, QUOTED, f",{_MATCHER}{more}")
    if before.kind == "text":
        return (f",{_MATCHER}{more}", "")
    return (_MATCHER + more, NAME) if after.kind == "hole" else (_MATCHER + more,)


def _in_list(place: Place) -> tuple[str, ...]:
    if name := name_part(place):
        return name
    before = ", " if place.before.kind in ("word", "hole") and not place.joined_before else ""
    after = ", " if place.after.kind == "word" else ""
    return (f"{before}{NAME}{after}",)


def _in_pipeline(place: Place) -> tuple[str, ...]:
    before = place.before.value
    if before in _LINE_FILTERS or before in _BEFORE_TEXT:
        return (QUOTED,)
    if before == "|":
        return (NAME,) if place.after.value in _MATCHES | _COMPARISONS else ("json", _MATCHER)
    if before in _BEFORE_LABEL:
        return (NAME,)
    if before == "=":
        return (QUOTED, NUMBER, DURATION, NAME)
    if before == "!=":
        return (QUOTED, NUMBER, DURATION)
    if place.after.value == "|" or place.before.value in ("}", "json", "logfmt"):
        return ("", f"|= {QUOTED}") if follows_operand(place, _INFIX) else ()
    return ()


def _call(place: Place, kind: Kind) -> tuple[str, ...]:
    """Where it is the name of a function, or one end of it: `${how}_over_time(...)`."""
    if place.joined_after and place.after.value.endswith("_over_time"):
        return ("avg", "quantile")
    if place.joined_before and place.before.value.endswith("_over_") and place.after.value == "(":
        return ("time",)
    if follows_operand(place, _INFIX):
        return ()
    if place.after.value in ("by", "without"):
        return ("sum", "topk")
    return _CALLS[kind] if place.after.value == "(" else ()


def _between(place: Place) -> tuple[str, ...]:
    """Where a whole operand stands before it: an operator, a clause, or nothing."""
    before, after = place.before, place.after
    if not follows_operand(place, _INFIX):
        return ()
    if before.value in _AGGREGATIONS and after.value == "(":
        return (f"by ({NAME})", "")
    if starts_operand(after, _INFIX) or after.value in ("on", "ignoring", "bool"):
        return (">", "+", "or", "")
    return ("", f"> {NUMBER}", f"offset {DURATION}", f"|= {QUOTED}")


def _argument(place: Place) -> tuple[str, ...]:
    """Where it is an argument of a function that wants no series there."""
    if place.bracket != "(" or place.before.value not in ("(", ","):
        return ()
    if place.argument == 0:
        if place.head in _NUMBER_FIRST:
            return (NUMBER, NAME)
        if place.head in _SHARE_FIRST:
            return (SHARE, NAME)
        return (QUOTED, NAME) if place.head == "count_values" else ()
    if place.head in _NUMBER_LATER:
        return (NUMBER, NAME)
    return (QUOTED, NAME) if place.head in _TEXT_LATER else ()


def _operand(place: Place, kind: Kind) -> tuple[str, ...]:
    if place.after.value in ("{", "["):
        return _OPERANDS[kind][:1]
    if place.before.value == "@":
        return (NUMBER,)
    return (_COMPARED if place.before.value in _COMPARISONS or place.before.value == "bool" else _OPERANDS)[kind]
