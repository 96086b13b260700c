"""Calls as span metrics see them: requests per route, dependencies, messages, the edges between services.

The only source that tells routes apart for old SDKs, whose HTTP metrics carry none, and the only one that
knows how long a database takes as the service sees it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.config.model import Activity, Config
from generator.signals.instrument import Instrument
from generator.signals.promql import aggregate, matchers, quantile, rate, ratio, relabel
from generator.signals.signal import Kind, Query, Signal, Step, View, one


@dataclass(frozen=True)
class Dialect:
    """Who makes the span metrics, and how it calls them."""

    calls: Instrument | str
    latency: Instrument | str
    service: str
    #: Multiplied with a latency this gives seconds.
    to_seconds: float = 1.0


DIALECTS = {
    # Tempo's generator writes its names itself: they are the same in every Prometheus. Its latency is in seconds.
    "tempo": Dialect("traces_spanmetrics_calls_total", "traces_spanmetrics_latency", "service"),
    "connector-ms": Dialect(
        Instrument("traces.span.metrics.calls", "", "counter"),
        Instrument("traces.span.metrics.duration", "ms", "histogram"),
        "service_name",
        to_seconds=0.001,
    ),
    "connector-s": Dialect(
        Instrument("traces.span.metrics.calls", "", "counter"),
        Instrument("traces.span.metrics.duration", "s", "histogram"),
        "service_name",
    ),
}

SERVER = 'span_kind="SPAN_KIND_SERVER"'
CLIENT = 'span_kind="SPAN_KIND_CLIENT"'
MESSAGING = 'span_kind=~"SPAN_KIND_(PRODUCER|CONSUMER)"'
FAILED = 'status_code="STATUS_CODE_ERROR"'
#: Old SDKs call a server span by its route, new ones by method and route.
_ROUTE_NAME = "([A-Z]+ )?/.*"
_ROUTE = "(?:[A-Z]+ )?(/.*)"
#: Database instrumentations name a span by the statement's first word. Works with Tempo's default dimensions.
SQL = 'span_name=~"(?i)(select|insert|update|delete|replace|call|begin|commit|rollback|create|alter|drop|show).*"'

GRAPH_REQUESTS = "traces_service_graph_request_total"
GRAPH_FAILED = "traces_service_graph_request_failed_total"


def dialect(view: View) -> Dialect:
    """The span metrics of the view's profile."""
    return DIALECTS[view.profile.spans]


def calls_metric(view: View) -> str:
    """The name of the counter of finished spans."""
    calls = dialect(view).calls
    return calls if isinstance(calls, str) else calls.metric(suffixes=view.profile.suffixes)


def latency_metric(view: View) -> str:
    """The name of the buckets of span durations."""
    latency = dialect(view).latency
    return f"{latency}_bucket" if isinstance(latency, str) else latency.bucket(suffixes=view.profile.suffixes)


def selector(view: View, *more: str) -> str:
    """The view's services in the dialect's own label, and further matchers."""
    return matchers(f'{dialect(view).service}=~"{view.service}"', *more)


def _group(view: View, expr: str, by: tuple[str, ...]) -> str:
    if "service" in by and dialect(view).service != "service":
        expr = relabel(expr, "service", dialect(view).service, "(.+)")
    if "route" in by:
        expr = relabel(expr, "route", "span_name", _ROUTE)
    if "operation" in by:
        expr = relabel(expr, "operation", "span_name", "(.+)")
    return aggregate("sum", by, expr)


def calls(view: View, *more: str) -> str:
    """Finished spans per second, grouped as the view asks."""
    return _group(view, rate(calls_metric(view), selector(view, *more), view.window), view.by)


def error_ratio(view: View, *more: str) -> str:
    """Share of spans whose status is ERROR."""
    return ratio(calls(view, *more, FAILED), calls(view, *more))


def latency(q: float, view: View, *more: str) -> str:
    """A quantile of span durations in seconds."""
    series = _group(view, rate(latency_metric(view), selector(view, *more), view.window), (*view.by, "le"))
    seconds = quantile(q, series)
    scale = dialect(view).to_seconds
    return seconds if scale == 1 else f"({seconds}) * {scale:g}"


def span_names(patterns: tuple[str, ...]) -> str:
    """A matcher for spans by name, from regular expressions as the configuration gives them."""
    return 'span_name=~"' + "|".join(pattern.replace("\\", "\\\\") for pattern in patterns) + '"'


def _route_pattern(config: Config, activity: Activity) -> str:
    """Names of the spans of one activity, in both spellings of a server span's name.

    The old spelling has no method: it is left out where two activities share the route, rather than counted
    for both.
    """
    route = re.escape(activity.route).replace("\\-", "-").replace("\\", "\\\\")
    shared = [other for other in config.activities if other.route == activity.route]
    method = f"{activity.method} " if len(shared) > 1 else f"({activity.method} )?"
    return f"{method}{route}"


def of_activities(*activities: Activity, config: Config) -> str:
    """A matcher for the server spans of any of these activities."""
    return 'span_name=~"' + "|".join(_route_pattern(config, activity) for activity in activities) + '"'


def _activities(view: View) -> tuple[Query, ...]:
    """One line per configured activity; per route, where none is configured."""
    if not view.config.activities:
        return (Query(calls(view.grouped("route"), *_routes(view)), "{{route}}"),)

    return tuple(
        Query(
            calls(view.grouped(), SERVER, of_activities(activity, config=view.config)),
            activity.title,
            f"activities.{activity.key}",
        )
        for activity in view.config.activities
    )


def _routes(view: View) -> tuple[str, ...]:
    """Server spans that are named by a route, of the picked routes where a board lets one pick."""
    picked = ('span_name=~"([A-Z]+ )?($route)"',) if "route" in view.pickers else ()
    return (SERVER, f'span_name=~"{_ROUTE_NAME}"', *picked)


def _edges(metric: str, view: View, by: tuple[str, ...]) -> str:
    either = " or ".join(
        rate(metric, matchers(f'{side}=~"{view.service}"'), view.window) for side in ("client", "server")
    )
    return aggregate("sum", by, either)


_NO_SPANS = "No spans in range: check Tempo's span metrics"
_EDGE = ("client", "server")

ROUTE_RATE = Signal(
    id="spans.route_rate",
    title="Request rate by route",
    shows="Requests per second for each API endpoint, from the backend's server spans.",
    healthy="Healthy: the mix stays the same; an endpoint that vanishes is an outage of one feature.",
    next="Next: compare with its error ratio and latency beside; click for its traces.",
    unit="reqps",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(lambda view: calls(view, *_routes(view))),
    empty=_NO_SPANS,
    by=("service", "route"),
)

ROUTE_ERRORS = Signal(
    id="spans.route_errors",
    title="Error ratio by route",
    shows="Share of requests that failed (5xx or an unhandled exception) for each API endpoint.",
    healthy="Healthy: 0 everywhere.",
    next="Next: the endpoint that sticks out leads to its error traces.",
    unit="percentunit",
    kind=Kind.RATIO,
    source="prometheus",
    queries=one(lambda view: error_ratio(view, *_routes(view))),
    empty=_NO_SPANS,
    by=("service", "route"),
    steps=(Step(0.01, "orange"), Step(0.05, "red")),
    maximum=1,
)

ROUTE_P95 = Signal(
    id="spans.route_p95",
    title="p95 latency by route",
    shows="95 % of the requests of each API endpoint were answered faster than this.",
    healthy="Healthy: below 0.5 s, apart from endpoints that are slow by nature.",
    next="Next: an exemplar opens a slow request of that endpoint.",
    unit="s",
    kind=Kind.LATENCY,
    source="prometheus",
    queries=one(lambda view: latency(0.95, view, *_routes(view))),
    empty=_NO_SPANS,
    by=("service", "route"),
    steps=(Step(0.5, "orange"), Step(1, "red")),
)

ACTIVITY = Signal(
    id="spans.activity",
    title="User activity",
    shows="What users do, per second: each line is one activity, told by the endpoint it calls.",
    healthy="Healthy: people log in before they save; every line moves with the time of day.",
    next="Next: an activity that stops while the others go on is a broken feature: see its route.",
    unit="reqps",
    kind=Kind.RATE,
    source="prometheus",
    queries=_activities,
    empty="Nobody did this in range",
)

AUTH_SPANS = Signal(
    id="spans.auth",
    title="Authentication spans",
    shows="Runs per second of the application's own authentication spans (login, logout, sign-up).",
    healthy="Healthy: moves with the user activity.",
    next="Next: compare with refused requests; the span's trace shows what the login waited for.",
    unit="cps",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(lambda view: calls(view, span_names(view.config.tracing.auth))),
    empty="None: name yours under [tracing] auth",
    by=("service", "operation"),
)

SQL_RATE = Signal(
    id="sql.rate",
    title="SQL statements",
    shows="SQL statements per second as the services send them, by kind.",
    healthy="Healthy: in proportion to the requests; a multiple of it is a query in a loop.",
    next="Next: compare with MariaDB's own count; a gap means somebody else uses the database too.",
    unit="ops",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(lambda view: calls(view, CLIENT, SQL)),
    empty="No SQL spans in range",
    by=("service", "operation"),
)

SQL_ERRORS = Signal(
    id="sql.errors",
    title="SQL error ratio",
    shows="Share of SQL statements that ended in an error, as the services see it.",
    healthy="Healthy: 0.",
    next="Next: the error traces show the statement's span and the exception.",
    unit="percentunit",
    kind=Kind.RATIO,
    source="prometheus",
    queries=one(lambda view: error_ratio(view, CLIENT, SQL), "errors"),
    empty="No SQL spans in range",
    by=("service",),
    steps=(Step(0.001, "orange"), Step(0.01, "red")),
    maximum=1,
)

SQL_P95 = Signal(
    id="sql.p95",
    title="SQL p95 latency",
    shows="95 % of the SQL statements were answered faster than this, network included.",
    healthy="Healthy: below 50 ms.",
    next="Next: slow here and fast in MariaDB is the network or the pool; slow in both is the statement.",
    unit="s",
    kind=Kind.LATENCY,
    source="prometheus",
    queries=one(lambda view: latency(0.95, view, CLIENT, SQL), "p95"),
    empty="No SQL spans in range",
    by=("service", "operation"),
    steps=(Step(0.05, "orange"), Step(0.25, "red")),
)

MESSAGE_RATE = Signal(
    id="kafka.message_rate",
    title="Messages published and consumed",
    shows="Kafka messages per second as the services publish and process them, by span name.",
    healthy="Healthy: what is published is processed soon after.",
    next="Next: publishing without processing shows as lag below.",
    unit="mps",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(lambda view: calls(view, MESSAGING)),
    empty="No messaging spans: the services send none to Kafka, or do not trace it",
    by=("service", "operation"),
)

MESSAGE_P95 = Signal(
    id="kafka.message_p95",
    title="Messaging p95 latency",
    shows="95 % of the publish and process steps took less than this.",
    healthy="Healthy: publishing below 50 ms.",
    next="Next: slow publishing is the broker or the network; slow processing is the consumer's own work.",
    unit="s",
    kind=Kind.LATENCY,
    source="prometheus",
    queries=one(lambda view: latency(0.95, view, MESSAGING)),
    empty="No messaging spans: the services send none to Kafka, or do not trace it",
    by=("service", "operation"),
    steps=(Step(0.1, "orange"), Step(1, "red")),
)

EDGE_RATE = Signal(
    id="graph.rate",
    title="Calls between services",
    shows="Calls per second along each edge of the service map.",
    healthy="Healthy: every edge you expect is there.",
    next="Next: a missing edge is a caller that stopped, or a span that lost its parent.",
    unit="reqps",
    kind=Kind.RATE,
    source="prometheus",
    queries=lambda view: (Query(_edges(GRAPH_REQUESTS, view, _EDGE), "{{client}} → {{server}}"),),
    empty="No edges: enable service-graphs in Tempo's metrics generator",
    by=_EDGE,
)

EDGE_ERRORS = Signal(
    id="graph.errors",
    title="Failed calls between services",
    shows="Share of calls that failed along each edge of the service map.",
    healthy="Healthy: 0.",
    next="Next: look at the right end of the edge first.",
    unit="percentunit",
    kind=Kind.RATIO,
    source="prometheus",
    queries=lambda view: (
        Query(ratio(_edges(GRAPH_FAILED, view, _EDGE), _edges(GRAPH_REQUESTS, view, _EDGE)), "{{client}} → {{server}}"),
    ),
    empty="No edges: enable service-graphs in Tempo's metrics generator",
    by=_EDGE,
    steps=(Step(0.01, "orange"), Step(0.05, "red")),
    maximum=1,
)

SPAN_RATE = Signal(
    id="spans.rate",
    title="Requests by service, from spans",
    shows="Server spans per second: what tracing saw of each service.",
    healthy="Healthy: agrees with the request rate of the Backend board, or with the sampled share of it.",
    next="Next: far less than the request rate means spans are lost or sampled away.",
    unit="reqps",
    kind=Kind.RATE,
    source="prometheus",
    queries=one(lambda view: calls(view, SERVER)),
    empty=_NO_SPANS,
    by=("service",),
)

SPAN_ERRORS = Signal(
    id="spans.error_ratio",
    title="Error ratio of traced requests",
    shows="Share of server spans with an error status.",
    healthy="Healthy: 0.",
    next="Next: pick an error trace below.",
    unit="percentunit",
    kind=Kind.RATIO,
    source="prometheus",
    # From span metrics: TraceQL can divide only from Tempo 3.1 on, and has no series where nothing fails.
    queries=one(lambda view: error_ratio(view, SERVER), "errors"),
    empty=_NO_SPANS,
    by=("service",),
    steps=(Step(0.01, "orange"), Step(0.05, "red")),
    maximum=1,
)
