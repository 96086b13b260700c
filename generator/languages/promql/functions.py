"""PromQL's functions, as Prometheus 3 has them: what each takes, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ValueType = Literal["scalar", "string", "vector", "matrix"]

#: In the words of the person who writes the query.
TYPE_NAMES: dict[ValueType, str] = {
    "scalar": "a number",
    "string": "a string",
    "vector": "an instant vector",
    "matrix": "a range vector",
}


@dataclass(frozen=True, slots=True)
class Function:
    """`takes` are the types of its arguments, the last of which repeats up to `most` (None: without end)."""

    name: str
    takes: tuple[ValueType, ...]
    gives: ValueType
    least: int
    most: int | None
    #: Needs `--enable-feature=promql-experimental-functions`.
    experimental: bool = False

    def type_of(self, index: int) -> ValueType:
        """The type that an argument must have, counted from 0."""
        return self.takes[min(index, len(self.takes) - 1)]


_SHORT: dict[str, ValueType] = {"n": "scalar", "s": "string", "v": "vector", "m": "matrix"}

#: `name takes -> gives`: n number, s string, v instant vector, m range vector; `?` may be left out, `*` may follow any
#: number of times.
_SIGNATURES = """
    abs v -> v
    absent v -> v
    absent_over_time m -> v
    acos v -> v
    acosh v -> v
    asin v -> v
    asinh v -> v
    atan v -> v
    atanh v -> v
    avg_over_time m -> v
    ceil v -> v
    changes m -> v
    clamp v n n -> v
    clamp_max v n -> v
    clamp_min v n -> v
    cos v -> v
    cosh v -> v
    count_over_time m -> v
    day_of_month v? -> v
    day_of_week v? -> v
    day_of_year v? -> v
    days_in_month v? -> v
    deg v -> v
    delta m -> v
    deriv m -> v
    exp v -> v
    floor v -> v
    histogram_avg v -> v
    histogram_count v -> v
    histogram_fraction n n v -> v
    histogram_quantile n v -> v
    histogram_stddev v -> v
    histogram_stdvar v -> v
    histogram_sum v -> v
    hour v? -> v
    idelta m -> v
    increase m -> v
    irate m -> v
    label_join v s s s* -> v
    label_replace v s s s s -> v
    last_over_time m -> v
    ln v -> v
    log10 v -> v
    log2 v -> v
    max_over_time m -> v
    min_over_time m -> v
    minute v? -> v
    month v? -> v
    pi -> n
    predict_linear m n -> v
    present_over_time m -> v
    quantile_over_time n m -> v
    rad v -> v
    rate m -> v
    resets m -> v
    round v n? -> v
    scalar v -> n
    sgn v -> v
    sin v -> v
    sinh v -> v
    sort v -> v
    sort_desc v -> v
    sqrt v -> v
    stddev_over_time m -> v
    stdvar_over_time m -> v
    sum_over_time m -> v
    tan v -> v
    tanh v -> v
    time -> n
    timestamp v -> v
    vector n -> v
    year v? -> v
"""

#: Prometheus 3.5's, and those that later ones have added.
_EXPERIMENTAL_SIGNATURES = """
    double_exponential_smoothing m n n -> v
    end -> n
    first_over_time m -> v
    histogram_quantiles v s n n? n? n? n? n? n? n? n? n? -> v
    info v v? -> v
    mad_over_time m -> v
    max_of n n -> n
    min_of n n -> n
    range -> n
    sort_by_label v s* -> v
    sort_by_label_desc v s* -> v
    start -> n
    step -> n
    ts_of_first_over_time m -> v
    ts_of_last_over_time m -> v
    ts_of_max_over_time m -> v
    ts_of_min_over_time m -> v
"""


def _read(line: str, experimental: bool) -> Function:
    before, gives = line.split("->")
    name, *takes = before.split()
    optional = sum(one.endswith(("?", "*")) for one in takes)
    most = None if takes and takes[-1].endswith("*") else len(takes)
    types = tuple(_SHORT[one[0]] for one in takes)
    return Function(name, types, _SHORT[gives.strip()], len(takes) - optional, most, experimental)


FUNCTIONS: dict[str, Function] = {
    function.name: function
    for signatures, experimental in ((_SIGNATURES, False), (_EXPERIMENTAL_SIGNATURES, True))
    for function in (_read(line, experimental) for line in signatures.strip().splitlines())
}
