"""Traces: what tracing itself measures, and the traces to open."""

from __future__ import annotations

from generator.signals.signal import Kind, Query, Signal, Step, View
from generator.signals.traceql import (
    DB_STATEMENTS,
    DESTINATIONS,
    NEWEST,
    ROUTE,
    SERVICE,
    SQL,
    STATUS_CODES,
    spans,
)

#: Trace id picked on the Traces & Logs board, 32 hex digits or fewer (Tempo's search drops leading zeros).
TRACE_ID = "${traceId}"
#: What counts as slow on a board that does not let one choose.
_SLOW = "500ms"

_NO_TRACES = "No traces in range: check that the services' spans reach Tempo"


def _by_service(view: View, pipeline: str, *conditions: str) -> tuple[Query, ...]:
    return (Query(f"{spans(view, 'kind = server', *conditions)} | {pipeline} by ({SERVICE})"),)


def _search(view: View, *conditions: str, select: tuple[str, ...] = ()) -> tuple[Query, ...]:
    # A table of spans has a column of names only if they are asked for.
    chosen = f" | select({', '.join(('name', *select))})" if select else ""
    return (Query(f"{spans(view, *conditions)}{chosen} {NEWEST}"),)


def _failing(view: View) -> tuple[Query, ...]:
    # Not by having no child at all: a handler that raises after its queries went well has children.
    chosen = ", ".join(("name", SERVICE, ROUTE, *STATUS_CODES, *DESTINATIONS))
    failed = spans(view, "status = error")
    return (Query(f"{{ status = error }} !< {failed} | select({chosen}) {NEWEST}"),)


def _longer(view: View) -> str:
    return f"duration > {'${min_duration}' if 'min_duration' in view.pickers else _SLOW}"


RATE = Signal(
    id="traces.rate",
    title="Requests traced",
    shows="Server spans per second of each service, counted in Tempo.",
    healthy="Healthy: agrees with the request rate, or with the sampled share of it.",
    next="Next: a service that is missing here sends no spans.",
    unit="reqps",
    kind=Kind.RATE,
    source="tempo",
    queries=lambda view: _by_service(view, "rate()"),
    empty=_NO_TRACES,
)

P95 = Signal(
    id="traces.p95",
    title="p95 latency of traced requests",
    shows="95 % of the server spans were shorter than this.",
    healthy="Healthy: below 0.5 s.",
    next="Next: pick a slow trace below.",
    unit="s",
    kind=Kind.LATENCY,
    source="tempo",
    queries=lambda view: _by_service(view, "quantile_over_time(duration, .95)"),
    empty=_NO_TRACES,
    steps=(Step(0.5, "orange"), Step(1, "red")),
)

ERROR_TRACES = Signal(
    id="traces.errors",
    title="Error traces",
    shows="The latest traces in which a span failed.",
    healthy="Healthy: empty.",
    next="Next: click a trace id: the trace, its logs and the metrics around it open below.",
    unit="none",
    kind=Kind.TRACES,
    source="tempo",
    queries=lambda view: _search(view, "status = error"),
    empty="No failed request in range",
)

SLOW_TRACES = Signal(
    id="traces.slow",
    title="Slow traces",
    shows="The latest traces with a request that took longer than the chosen time.",
    healthy="Healthy: few.",
    next="Next: click a trace id and look for the longest bar.",
    unit="none",
    kind=Kind.TRACES,
    source="tempo",
    queries=lambda view: _search(view, "kind = server", _longer(view)),
    empty="No request took that long in range",
)

FAILING_SPANS = Signal(
    id="traces.failing_spans",
    title="Where requests fail",
    shows="Failed spans none of whose children failed: the place where the trouble begins.",
    healthy="Healthy: empty.",
    next="Next: the same span name again and again is the culprit: a statement, a call, a route.",
    unit="none",
    kind=Kind.TRACES,
    source="tempo",
    queries=_failing,
    empty="No failed span in range",
)

SLOW_STATEMENTS = Signal(
    id="traces.slow_statements",
    title="Slow SQL statements",
    shows="SQL spans that took longer than the chosen time, with the statement as the driver reports it.",
    healthy="Healthy: empty.",
    next="Next: explain the statement in MariaDB; click the trace to see which request sent it.",
    unit="none",
    kind=Kind.TRACES,
    source="tempo",
    queries=lambda view: _search(view, "kind = client", SQL, _longer(view), select=DB_STATEMENTS),
    empty="No statement took that long in range",
)

ONE_TRACE = Signal(
    id="traces.one",
    title="The trace",
    shows="Every span of the picked trace, in the order of time.",
    healthy="Read it from the top: the longest bar that has no longer child is where the time went.",
    next="Next: open a span for its attributes and for the logs of its service. Empty until a trace is picked above.",
    unit="none",
    kind=Kind.TRACES,
    source="tempo",
    queries=lambda _: (Query(TRACE_ID),),
    empty="Pick a trace above",
)

SERVICE_MAP = Signal(
    id="traces.map",
    title="Service map",
    shows="Who calls whom: circles are services and databases, their rings the share of failed calls.",
    healthy="Healthy: every connection you expect, green rings.",
    next="Next: click a node for its traces. It needs service-graphs in Tempo's metrics generator.",
    unit="none",
    kind=Kind.MAP,
    source="tempo",
    queries=lambda view: (Query('{client=~"%s"}' % view.service),),
    empty="No calls between services in range",
)


def of_route(service: str, route: str) -> str:
    """A search for requests of one route. Takes values or the tokens that Grafana puts them in for."""
    return f'{{ {SERVICE} = "{service}" && {ROUTE} = "{route}" }} {NEWEST}'


def of_status(service: str, status: str) -> str:
    """A search for requests that a service answered with one status code. Takes values or tokens."""
    answered = " || ".join(f"{attribute} = {status}" for attribute in STATUS_CODES)
    return f'{{ {SERVICE} = "{service}" && kind = server && ({answered}) }} {NEWEST}'


def failed_on_route(service: str, route: str) -> str:
    """A search for failed requests of one route. Takes values or the tokens that Grafana puts them in for."""
    return f'{{ {SERVICE} = "{service}" && {ROUTE} = "{route}" && status = error }} {NEWEST}'
