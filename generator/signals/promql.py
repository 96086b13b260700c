"""Pieces of PromQL that several signals are made of. Every function takes and gives query text."""

from __future__ import annotations

from generator.signals.signal import View

#: `job` is `<service.namespace>/<service.name>`, or the name alone: the one service label that every path of
#: OTLP into Prometheus sets, promoted attributes or not.
JOB = "job"
_JOB_SERVICE = "(?:.+/)?(.+)"


def matchers(*parts: str) -> str:
    """A selector's braces from its non-empty matchers."""
    present = [part for part in parts if part]
    return "{" + ", ".join(present) + "}" if present else ""


def job_matcher(view: View) -> str:
    """The view's services, on application metrics."""
    return f'{JOB}=~"(.+/)?({view.service})"'


def rate(metric: str, selector: str, window: str) -> str:
    """Per-second increase of a counter."""
    return f"rate({metric}{selector}[{window}])"


def relabel(expr: str, target: str, source: str, pattern: str, value: str = "$1") -> str:
    """`label_replace` with the arguments in the order one reads them."""
    return f'label_replace({expr}, "{target}", "{value}", "{source}", "{pattern}")'


def aggregate(operator: str, by: tuple[str, ...], expr: str) -> str:
    """`sum by (a, b) (expr)`, or `sum(expr)` without labels."""
    return f"{operator} by ({', '.join(by)}) ({expr})" if by else f"{operator}({expr})"


def by_service(operator: str, by: tuple[str, ...], expr: str) -> str:
    """Aggregate series that carry `job`, by labels among which `service` is the service's name."""
    if "service" in by:
        expr = relabel(expr, "service", JOB, _JOB_SERVICE)
    return aggregate(operator, by, expr)


def first_of(parts: list[str], on: tuple[str, ...]) -> str:
    """Each series from the first part that knows its `on` labels: a union that counts nothing twice."""
    return f" or on ({', '.join(on)}) ".join(parts)


def ratio(part: str, total: str) -> str:
    """part/total: 0 where there is a total and no part, nothing at all where there is no total.

    Without `0 *` a service without a single error would have no series; without `> 0` an idle one would be NaN.
    """
    return f"({part} or 0 * {total}) / ({total} > 0)"


def quantile(q: float, buckets: str) -> str:
    """A quantile of cumulative buckets. `>= 0` drops the NaN of an idle histogram."""
    return f"histogram_quantile({q:g}, {buckets}) >= 0"


def le_in_seconds(expr: str) -> str:
    """Rewrite bucket bounds from milliseconds to seconds, digit by digit: "250" -> "0.25", "2500.0" -> "2.5".

    PromQL cannot calculate with a label. The result is spelt as a stable histogram spells it, so that both
    kinds add up bucket by bucket: the two SDK generations have the same bounds (checked on 1.21 and 1.45).
    """
    expr = relabel(expr, "le", "le", r"(\\d)(?:\\.0)?", "0.00$1")
    expr = relabel(expr, "le", "le", r"(\\d\\d)(?:\\.0)?", "0.0$1")
    expr = relabel(expr, "le", "le", r"(\\d{3})(?:\\.0)?", "0.$1")
    expr = relabel(expr, "le", "le", r"(\\d+)(\\d{3})(?:\\.0)?", "$1.$2")
    return plain_le(expr)


def plain_le(expr: str) -> str:
    """One spelling of each bucket bound: no trailing zeros ("1.0" and "1.000" -> "1", "0.050" -> "0.05")."""
    expr = relabel(expr, "le", "le", r"(\\d+\\.\\d*?[1-9])0+")
    return relabel(expr, "le", "le", r"(\\d+)\\.0+")
