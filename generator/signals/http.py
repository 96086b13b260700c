"""HTTP as the backend itself counts it: one histogram per SDK, in two dialects.

An old SDK sets no `service.instance.id`, so several replicas write one and the same series: each sample seems to
reset the counter, and rates come out many times too high. Such a series is recognised by its resets and not used;
where a number can be had from span metrics instead, it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.signals import spans
from generator.signals.instrument import Instrument
from generator.signals.promql import (
    aggregate,
    by_service,
    first_of,
    job_matcher,
    le_in_seconds,
    matchers,
    plain_le,
    quantile,
    rate,
    ratio,
    relabel,
)
from generator.signals.signal import Kind, Query, Signal, Step, View, legend, one


@dataclass(frozen=True)
class Dialect:
    """How one generation of the HTTP semantic conventions spells the server's histogram."""

    duration: Instrument
    status: str


DIALECTS = {
    "stable": Dialect(Instrument("http.server.request.duration", "s", "histogram"), "http_response_status_code"),
    "legacy": Dialect(Instrument("http.server.duration", "ms", "histogram"), "http_status_code"),
}
#: Has one name in both generations, and other labels.
ACTIVE = Instrument("http.server.active_requests", "", "updown")

_SERVER_ERROR = "5.."
#: Refused for who one is (401) or for what one may (403): an answer, not an error of the service.
_REFUSED = "401|403"


#: More resets than this in the window are not restarts. At an export a minute, two replicas make about fifteen.
_RESTARTS, _RESET_WINDOW = 2, "15m"


def _dialects(view: View) -> list[Dialect]:
    return [DIALECTS[name] for name in view.profile.http]


def shared(view: View) -> str:
    """A series for each `job` whose replicas write the same old-style series; nothing for all others."""
    metric = DIALECTS["legacy"].duration.count(suffixes=view.profile.suffixes)
    selector = matchers(job_matcher(view), 'instance=""')
    return f"max by (job) (resets({metric}{selector}[{_RESET_WINDOW}])) > {_RESTARTS}"


def _unshared(view: View, dialect: Dialect, series: str) -> str:
    return f"{series} unless on (job) {shared(view)}" if dialect is DIALECTS["legacy"] else series


def requests(view: View, status: str = "", label: tuple[str, str, str] | None = None) -> str:
    """Requests per second by `job` and `instance`, from whichever dialect each instance speaks.

    The `instance` level is what makes a half-done change-over right: both generations of one job are then
    different series, while an instance that emits both (`http/dup`) is counted once. `label` is (name, value,
    pattern on the status code) of one more label to keep.
    """
    keep = ("job", "instance", *([label[0]] if label else []))
    parts = []
    for dialect in _dialects(view):
        metric = dialect.duration.count(suffixes=view.profile.suffixes)
        matcher = f'{dialect.status}=~"{status}"' if status else ""
        series = rate(metric, matchers(job_matcher(view), matcher), view.window)
        if label:
            name, value, pattern = label
            series = relabel(series, name, dialect.status, pattern, value)
        parts.append(_unshared(view, dialect, aggregate("sum", keep, series)))
    return first_of(parts, ("job", "instance"))


def buckets(view: View) -> str:
    """Bucket rates in seconds by `job`, `instance` and `le`. Milliseconds are converted before they meet seconds."""
    parts = []
    for dialect in _dialects(view):
        metric = dialect.duration.bucket(suffixes=view.profile.suffixes)
        series = rate(metric, matchers(job_matcher(view)), view.window)
        series = le_in_seconds(series) if dialect.duration.unit == "ms" else plain_le(series)
        parts.append(_unshared(view, dialect, aggregate("sum", ("job", "instance", "le"), series)))
    return first_of(parts, ("job", "instance"))


def _of_shared(view: View, expr: str) -> str:
    """What span metrics say by `service`, of the services that cannot count for themselves."""
    return f"{expr} and on (service) {by_service('max', ('service',), shared(view))}"


def _rate(view: View, status: str = "", *spans_of_status: str) -> str:
    """Requests per second, in total or by service."""
    if "legacy" not in view.profile.http:
        return by_service("sum", view.by, requests(view, status))
    each = view.grouped("service")
    counted = by_service("sum", each.by, requests(view, status))
    whole = f"{_of_shared(view, spans.calls(each, spans.SERVER, *spans_of_status))} or {counted}"
    return f"({whole})" if view.by == each.by else aggregate("sum", view.by, whole)


def _error_ratio(view: View) -> str:
    return ratio(_rate(view, _SERVER_ERROR, spans.FAILED), _rate(view))


def _quantile(q: float, view: View) -> str:
    """A quantile by service, or over the requests of all of them.

    Services whose latency is known from span metrics alone have other bucket bounds and cannot be added to the
    others: with one of them among the services, the total is the slower of the two.
    """
    counted = quantile(q, by_service("sum", (*view.by, "le"), buckets(view)))
    if "legacy" not in view.profile.http:
        return counted
    traced = _of_shared(view, spans.latency(q, view.grouped("service"), spans.SERVER))
    return f"{traced} or {counted}" if view.by else f"max({counted} or {traced})"


def _percentiles(view: View) -> tuple[Query, ...]:
    return tuple(
        Query(_quantile(q, view), f"{legend(view.by)} {name}".strip())
        for q, name in ((0.5, "p50"), (0.95, "p95"), (0.99, "p99"))
    )


def _by_class(view: View) -> str:
    return by_service("sum", view.by, requests(view, label=("class", "${1}xx", "(.)..")))


def _by_status(status: str, view: View) -> str:
    return by_service("sum", view.by, requests(view, status, label=("status", "$1", "(.+)")))


def _active(view: View) -> str:
    metric = ACTIVE.metric(suffixes=view.profile.suffixes)
    series = metric + matchers(job_matcher(view))
    if "legacy" in view.profile.http:
        series = f"{series} unless on (job) {shared(view)}"
    return by_service("sum", view.by, series)


_NO_REQUESTS = "No requests in range"
CLASS_COLOURS = (("1xx", "text"), ("2xx", "green"), ("3xx", "blue"), ("4xx", "orange"), ("5xx", "red"))

RATE = Signal(
    id="http.rate",
    title="Request rate",
    shows="HTTP requests that the backend answered, per second.",
    healthy="Healthy: follows the users; a sudden drop is as bad as a spike.",
    next="Next: without requests look at the frontend and the ingress, with a spike at the routes.",
    unit="reqps",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(_rate, "requests"),
    empty=_NO_REQUESTS,
    by=("service",),
)

ERROR_RATIO = Signal(
    id="http.error_ratio",
    title="Error ratio",
    shows="Share of HTTP requests that were answered with a 5xx status.",
    healthy="Healthy: 0; above 1 % users notice, above 5 % something is broken.",
    next="Next: see which route fails, then the error traces and the error logs.",
    unit="percentunit",
    kind=Kind.RATIO,
    source="prometheus",
    queries=one(_error_ratio, "errors"),
    empty=_NO_REQUESTS,
    by=("service",),
    steps=(Step(0.01, "orange"), Step(0.05, "red")),
    maximum=1,
)

P95 = Signal(
    id="http.p95",
    title="p95 latency",
    shows="95 % of the HTTP requests were answered faster than this.",
    healthy="Healthy: below 0.5 s; above 1 s people wait.",
    next="Next: an exemplar leads to a slow trace; the routes and dependencies tell where the time goes.",
    unit="s",
    kind=Kind.LATENCY,
    source="prometheus",
    queries=one(lambda view: _quantile(0.95, view), "p95"),
    empty=_NO_REQUESTS,
    by=("service",),
    steps=(Step(0.5, "orange"), Step(1, "red")),
)

PERCENTILES = Signal(
    id="http.percentiles",
    title="Latency",
    shows="How long requests take: the middle (p50), the slow tail (p95) and the slowest in a hundred (p99).",
    healthy="Healthy: the three lie close together; p95 below 0.5 s.",
    next="Next: if only p99 rises a few requests are slow (open an exemplar); if p50 rises, all are.",
    unit="s",
    kind=Kind.LATENCY,
    source="prometheus",
    queries=_percentiles,
    empty=_NO_REQUESTS,
    by=("service",),
    steps=(Step(0.5, "orange"), Step(1, "red")),
)

HEATMAP = Signal(
    id="http.heatmap",
    title="Latency distribution",
    shows="How many requests took how long: one column per moment, darker where more requests lie.",
    healthy="Healthy: one dense band at the bottom; a second band is a second kind of request, or a time-out.",
    next="Next: open an exemplar in the upper band.",
    unit="s",
    kind=Kind.DISTRIBUTION,
    source="prometheus",
    queries=lambda view: (Query(aggregate("sum", ("le",), buckets(view)), "{{le}}"),),
    empty=_NO_REQUESTS,
)

BY_CLASS = Signal(
    id="http.by_class",
    title="Responses by status class",
    shows="Answers per second by status class: 2xx done, 3xx sent on, 4xx the caller's fault, 5xx ours.",
    healthy="Healthy: green, with a thin orange edge of wrong passwords and mistyped addresses.",
    next="Next: 5xx leads to error logs and traces; a wave of 4xx is a broken client or an attack.",
    unit="reqps",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(_by_class),
    empty=_NO_REQUESTS,
    by=("class", "service"),
    colours=CLASS_COLOURS,
)

ERRORS_BY_STATUS = Signal(
    id="http.errors_by_status",
    title="Error responses by status code",
    shows="Answers with a 4xx or 5xx status per second, by code.",
    healthy="Healthy: no 5xx; 401 and 404 now and then.",
    next="Next: click a status for its traces.",
    unit="reqps",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(lambda view: _by_status("[45]..", view)),
    empty="No error responses in range",
    by=("status", "service"),
)

REFUSED = Signal(
    id="http.refused",
    title="Refused: 401 and 403",
    shows="Requests per second that were refused: 401 nobody or a wrong password, 403 not allowed.",
    healthy="Healthy: a few wrong passwords; no 403 that nobody can explain.",
    next="Next: a steady stream of 401 is a client with an old session, or someone guessing: see the log events.",
    unit="reqps",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(lambda view: _by_status(_REFUSED, view)),
    empty="Nobody was refused in range",
    by=("status", "service"),
)

IN_FLIGHT = Signal(
    id="http.in_flight",
    title="Requests in flight",
    shows="Requests that the backend is working on right now.",
    healthy="Healthy: a handful; a number that only grows is a worker that hangs.",
    next="Next: look at the dependencies: the slowest one holds the requests.",
    unit="locale",
    kind=Kind.GAUGE,
    source="prometheus",
    queries=one(_active, "in flight"),
    empty="The backend does not report requests in flight",
    by=("service",),
    decimals=0,
)
