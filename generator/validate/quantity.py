"""What a PromQL query computes: seconds, bytes, a ratio; told from the names of its metrics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.languages.promql.tree import Aggregate, Binary, Call, Node, Number, Paren, Selector, Subquery, Unary


@dataclass(frozen=True, slots=True)
class Quantity:
    """`words` name it in a sentence, `unit` is Grafana's id for it."""

    words: str
    unit: str


SECONDS = Quantity("seconds", "s")
MILLISECONDS = Quantity("milliseconds", "ms")
MICROSECONDS = Quantity("microseconds", "µs")
NANOSECONDS = Quantity("nanoseconds", "ns")
BYTES = Quantity("bytes", "bytes")
BITS = Quantity("bits", "bits")
BYTES_PER_SECOND = Quantity("bytes per second", "Bps")
BITS_PER_SECOND = Quantity("bits per second", "bps")
RATIO = Quantity("a ratio from 0 to 1", "percentunit")
PERCENT = Quantity("a percentage from 0 to 100", "percent")
#: How much of each second: of one thing a ratio, of several as many as there are.
SHARE = Quantity("seconds per second", "percentunit")
CELSIUS = Quantity("degrees Celsius", "celsius")

_ENDINGS = {
    "_milliseconds": MILLISECONDS,
    "_microseconds": MICROSECONDS,
    "_nanoseconds": NANOSECONDS,
    "_seconds": SECONDS,
    "_bytes": BYTES,
    "_bits": BITS,
    "_ratio": RATIO,
    "_percent": PERCENT,
    "_celsius": CELSIUS,
}
_UNITS = {
    **dict.fromkeys(("s", "dtdurations", "clocks", "dthms"), SECONDS),
    **dict.fromkeys(("ms", "dtdurationms", "clockms"), MILLISECONDS),
    "µs": MICROSECONDS,
    "ns": NANOSECONDS,
    **dict.fromkeys(("bytes", "decbytes"), BYTES),
    **dict.fromkeys(("bits", "decbits"), BITS),
    **dict.fromkeys(("Bps", "binBps"), BYTES_PER_SECOND),
    **dict.fromkeys(("bps", "binbps"), BITS_PER_SECOND),
    "percentunit": RATIO,
    "percent": PERCENT,
    "celsius": CELSIUS,
}

_PER_SECOND = {BYTES: BYTES_PER_SECOND, BITS: BITS_PER_SECOND, SECONDS: SHARE}
_RATES = frozenset({"rate", "irate", "deriv"})
#: Functions that change how much, but not of what.
_KEEPING = frozenset(
    {
        "abs",
        "ceil",
        "floor",
        "round",
        "clamp",
        "clamp_max",
        "clamp_min",
        "delta",
        "idelta",
        "increase",
        "sort",
        "sort_desc",
        "label_replace",
        "label_join",
        "avg_over_time",
        "max_over_time",
        "min_over_time",
        "sum_over_time",
        "last_over_time",
        "quantile_over_time",
        "histogram_quantile",
        "predict_linear",
    }
)
_COUNTING = frozenset({"count", "group", "count_values", "stdvar"})


def agrees(computed: Quantity, shown: Quantity) -> bool:
    """Whether a number of the one quantity may stand under the unit of the other."""
    return computed == shown or (computed == SHARE and shown == RATIO)


def of_unit(unit: str) -> Quantity | None:
    """What a unit of Grafana is for; None for one that says nothing of the kind."""
    return _UNITS.get(unit)


def of_query(node: Node, depth: int = 0) -> Quantity | None:
    """What the query computes; None where it cannot be told."""
    if depth > 100:
        return None
    below = depth + 1
    if isinstance(node, Selector):
        return _of_name(node.name.text) if node.name is not None else None
    if isinstance(node, Paren | Unary | Subquery):
        return of_query(node.expression, below)
    if isinstance(node, Aggregate):
        return None if node.operator.text in _COUNTING else of_query(node.expression, below)
    if isinstance(node, Call):
        return _of_call(node, below)
    if isinstance(node, Binary):
        return _of_binary(node, below)
    return None


def _of_name(name: str) -> Quantity | None:
    for suffix in ("_bucket", "_sum", "_total"):
        name = name.removesuffix(suffix)
    # `_count` counts, and `_timestamp_seconds` is a moment.
    if name.endswith(("_count", "_timestamp_seconds", "_time_seconds")) and not name.endswith("cpu_time_seconds"):
        return None
    return next((quantity for ending, quantity in _ENDINGS.items() if name.endswith(ending)), None)


def _of_call(node: Call, depth: int) -> Quantity | None:
    name = node.function.text
    if not node.arguments:
        return None
    if name in _RATES:
        of = of_query(node.arguments[0], depth)
        # The rate of a histogram's buckets is of its observations; only a quantile of them has the unit.
        return None if of is None or _is_buckets(node.arguments[0]) else _PER_SECOND.get(of)
    if name in ("histogram_quantile", "quantile_over_time") and len(node.arguments) > 1:
        return (
            _of_buckets(node.arguments[1], depth)
            if name == "histogram_quantile"
            else of_query(node.arguments[1], depth)
        )
    return of_query(node.arguments[0], depth) if name in _KEEPING else None


def _is_buckets(node: Node) -> bool:
    return isinstance(node, Selector) and node.name is not None and node.name.text.endswith("_bucket")


def _of_buckets(node: Node, depth: int) -> Quantity | None:
    """The unit of a histogram's observations, whatever is summed and rated on the way to its buckets."""
    if depth > 100:
        return None
    if isinstance(node, Selector):
        return _of_name(node.name.text) if node.name is not None else None
    if isinstance(node, Aggregate | Paren | Subquery):
        return _of_buckets(node.expression, depth + 1)
    if isinstance(node, Call) and node.function.text in (*_RATES, "increase") and node.arguments:
        return _of_buckets(node.arguments[0], depth + 1)
    return None


def _of_binary(node: Binary, depth: int) -> Quantity | None:
    operator = node.operator.text
    left, right = of_query(node.left, depth), of_query(node.right, depth)
    if operator in ("and", "unless", ">", "<", ">=", "<=", "==", "!="):
        return None if node.returns_bool else left
    if operator in ("+", "-", "or"):
        return left if left == right else None
    if operator == "/" and left is not None and left == right:
        return RATIO
    if operator == "/" and (share := _of_selectors(node)) is not None:
        return share
    if operator in ("*", "/") and {RATIO, SHARE} & {left, right}:
        number = next((one for one in (node.left, node.right) if isinstance(one, Number)), None)
        return PERCENT if number is not None and number.value == 100 and operator == "*" else None
    return None


def _of_selectors(node: Binary) -> Quantity | None:
    """What two selectors make, the one by the other: a sum by its count, and a part of a whole."""
    (over, above), (under, below) = _measured(node.left), _measured(node.right)
    if above is None or below is None or above.name is None or below.name is None or over != under:
        return None
    stem = above.name.text.removesuffix("_sum")
    if above.name.text.endswith("_sum") and below.name.text == f"{stem}_count":
        return _of_name(stem)
    part, whole = (frozenset(_matchers(one)) for one in (above, below))
    return RATIO if above.name.text == below.name.text and part > whole else None


def _measured(node: Node) -> tuple[str, Selector | None]:
    """The only selector that a sum of rates is made of, and by which function; what guards it is passed over."""
    function = ""
    for _ in range(20):
        if isinstance(node, Paren) or (isinstance(node, Aggregate) and node.operator.text == "sum"):
            node = node.expression
        elif isinstance(node, Call) and node.function.text in ("rate", "irate", "increase") and node.arguments:
            function, node = node.function.text, node.arguments[0]
        elif isinstance(node, Call) and node.function.text in ("clamp_min", "clamp_max") and node.arguments:
            node = node.arguments[0]
        elif isinstance(node, Binary) and not node.returns_bool and _is_guard(node):
            node = node.left
        else:
            break
    return function, node if isinstance(node, Selector) else None


def _is_guard(node: Binary) -> bool:
    return node.operator.text in (">", "!=", ">=") and isinstance(node.right, Number)


def _matchers(selector: Selector) -> Iterator[tuple[str, str, str]]:
    return ((one.label.text, one.operator.text, one.value.text) for one in selector.matchers)
